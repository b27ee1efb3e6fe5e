import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Engine } from "./engine";
import type { Step } from "./engine-stack";
import { awsResourceKinds } from "./stand-in/aws-outputs";
import { replacedWhenChanged, setsOfType } from "./stand-in/replacements";

/** A resource of any type, with inputs that only the stand-in looks at. */
class AnyResource extends pulumi.CustomResource {}

interface Declared {
  type: string;
  name: string;
  inputs: pulumi.Inputs;
}

/** What would become of resources that have been deployed: the steps of a resource, by its name. */
async function previewChange(
  before: () => void,
  after: () => void,
): Promise<(name: string) => Step[]> {
  const engine = await Engine.start({ "Pulumi.yaml": "name: inline\nruntime: nodejs\n" });
  try {
    await (await engine.stack("dev", { program: before })).up();
    const { steps } = await (await engine.stack("dev", { program: after })).preview();
    return (wanted) => steps.filter(({ name }) => name === wanted);
  } finally {
    await engine.stop();
  }
}

function declare(resources: Declared[], region = "eu-central-1"): void {
  const provider = new aws.Provider("aws", { region: region as aws.Region });
  for (const { type, name, inputs } of resources) {
    new AnyResource(type, name, inputs, { provider });
  }
}

function isReplaced(steps: Step[], property: string): boolean {
  return steps.some(({ op, replaces }) => op === "replace" && replaces.includes(property));
}

const certificate = "aws:acm/certificate:Certificate";
const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
const validation = "aws:acm/certificateValidation:CertificateValidation";

/** What a resource cannot be created without in the stand-in. */
const needed: Record<string, pulumi.Inputs> = { [certificate]: { domainName: "app.example.com" } };

/** Of a task definition, some of all the properties that are not excepted. */
function replacedProperties(type: string): readonly string[] {
  const replaced = replacedWhenChanged[type]!;
  return "allExcept" in replaced ? ["containerDefinitions", "cpu", "family"] : replaced;
}

describe("the stand-in for AWS", () => {
  it("knows of every type what is replaced and what AWS decides", () => {
    assert.deepEqual(Object.keys(replacedWhenChanged).sort(), Object.keys(awsResourceKinds).sort());
    assert.deepEqual(
      Object.keys(setsOfType).filter((type) => !(type in replacedWhenChanged)),
      [],
    );
  });

  it("replaces a resource for each property of the table, and updates it for another", async () => {
    // A validation needs records that exist; the test of differences has it.
    const types = Object.keys(replacedWhenChanged).filter((type) => type !== validation);
    const changes = types.flatMap((type, index) => [
      ...replacedProperties(type).map((property) => ({ type, index, property, expected: true })),
      { type, index, property: "tags", expected: false },
    ]);
    const declareAll = (value: "before" | "after"): Declared[] =>
      changes.map(({ type, index, property }) => ({
        type,
        name: `${type} ${property}`,
        inputs: {
          ...needed[type],
          name: `${index}-${property}`.slice(0, 30),
          [property]: `${index}-${value}`,
        },
      }));

    const stepsOf = await previewChange(
      () => {
        declare(declareAll("before"));
      },
      () => {
        declare(declareAll("after"));
      },
    );

    assert.deepEqual(
      changes.filter(
        ({ type, property, expected }) =>
          isReplaced(stepsOf(`${type} ${property}`), property) !== expected,
      ),
      [],
    );
    for (const type of types) {
      assert.deepEqual(
        stepsOf(`${type} tags`).map(({ op, diffs }) => [op, diffs]),
        [["update", ["tags"]]],
        type,
      );
    }
  });

  it("updates a task definition in place for what is no part of its revision", async () => {
    const declareTasks = (inputs: pulumi.Inputs): void => {
      declare([{ type: taskDefinition, name: "tasks", inputs: { family: "app", ...inputs } }]);
    };

    const stepsOf = await previewChange(
      () => {
        declareTasks({});
      },
      () => {
        declareTasks({ skipDestroy: true });
      },
    );

    assert.deepEqual(
      stepsOf("tasks").map(({ op }) => op),
      ["update"],
    );
  });

  it("replaces everything whose provider moves to another Region", async () => {
    const topic = { type: "aws:sns/topic:Topic", name: "topic", inputs: { name: "alarms" } };

    const stepsOf = await previewChange(
      () => {
        declare([topic], "us-east-1");
      },
      () => {
        declare([topic], "us-west-2");
      },
    );

    assert.ok(isReplaced(stepsOf("aws"), "region"));
    assert.ok(isReplaced(stepsOf("topic"), "provider"));
  });
});
