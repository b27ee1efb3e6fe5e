import { strict as assert } from "node:assert";
import { changesOf } from "./changes";
import { type Deployment, startDeployment } from "./deployment";
import type { EngineStack, Run } from "./engine-stack";

const regionalStacks = ["prod-us-east-1", "prod-us-west-2", "prod-eu-central-1"];

describe("an environment in isolated stacks, in the real engine", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await startDeployment();
  });
  afterEach(() => deployment.engine.stop());

  /** A Region's stack takes the image from the global stack. */
  function regionalStack(name: string, settings?: Record<string, unknown>): Promise<EngineStack> {
    return deployment.stack(name, { imageDigest: undefined, ...settings });
  }

  async function deployAll(settings?: Record<string, unknown>): Promise<Run[]> {
    const runs = [await (await deployment.stack("prod-global", settings)).up()];
    for (const name of regionalStacks) {
      runs.push(await (await regionalStack(name, settings)).up());
    }
    return runs;
  }

  it("declares together what one stack declares; then each Region comes and goes on its own", async () => {
    const isolated = (await deployAll({ protect: false })).flatMap(changesOf).sort();

    const { tableArns, repositoryUrls } = await (await regionalStack("prod-us-west-2")).outputs();
    assert.deepEqual(tableArns?.value, {
      "us-west-2": "arn:aws:dynamodb:us-west-2:123456789012:table/MyGlobalAppTable",
    });
    assert.deepEqual(repositoryUrls?.value, {
      "us-west-2": "123456789012.dkr.ecr.us-west-2.amazonaws.com/regional-failover/app",
    });
    const whole = await (await deployment.stack("prod")).preview();
    assert.deepEqual(isolated, changesOf(whole));

    const changed = await (await regionalStack("prod-us-west-2", { wholeLoadTasks: 8 })).up();
    await (await regionalStack("prod-us-east-1")).destroy();

    assert.deepEqual(changesOf(changed), ["update Service app-us-west-2: desiredCount, tags"]);
    for (const name of ["prod-us-west-2", "prod-eu-central-1"]) {
      assert.deepEqual(changesOf(await (await regionalStack(name)).preview()), [], name);
    }
    // Every Region's certificate for the failover name is renewed through the same record.
    const records = deployment.engine.account.all("aws:route53/record:Record");
    assert.ok(records.some(({ id }) => /_[0-9a-f]+\.app\.example\.com\._CNAME$/.test(id)));
  });

  it("refuses a Region that the global stack does not know yet", async () => {
    const global = await deployment.stack("prod-global", { regions: ["us-east-1", "us-west-2"] });
    await global.up();

    const stack = await regionalStack("prod-eu-central-1");

    await assert.rejects(stack.preview(), /has no eu-central-1.* Update that stack/s);
  });

  it("takes the image that the global stack has built", async () => {
    const global = await deployment.stack("prod-global", { imageDigest: undefined });
    await global.up();
    await (await regionalStack("prod-us-east-1")).up();

    const { imageDigest } = await global.outputs();
    const [task] = deployment.engine.account.all("aws:ecs/taskDefinition:TaskDefinition");
    assert.match(JSON.stringify(task), new RegExp(`@${String(imageDigest?.value)}`));
  });
});
