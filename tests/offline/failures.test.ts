import { strict as assert } from "node:assert";
import type { WireProperties, WireValue } from "../../offline/recorded-run";
import { UnusableInputError } from "../../offline/unusable-input";
import { contentsOf, removeProjects, runProject, runSource, writeProject } from "./projects";

describe("a program that cannot be previewed", () => {
  afterEach(removeProjects);

  async function failureOf(
    source: string,
    otherFiles: Record<string, string> = {},
    timeoutSeconds?: number,
  ): Promise<string> {
    const error: unknown = await runSource(source, otherFiles, timeoutSeconds).then(
      () => assert.fail("the program was previewed"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UnusableInputError, String(error));
    assert.doesNotMatch(error.message, /\n\s+at |\.cjs|node_modules/, "a stack is shown");
    return error.message;
  }

  it("throws: its message and where in its own sources", async () => {
    const message = await failureOf(
      `import { check } from "./parts/check";\n\nexport const checked = check(3);\n`,
      {
        "parts/check.ts": [
          "// The line numbers are those of this file.",
          "export function check(count: number): number {",
          "  if (count > 2) {",
          '    throw new Error("too many");',
          "  }",
          "  return count;",
          "}",
        ].join("\n"),
      },
    );
    assert.equal(message, "The program failed:\n  parts/check.ts:4: too many");
  });

  it("throws a RunError: its message alone, every line of it", async () => {
    const message = await failureOf(
      `import { RunError } from "@pulumi/pulumi";\nthrow new RunError("first\\nsecond");`,
    );
    assert.equal(message, "The program failed:\n  first\n  second");
  });

  it("throws a ResourceError that hides its stack: its message alone", async () => {
    const message = await failureOf(
      `import { ComponentResource, ResourceError } from "@pulumi/pulumi";
      class Part extends ComponentResource {
        constructor(name: string) {
          super("demo:index:Part", name);
          throw new ResourceError("two faults in Part", this, true);
        }
      }
      new Part("part");`,
    );
    assert.equal(message, "The program failed:\n  two faults in Part");
  });

  it("fails in several places at once: all of them", async () => {
    const message = await failureOf(
      `import * as aws from "@pulumi/aws";
void Promise.reject(new Error("nobody waits for this"));
new aws.sns.Topic("topic", { name: Promise.reject<string>(new Error("late")) });
throw "only a text";`,
    );
    assert.deepEqual(message.split("\n").toSorted(), [
      "  'only a text'",
      "  index.ts:2: nobody waits for this",
      '  index.ts:3: error serializing property "name": late',
      "The program failed:",
    ]);
  });

  it("registers a name twice: which", async () => {
    const message = await failureOf(
      `import * as aws from "@pulumi/aws";\nnew aws.sns.Topic("a");\nnew aws.sns.Topic("a");`,
    );
    assert.match(message, /index\.ts:3: .*already a resource of type aws:sns\/topic:Topic .* a /);
  });

  it("uses the plain form of an invoke: which, and what to use instead", async () => {
    const message = await failureOf(
      `import * as aws from "@pulumi/aws";
export = async () => ({ account: (await aws.getCallerIdentity()).accountId });`,
    );
    assert.match(message, /index\.ts:2: aws:index\/getCallerIdentity:getCallerIdentity is called/);
    assert.match(message, /Use the Output form: getCallerIdentityOutput\(\.\.\.\)/);
  });

  it("uses a default provider that the stack disables, as the engine would refuse it", async () => {
    const disabled = {
      "Pulumi.x.yaml": "config:\n  pulumi:disable-default-providers: [aws]\n",
    };
    const denied = /forbids the default provider that it would use; give/;
    assert.match(
      await failureOf('import * as aws from "@pulumi/aws";\nnew aws.sns.Topic("topic");', disabled),
      /index\.ts:2: .*aws:sns\/topic:Topic: .*forbids the default provider .* give topic a provider/,
    );
    assert.match(
      await failureOf(
        'import * as aws from "@pulumi/aws";\nexport const zones = aws.getAvailabilityZonesOutput().names;',
        disabled,
      ),
      denied,
    );
    const run = await runSource(
      `import * as aws from "@pulumi/aws";
const provider = new aws.Provider("west", { region: "us-west-2" });
new aws.sns.Topic("topic", {}, { provider });
export const zones = aws.getAvailabilityZonesOutput({}, { provider }).names;`,
      disabled,
    );
    assert.equal(run.registrations.length, 3);
  });

  it("logs an error: the error", async () => {
    const message = await failureOf(
      `import { log } from "@pulumi/pulumi";\nvoid log.error("this is wrong");`,
    );
    assert.equal(message, "The program failed:\n  this is wrong");
  });

  it("ends its own process", async () => {
    assert.match(await failureOf("process.exit(0);"), /exit code 0 .* must not call process\.exit/);
    assert.match(await failureOf("process.exit(3);"), /exit code 3 /);
  });

  it("is killed", async () => {
    const message = await failureOf(`process.kill(process.pid, "SIGKILL");`);
    assert.match(message, /ended by SIGKILL/);
  });

  it("never ends", async () => {
    assert.match(await failureOf("setInterval(() => 0, 1000);", {}, 2), /not complete after 2 s/);
    assert.match(await failureOf("for (;;) {}", {}, 2), /not complete after 2 s/);
  });

  it("waits for what never comes: for what, without waiting along", async () => {
    const message = await failureOf(
      `import * as aws from "@pulumi/aws";
new aws.sns.Topic("lonely", { name: new Promise<string>(() => undefined) });`,
    );
    assert.match(message, /"lonely" \[aws:sns\/topic:Topic\] was waiting .* property "name"/);
    assert.doesNotMatch(message, /PULUMI_DEBUG/);
    assert.match(
      await failureOf("export = async () => new Promise(() => undefined);"),
      /waits for a promise that nothing can settle/,
    );
  });

  it("is not TypeScript: file, line and column", async () => {
    assert.equal(
      await failureOf("const one = 1;\nconst two = ;"),
      'The program cannot be read:\n  index.ts:2:13: Unexpected ";"',
    );
  });

  it("imports what is not there", async () => {
    assert.match(await failureOf('import "./nowhere";'), /index\.ts:1:8: .*"\.\/nowhere"/);
    assert.equal(
      await failureOf('import { pad } from "no-such-package";\npad();'),
      "The program failed:\n  index.ts:1: Cannot find module 'no-such-package'",
    );
  });

  it("is missing", async () => {
    const folder = writeProject({
      "Pulumi.yaml": "name: demo\n",
      "Pulumi.x.yaml": "config: {}\n",
    });
    await assert.rejects(runProject(folder), { message: /index\.ts/, name: "UnusableInputError" });
  });

  it("leaves its folder as it was", async () => {
    const folder = writeProject({
      "Pulumi.yaml": "name: demo\n",
      "Pulumi.x.yaml": "config: {}\n",
      "index.ts": 'throw new Error("no");',
    });
    const before = contentsOf(folder);
    await assert.rejects(runProject(folder), UnusableInputError);
    assert.deepEqual(contentsOf(folder), before);
  });
});

describe("a program that may look unusual", () => {
  afterEach(removeProjects);

  it("may be a function, with what it returns as outputs", async () => {
    const run = await runSource("export = async () => ({ answer: await Promise.resolve(42) });");
    assert.deepEqual(run.outputs, { answer: 42 });
  });

  it("may go on after its module is loaded", async () => {
    const run = await runSource(
      `import * as aws from "@pulumi/aws";
setTimeout(() => new aws.sns.Topic("late"), 50);`,
    );
    assert.deepEqual(
      run.registrations.map(({ name }) => name),
      ["demo-x", "late"],
    );
  });

  it("may serialise a function, for which the SDK needs packages that are loaded on first use", async () => {
    const run = await runSource(
      `import { runtime } from "@pulumi/pulumi";
const factor = 6;
export = async () => ({
  text: (await runtime.serializeFunction((x: number) => x * factor)).text.includes("factor: 6"),
});`,
    );
    assert.equal(run.outputs["text"], true);
  });

  it("may pass a whole resource, which stands for its id", async () => {
    const run = await runSource(
      `import * as aws from "@pulumi/aws";
const adopted = new aws.sns.Topic("adopted", {}, { import: "arn" });
const fresh = new aws.sns.Topic("fresh");
new aws.sns.Topic("third", { displayName: adopted as never, name: fresh as never });`,
    );
    const { inputs, propertyDependencies } = run.registrations.at(-1)!;
    const idOf = (input: WireValue | undefined) => (input as WireProperties)["id"];
    assert.equal(idOf(inputs["displayName"]), "arn");
    assert.equal(idOf(inputs["name"]), "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.deepEqual(Object.keys(propertyDependencies), ["displayName", "name"]);
  });

  it("may call a method of a resource, whose answer is unknown", async () => {
    const run = await runSource(
      `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const topic = new aws.sns.Topic("topic");
export const answer = pulumi.runtime
  .call<{ url: string }>("demo:index:method", {}, topic)
  .apply(({ url }) => url ?? "apply ran");`,
    );
    assert.deepEqual(run.outputs, { answer: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  });

  it("may transform its resources, but is told that this happens in the engine only", async () => {
    const run = await runSource(
      `import * as aws from "@pulumi/aws";
new aws.sns.Topic("topic", {}, { transforms: [(args) => args] });`,
    );
    assert.equal(run.registrations.length, 2);
    assert.equal(run.warnings.length, 1);
    assert.match(run.warnings[0]!, /transforms/);
  });

  it("does not hear of the user's own Pulumi settings", async () => {
    process.env["PULUMI_ENABLE_LEGACY_APPLY"] = "true";
    try {
      const run = await runSource(
        `import * as aws from "@pulumi/aws";
const tags = new aws.sns.Topic("topic", { tags: { a: "b" } }).tags;
export const applied = tags.apply(() => "apply ran");`,
      );
      assert.deepEqual(run.outputs, { applied: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    } finally {
      delete process.env["PULUMI_ENABLE_LEGACY_APPLY"];
    }
  });
});
