import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EngineError } from "./engine-stack";
import { opsOf, useEngines } from "./inline-engine";
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
  const start = useEngines();

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
});
