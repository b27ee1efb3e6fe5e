import { strict as assert } from "node:assert";
import { changesOf, changesOfExisting } from "./changes";
import { type Deployment, startDeployment } from "./deployment";
import type { EngineError, Run } from "./engine-stack";

const twoRegions = ["us-east-1", "us-west-2"];
const threeRegions = [...twoRegions, "eu-central-1"];
const newOrder = ["eu-central-1", "us-east-1", "us-west-2"];

/** Regions whose services get a new revision of their tasks. */
function newRevisions(run: Run): string[] {
  return changesOf(run).flatMap((change) => {
    const [, region] = /^update Service app-(.+): taskDefinition$/.exec(change) ?? [];
    return region ?? [];
  });
}

/** Changes of what exists, but for new revisions: tasks are told which Regions there are. */
function withoutRevisions(run: Run): string[] {
  return changesOfExisting(run).filter(
    (change) => !/ TaskDefinition |: taskDefinition$/.test(change),
  );
}

describe("an environment in one stack, in the real engine", () => {
  let deployment: Deployment;

  beforeEach(async () => {
    deployment = await startDeployment();
  });
  afterEach(() => deployment.engine.stop());

  /** Brings the stack to these settings, so that a test can look at the step after them. */
  async function deploy(settings: Record<string, unknown>): Promise<void> {
    await (await deployment.stack("prod", settings)).up();
  }

  it("is created as previewed, and left alone by a second update", async () => {
    const stack = await deployment.stack("prod");

    const planned = changesOf(await stack.preview());
    const done = changesOf(await stack.up());

    assert.deepEqual(done, planned);
    assert.deepEqual(
      done.filter((change) => !change.startsWith("create ")),
      [],
    );
    for (const region of threeRegions) {
      assert.ok(done.includes(`create Service app-${region}`), region);
    }
    assert.equal(done.filter((change) => change.startsWith("create Table ")).length, 1);
    assert.deepEqual(changesOf(await stack.up()), []);
    const { applicationUrl } = await stack.outputs();
    assert.equal(applicationUrl?.value, "https://app.example.com");
  });

  it("grows by a Region at its tail with new revisions of its tasks, and is reordered without any", async () => {
    await deploy({ regions: twoRegions });
    const grown = await deployment.stack("prod", { regions: threeRegions });

    const planned = changesOf(await grown.preview());
    const run = await grown.up();

    // While replicas change, a preview does not know that the streams of the others stay.
    const isStream = (change: string) => change.includes("EventSourceMapping journal-us-west-2");
    assert.deepEqual(
      changesOf(run),
      planned.filter((change) => !isStream(change)),
    );
    assert.deepEqual(withoutRevisions(run), [
      "update Record failover-link-1-secondary: healthCheckId, records",
      "update Table MyGlobalAppTable: replicas",
    ]);
    assert.deepEqual(newRevisions(run), twoRegions);
    assert.deepEqual(
      planned.filter((change) => change.startsWith("create ") && !change.includes("eu-central-1")),
      ["create Record failover-link-2-primary", "create Record failover-link-2-secondary"],
    );

    const reordered = await deployment.stack("prod", { regions: newOrder });
    const plannedMoves = changesOf(await reordered.preview());

    assert.deepEqual(plannedMoves, [
      "update Record failover-link-1-primary: healthCheckId, records",
      "update Record failover-link-2-primary: healthCheckId, records",
      "update Record failover-link-2-secondary: healthCheckId, records",
    ]);
    assert.deepEqual(changesOf(await reordered.up()), plannedMoves);
  });

  it("loses its last Region without touching what the others need", async () => {
    await deploy({ regions: threeRegions, protect: false });
    const stack = await deployment.stack("prod", { regions: twoRegions });

    const run = await stack.up();

    assert.deepEqual(
      withoutRevisions(run).filter((change) => !change.startsWith("delete ")),
      [
        "update Record failover-link-1-secondary: healthCheckId, records",
        "update Table MyGlobalAppTable: replicas",
      ],
    );
    assert.deepEqual(
      changesOf(run).filter(
        (change) => change.startsWith("delete ") && !change.includes("eu-central-1"),
      ),
      ["delete Record failover-link-2-primary", "delete Record failover-link-2-secondary"],
    );
  });

  it("rolls out another image by new revisions of its tasks only", async () => {
    await deploy({ regions: twoRegions });
    const newDigest = `sha256:${"b".repeat(64)}`;
    for (const region of twoRegions) {
      deployment.engine.account.pushImage(region, "regional-failover/app", newDigest);
    }

    const run = await (await deployment.stack("prod", { imageDigest: newDigest })).up();

    assert.deepEqual(
      changesOf(run).filter((change) => change.startsWith("update ")),
      twoRegions.map((region) => `update Service app-${region}: taskDefinition`),
    );
    const revisions = changesOf(run).filter((change) => !change.startsWith("update "));
    assert.deepEqual(
      [...new Set(revisions.map((change) => change.split(" ")[1]))],
      ["TaskDefinition"],
    );
  });

  it("refuses to replace the table while it is protected", async () => {
    await deploy({ regions: twoRegions });
    const moved = await deployment.stack("prod", { tableRegion: "us-west-2" });

    await assert.rejects(moved.preview(), /unable to replace .*MyGlobalAppTable.* protect/s);
  });

  it("builds the service's image where the settings name none, for every Region at once", async () => {
    const stack = await deployment.stack("prod", { imageDigest: undefined });

    const planned = changesOf(await stack.preview());
    const done = changesOf(await stack.up());

    assert.deepEqual(done, planned);
    assert.ok(done.includes("create Image app"));
    const { imageDigest } = await stack.outputs();
    assert.match(String(imageDigest?.value), /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(changesOf(await stack.up()), []);
  });

  it("starts no service in a Region that has not got the image, and goes on once it has", async () => {
    const missing = `sha256:${"c".repeat(64)}`;
    deployment.engine.account.pushImage("us-east-1", "regional-failover/app", missing);
    const stack = await deployment.stack("prod", { regions: twoRegions, imageDigest: missing });

    await assert.rejects(stack.up(), (error: EngineError) => {
      assert.match(error.message, /no image sha256:c+ in repository .* of us-west-2/);
      assert.ok(!changesOf(error.run).includes("create Service app-us-west-2"));
      return true;
    });
    deployment.engine.account.pushImage("us-west-2", "regional-failover/app", missing);
    await stack.up();

    assert.deepEqual(changesOf(await stack.up()), []);
    assert.match(await stack.exportJson(), /ecs\/service:Service::app-us-west-2/);
  });

  it("does the same with aliases at the zone's apex, each after the record it leads to", async () => {
    await deploy({ regions: twoRegions, domainName: "example.com" });

    const grown = await (await deployment.stack("prod", { regions: threeRegions })).up();
    const reordered = await (await deployment.stack("prod", { regions: newOrder })).up();

    assert.deepEqual(withoutRevisions(grown), [
      "update Record failover-link-1-secondary: aliases, healthCheckId",
      "update Table MyGlobalAppTable: replicas",
    ]);
    assert.deepEqual(changesOf(reordered), [
      "update Record failover-link-1-primary: aliases, healthCheckId",
      "update Record failover-link-2-primary: aliases, healthCheckId",
      "update Record failover-link-2-secondary: aliases, healthCheckId",
    ]);
  });
});
