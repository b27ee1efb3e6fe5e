import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { Engine } from "./engine";
import { EngineError, type Run } from "./engine-stack";
import { holdExisting } from "./stand-in/aws";
import { unknown } from "./stand-in/grpc";

const region = "eu-central-1";
const refusingPack = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
  "pack/package.json": '{ "name": "refusing", "version": "1.0.0", "main": "index.js" }',
  "pack/index.js": `
    const { PolicyPack } = require(${JSON.stringify(require.resolve("@pulumi/policy"))});
    new PolicyPack("refusing", {
      policies: [{
        name: "no-topics",
        description: "Topics are not allowed",
        enforcementLevel: "mandatory",
        validateResource: ({ type }, report) => {
          if (type === "aws:sns/topic:Topic") report("there is a topic");
        },
      }],
    });`,
};

describe("engine harness", () => {
  const engines: Engine[] = [];

  async function start(files: Record<string, string> = {}): Promise<Engine> {
    const engine = await Engine.start({
      "Pulumi.yaml": "name: inline\nruntime: nodejs\n",
      ...files,
    });
    engines.push(engine);
    return engine;
  }

  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });

  function topicOf(provider: aws.Provider): aws.sns.Topic {
    return new aws.sns.Topic("topic", {}, { provider });
  }

  const topicProgram = () => {
    const provider = new aws.Provider("aws", { region });
    return { topicArn: topicOf(provider).arn };
  };

  it("creates, leaves alone, exports and destroys", async () => {
    const stack = await (await start()).stack("dev", { program: topicProgram });

    assert.deepEqual(opsOf(await stack.preview()), { aws: "create", topic: "create" });
    assert.deepEqual(opsOf(await stack.up()), { aws: "create", topic: "create" });
    assert.deepEqual(opsOf(await stack.up()), { aws: "same", topic: "same" });
    const { topicArn } = await stack.outputs();
    assert.match(
      String(topicArn?.value),
      /^arn:aws:sns:eu-central-1:123456789012:topic-[0-9a-f]{7}$/,
    );
    assert.match(await stack.exportJson(), /"aws:sns\/topic:Topic"/);
    assert.deepEqual(opsOf(await stack.destroy()), { topic: "delete", aws: "delete" });
  });

  it("removes its folder and servers", async () => {
    const stopped = await start();
    await stopped.stop();
    assert.equal(fs.existsSync(stopped.projectFolder), false);
  });

  it("keeps to the preview what only AWS can know", async () => {
    const seen: string[] = [];
    const stack = await (
      await start()
    ).stack("dev", {
      program: () => {
        const topic = topicOf(new aws.Provider("aws", { region }));
        topic.arn.apply((arn) => seen.push(arn));
        new aws.cloudwatch.MetricAlarm(
          "alarm",
          {
            comparisonOperator: "LessThanThreshold",
            evaluationPeriods: 1,
            alarmActions: [topic.arn],
          },
          { parent: topic },
        );
      },
    });

    const alarm = (await stack.preview()).steps.find(({ name }) => name === "alarm");

    assert.deepEqual(seen, []);
    assert.deepEqual(alarm?.inputs["alarmActions"], [unknown]);
  });

  it("prints unchanged resources in the JSON preview", async () => {
    const stack = await (await start()).stack("dev", { program: topicProgram });
    await stack.up();

    const preview = JSON.parse(await stack.previewJson()) as {
      steps: { op: string; urn: string }[];
    };

    assert.deepEqual(
      preview.steps.map(({ op, urn }) => [op, urn.split("::").at(-1)]),
      [
        ["same", "inline-dev"],
        ["same", "aws"],
        ["same", "topic"],
      ],
    );
  });

  it("gives a program the stack's settings, and changes them", async () => {
    const running = await start({
      "Pulumi.dev.yaml": "config:\n  inline:colour: green\n  inline:size: 1\n",
    });
    const program = () => {
      const config = new pulumi.Config();
      return { colour: config.get("colour") ?? "none", size: config.requireNumber("size") };
    };

    await (await running.stack("dev", { program, settings: { size: 2 } })).up();
    const changed = await running.stack("dev", { program, settings: { colour: undefined } });
    await changed.up();

    const { colour, size } = await changed.outputs();
    assert.deepEqual([colour?.value, size?.value], ["none", 2]);
  });

  it("resolves a StackReference between two of its stacks", async () => {
    const running = await start();
    await (await running.stack("first", { program: topicProgram })).up();
    const second = await running.stack("second", {
      program: () => {
        const first = new pulumi.StackReference("organization/inline/first");
        return { copied: first.requireOutput("topicArn") };
      },
    });

    await second.up();

    const { copied } = await second.outputs();
    assert.match(String(copied?.value), /^arn:aws:sns:eu-central-1/);
  });

  it("runs a policy pack before anything is created", async () => {
    const running = await start(refusingPack);
    const stack = await running.stack("dev", {
      program: topicProgram,
      policyPacks: [`${running.projectFolder}/pack`],
    });

    await assert.rejects(stack.up(), (error: EngineError) => {
      assert.match(error.message, /no-topics: .*there is a topic/s);
      return true;
    });
    assert.doesNotMatch(await stack.exportJson(), /aws:sns\/topic:Topic/);
  });

  describe("when the program fails", () => {
    async function messageOf(program: () => unknown): Promise<string> {
      const stack = await (await start()).stack("dev", { program });
      let message = "";
      await assert.rejects(stack.preview(), (error: Error) => {
        assert.ok(error instanceof EngineError, error.stack);
        message = error.message;
        return true;
      });
      return message;
    }

    it("says what it threw at once", async () => {
      const message = await messageOf(() => {
        throw new pulumi.RunError("regions: there is no Region 'mars-1'");
      });
      assert.match(message, /regions: there is no Region 'mars-1'/);
      assert.doesNotMatch(message, /\.ts:\d+/);
    });

    it("says what it threw while waiting for an output", async () => {
      const message = await messageOf(() => {
        pulumi.output(1).apply(() => {
          throw new pulumi.RunError("one is not enough");
        });
      });
      assert.match(message, /one is not enough/);
    });

    it("says which function the stand-in does not have", async () => {
      const message = await messageOf(() => {
        const provider = new aws.Provider("aws", { region });
        aws.ec2.getAmiOutput({ owners: ["self"] }, { provider });
      });
      assert.match(message, /no function aws:ec2\/getAmi:getAmi/);
    });

    it("runs the next program unharmed", async () => {
      await messageOf(() => {
        throw new pulumi.RunError("first");
      });
      const stack = await (await start()).stack("dev", { program: topicProgram });
      await stack.preview();
    });
  });

  it("pushes a build to every repository of its tags, where it is found from then on", async () => {
    const regions = ["eu-central-1", "us-west-2"];
    const running = await start();
    const stack = await running.stack("dev", {
      program: () => {
        const tags = regions.map((name) => {
          const provider = new aws.Provider(name, { region: name as aws.Region });
          const { repositoryUrl } = new aws.ecr.Repository(name, { name: "app" }, { provider });
          return pulumi.interpolate`${repositoryUrl}:v1`;
        });
        const image = new dockerBuild.Image("app", {
          tags,
          push: true,
          context: { location: "." },
        });
        return { digest: image.digest };
      },
    });

    const preview = await stack.preview();
    await stack.up();

    assert.deepEqual(preview.messages, []);
    const digest = String((await stack.outputs())["digest"]?.value);
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    for (const name of regions) {
      assert.ok(running.account.hasImage(name, "app", digest), name);
    }
    assert.ok(!running.account.hasImage("us-east-1", "app", digest));
  });

  describe("with a component of awsx", () => {
    const networkProgram = () => {
      const provider = new aws.Provider("aws", { region });
      const network = new awsx.ec2.Vpc(
        "network",
        {
          cidrBlock: "10.3.0.0/16",
          subnetStrategy: "Auto",
          natGateways: { strategy: "None" },
          subnetSpecs: [
            { type: "Public", cidrMask: 24 },
            { type: "Isolated", cidrMask: 20 },
          ],
        },
        { providers: { aws: provider } },
      );
      return {
        routeTables: network.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
        isolated: network.isolatedSubnetIds,
      };
    };

    it("declares its children in the component's Region, in ranges that do not overlap", async () => {
      const { steps } = await (
        await (await start()).stack("dev", { program: networkProgram })
      ).preview();

      const subnets = steps
        .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
        .map(({ name, inputs }) => [name, inputs["availabilityZone"], inputs["cidrBlock"]]);
      assert.deepEqual(subnets, [
        ["network-public-1", "eu-central-1a", "10.3.0.0/24"],
        ["network-isolated-1", "eu-central-1a", "10.3.16.0/20"],
        ["network-public-2", "eu-central-1b", "10.3.64.0/24"],
        ["network-isolated-2", "eu-central-1b", "10.3.80.0/20"],
        ["network-public-3", "eu-central-1c", "10.3.128.0/24"],
        ["network-isolated-3", "eu-central-1c", "10.3.144.0/20"],
      ]);
    });

    it("gives outputs that are resources", async () => {
      const stack = await (await start()).stack("dev", { program: networkProgram });
      await stack.up();

      const { routeTables, isolated } = await stack.outputs();
      assert.equal(new Set(routeTables?.value as string[]).size, 6);
      assert.equal(new Set(isolated?.value as string[]).size, 3);
      assert.match((routeTables?.value as string[])[0] as string, /^rtb-/);
    });
  });

  describe("with a table that exists already", () => {
    const inputs = {
      name: "Orders",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
    };

    function importing(args: aws.dynamodb.TableArgs) {
      return () => {
        const provider = new aws.Provider("aws", { region });
        new aws.dynamodb.Table("table", args, { provider, import: "Orders" });
      };
    }

    async function startWithTable(): Promise<Engine> {
      const running = await start();
      holdExisting(running.account, { type: "aws:dynamodb/table:Table", region, inputs });
      return running;
    }

    it("imports it without creating or replacing anything", async () => {
      const stack = await (await startWithTable()).stack("dev", { program: importing(inputs) });

      assert.equal(opsOf(await stack.preview())["table"], "import");
      assert.equal(opsOf(await stack.up())["table"], "import");
      assert.equal(opsOf(await stack.up())["table"], "same");
    });

    it("shows the update of what is declared otherwise", async () => {
      const stack = await (
        await startWithTable()
      ).stack("dev", { program: importing({ ...inputs, billingMode: "PROVISIONED" }) });

      const steps = (await stack.preview()).steps.filter(({ name }) => name === "table");

      assert.deepEqual(
        steps.map(({ op, diffs }) => [op, diffs]),
        [
          ["import", []],
          ["update", ["billingMode"]],
        ],
      );
    });

    it("shows the replacement of one whose key is declared otherwise", async () => {
      const key = { hashKey: "other", attributes: [{ name: "other", type: "S" }] };
      const stack = await (
        await startWithTable()
      ).stack("dev", { program: importing({ ...inputs, ...key }) });

      const steps = (await stack.preview()).steps.filter(({ name }) => name === "table");

      assert.deepEqual(
        steps.map(({ op, replaces }) => [op, replaces]),
        [
          ["import", []],
          ["create-replacement", ["hashKey"]],
          ["replace", ["hashKey"]],
        ],
      );
    });

    it("refuses one that is not there", async () => {
      const stack = await (await start()).stack("dev", { program: importing(inputs) });

      await assert.rejects(stack.preview(), /resource 'Orders' does not exist/);
    });
  });
});

/** Logical name to operation, without the stack and default providers. */
function opsOf(run: Run): Record<string, string> {
  return Object.fromEntries(
    run.steps
      .filter(({ type }) => type !== "pulumi:pulumi:Stack")
      .map(({ name, op }) => [name, op]),
  );
}
