import { strict as assert } from "node:assert";
import { secret } from "../../declared/declared-resource";
import { readStackExport } from "../../declared/stack-export";
import { UnreadableDeclarationError } from "../../declared/unreadable-declaration";
import { placesIn, placesOfSample, sample } from "./samples";

type State = Record<string, unknown>;

describe("readStackExport", () => {
  /** The sample with some of its resources changed. */
  const exported = (change: (resources: State[]) => State[]): State => {
    const document = sample("stack-export");
    const deployment = document["deployment"] as State;
    const resources = change(deployment["resources"] as State[]);
    return { ...document, deployment: { ...deployment, resources } };
  };
  const refuses = (document: State, reason: RegExp) => {
    assert.throws(() => readStackExport(document), {
      name: UnreadableDeclarationError.name,
      message: reason,
    });
  };
  const whereName = (end: string, change: State) => (state: State) =>
    String(state["urn"]).endsWith(end) ? { ...state, ...change } : state;

  it("reads every resource with its Region, those by the default provider too", () => {
    const stack = readStackExport(sample("stack-export"));
    assert.equal(stack.project, "sample");
    assert.equal(stack.stack, "dev");
    assert.deepEqual(placesIn(stack), [
      "aws-west: pulumi:providers:aws in us-west-2",
      "default_7_48_0: pulumi:providers:aws in eu-central-1",
      ...placesOfSample.slice(0, 1),
      "sample-dev: pulumi:pulumi:Stack in no Region",
      ...placesOfSample.slice(1),
    ]);
  });

  it("has inputs, outputs and dependencies, secrets hidden, without the provider's own notes", () => {
    const { resources } = readStackExport(sample("stack-export"));
    const named = (name: string) => resources.find((resource) => resource.name === name)!;
    assert.deepEqual(named("west-role").inputs, { assumeRolePolicy: secret });
    assert.deepEqual(named("sample-dev").outputs, { answer: secret });
    assert.deepEqual(named("west-alarm").propertyDependencies, {
      alarmActions: [named("west-topic").urn],
    });
    assert.equal(
      named("west-alarm").outputs["arn"],
      "arn:aws:cloudwatch:us-west-2:123456789012:alarm:n",
    );
    assert.deepEqual(Object.keys(named("default_7_48_0").inputs), ["region", "version"]);
  });

  it("leaves out what waits for its deletion, is deleted already, or is only read", () => {
    for (const change of [{ delete: true }, { pendingReplacement: true }, { external: true }]) {
      const stack = readStackExport(
        exported((resources) => resources.map(whereName("::home", change))),
      );
      assert.ok(!stack.resources.some(({ name }) => name === "home"), JSON.stringify(change));
      assert.equal(stack.resources.length, 7);
    }
  });

  it("counts a resource once while its predecessor waits to be deleted", () => {
    const stack = readStackExport(
      exported((resources) => [
        ...resources,
        ...resources.map((state) => ({ ...state, delete: true })),
      ]),
    );
    assert.equal(stack.resources.length, 8);
  });

  it("refuses a resource twice, resources of several stacks, and none", () => {
    refuses(
      exported((resources) => [...resources, ...resources.slice(0, 1)]),
      /twice/,
    );
    refuses(
      exported((resources) => [
        ...resources,
        { urn: "urn:pulumi:prod::sample::a:b:C::d", type: "a:b:C", custom: true },
      ]),
      /several stacks: sample\/dev, sample\/prod/,
    );
    refuses(
      exported(() => []),
      /declares nothing/,
    );
  });

  it("reads version 4, which has the same resources, and refuses others", () => {
    const document = sample("stack-export");
    assert.equal(readStackExport({ ...document, version: 4 }).resources.length, 8);
    refuses({ ...document, version: 2 }, /version 2, and only versions 3 and 4 can be read/);
    refuses({ deployment: {} }, /version undefined/);
  });

  it("names the place of what is not as it should be", () => {
    refuses(
      exported((resources) => resources.map(whereName("::home", { type: 7 }))),
      /deployment\.resources\[4\]\.type should be a text, and is 7/,
    );
    refuses(
      exported((resources) => resources.map(whereName("::home", { dependencies: ["a", null] }))),
      /deployment\.resources\[4\]\.dependencies\[1\] should be a text, and is null/,
    );
  });
});
