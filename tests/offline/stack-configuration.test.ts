import { strict as assert } from "node:assert";
import fc from "fast-check";
import { stringify } from "yaml";
import { InvalidInputError } from "../../contract/faults";
import { readStackConfiguration } from "../../offline/stack-configuration";
import { UnusableInputError } from "../../offline/unusable-input";
import { contentsOf, removeProjects, writeProject } from "./projects";

const projectFile = `
name: demo
runtime: nodejs
config:
  name: { type: string }
  count: { type: integer, default: 2 }
  isOn: { type: boolean, default: true }
  list: { type: array, items: { type: string }, default: [a, b] }
  nested: { type: array, items: { type: array, items: { type: integer } }, default: [] }
  settings: { type: object, default: { a: 1 } }
  short: by default
  anything: { description: What nobody checks, default: 1.5 }
  aws:region: { value: eu-central-1 }
`;

describe("readStackConfiguration", () => {
  afterEach(removeProjects);

  const read = (stackFile: string, project = projectFile, stack = "x") =>
    readStackConfiguration(
      writeProject({ "Pulumi.yaml": project, [`Pulumi.${stack}.yaml`]: stackFile }),
      stack,
    );
  const withConfig = (config: Record<string, unknown>) =>
    read(stringify({ config: { "demo:name": "n", ...config } }));
  const refusal = (action: () => unknown): Error => {
    try {
      action();
    } catch (error) {
      assert.ok(error instanceof UnusableInputError || error instanceof InvalidInputError);
      return error;
    }
    return assert.fail("nothing was refused");
  };

  it("gives each value as the text that the Pulumi CLI hands to a program", () => {
    assert.deepEqual(withConfig({}), {
      project: "demo",
      stack: "x",
      config: {
        "demo:name": "n",
        "demo:count": "2",
        "demo:isOn": "true",
        "demo:list": '["a","b"]',
        "demo:nested": "[]",
        "demo:settings": '{"a":1}',
        "demo:short": "by default",
        "demo:anything": "1.5",
        "aws:region": "eu-central-1",
      },
    });
  });

  it("prefers the stack's values, and keeps those that Pulumi.yaml does not know", () => {
    const { config } = withConfig({
      "demo:count": 7,
      "demo:list": ["c"],
      "aws:region": "us-west-2",
      "aws:defaultTags": { tags: { owner: "me" } },
      "demo:config:short": "written in the old way",
    });
    assert.equal(config["demo:count"], "7");
    assert.equal(config["demo:list"], '["c"]');
    assert.equal(config["aws:region"], "us-west-2");
    assert.equal(config["aws:defaultTags"], '{"tags":{"owner":"me"}}');
    assert.equal(config["demo:short"], "written in the old way");
  });

  it("accepts what the Pulumi CLI accepts, which compares plain values by their text", () => {
    for (const config of [
      { "demo:name": 5 },
      { "demo:count": "5" },
      { "demo:count": "-5" },
      { "demo:isOn": "false" },
      { "demo:list": [] },
      { "demo:nested": [[1, 2], []] },
      { "demo:settings": {} },
    ]) {
      assert.doesNotThrow(() => withConfig(config), JSON.stringify(config));
    }
  });

  it("refuses what the Pulumi CLI refuses, everything at once, in the user's own names", () => {
    const error = refusal(() =>
      read(
        stringify({
          config: {
            "demo:count": "many",
            "demo:isOn": "yes",
            "demo:list": "a",
            "demo:nested": [[1.5]],
            "demo:settings": [],
          },
        }),
      ),
    );
    assert.equal(
      error.message,
      [
        "6 faults in settings and contract:",
        "  Pulumi.x.yaml: name: it has no value and no default. Set it: pulumi config set name VALUE --stack x",
        '  Pulumi.x.yaml: count: it must be of type integer, and is "many"',
        '  Pulumi.x.yaml: isOn: it must be of type boolean, and is "yes"',
        '  Pulumi.x.yaml: list: it must be of type array<string>, and is "a"',
        "  Pulumi.x.yaml: nested: it must be of type array<array<integer>>, and is [[1.5]]",
        "  Pulumi.x.yaml: settings: it must be of type object, and is []",
      ].join("\n"),
    );
  });

  it("refuses values inside of lists by their type, and numbers that are not whole", () => {
    for (const config of [
      { "demo:list": [1] },
      { "demo:nested": [["1"], "2"] },
      { "demo:count": 1.5 },
      { "demo:count": null },
      { "demo:name": ["n"] },
    ]) {
      assert.match(refusal(() => withConfig(config)).message, /must be of type/);
    }
  });

  it("says what a missing setting means", () => {
    const project = "name: demo\nconfig:\n  host: { type: string, description: The public name }\n";
    assert.match(
      refusal(() => read("config: {}", project)).message,
      /host: it has no value and no default \(The public name\)\. Set it: pulumi config set host/,
    );
  });

  it("takes a key without a namespace for the project's own", () => {
    assert.equal(read("config:\n  name: n\n").config["demo:name"], "n");
  });

  it("lists the stacks that exist when there is no file for this one", () => {
    const folder = writeProject({
      "Pulumi.yaml": projectFile,
      "Pulumi.dev.yaml": "",
      "Pulumi.prod-global.yaml": "",
      "Pulumi.README.md": "",
    });
    assert.match(
      refusal(() => readStackConfiguration(folder, "prod")).message,
      /^There is no Pulumi\.prod\.yaml in .*\. Stacks with such a file: dev, prod-global\.$/,
    );
  });

  it("says so when no stack has a file", () => {
    const folder = writeProject({ "Pulumi.yaml": projectFile });
    assert.match(
      refusal(() => readStackConfiguration(folder, "prod")).message,
      /Write one for each environment/,
    );
  });

  it("takes plain names of stacks only, so that no other file is read", () => {
    const folder = writeProject({ "Pulumi.yaml": projectFile, "secret.yaml": "config: {}" });
    for (const stack of ["../x", "a/b", "a\\b", "", "org/demo/x", "x\n", "a".repeat(101)]) {
      assert.match(
        refusal(() => readStackConfiguration(folder, stack)).message,
        /is not the name of a stack/,
      );
    }
  });

  it("says where a file is not YAML", () => {
    assert.match(
      refusal(() => read('config:\n  demo:name: "unfinished\n')).message,
      /^Pulumi\.x\.yaml:\d+:\d+: /,
    );
    assert.match(
      refusal(() => read("config: {}\nconfig: {}\n")).message,
      /^Pulumi\.x\.yaml:2:1: .*unique/,
    );
    assert.match(refusal(() => read("config: {}", "name: [\n")).message, /^Pulumi\.yaml:\d+:\d+: /);
  });

  it("does not take something else for an empty file", () => {
    assert.match(refusal(() => read("- config")).message, /^Pulumi\.x\.yaml must be a map/);
    assert.match(
      refusal(() => read("config: [a]")).message,
      /^Pulumi\.x\.yaml: config must be a map, and is \["a"\]/,
    );
    assert.match(refusal(() => read("", "demo")).message, /^Pulumi\.yaml must be a map/);
  });

  it("needs Pulumi.yaml, and a name in it", () => {
    assert.match(
      refusal(() => readStackConfiguration(writeProject({}), "x")).message,
      /^There is no Pulumi\.yaml in /,
    );
    assert.match(refusal(() => read("", "runtime: nodejs\n")).message, /the project has no name/);
  });

  it("names every encrypted value, which nobody can read offline, and shows none of them", () => {
    const { message } = refusal(() =>
      withConfig({
        "demo:name": { secure: "v1:c2VjcmV0" },
        "demo:settings": { users: [{ password: { secure: "v1:c2VjcmV0" } }] },
      }),
    );
    assert.match(message, /demo:name, demo:settings\.users\[0\]\.password are encrypted/);
    assert.doesNotMatch(message, /c2VjcmV0/);
  });

  it("refuses plain values of what Pulumi.yaml makes a secret", () => {
    const project = "name: demo\nconfig:\n  token: { type: string, secret: true }\n";
    const { message } = refusal(() => read("config:\n  demo:token: plain\n", project));
    assert.match(message, /token: Pulumi\.yaml makes it a secret/);
    assert.doesNotMatch(message, /plain/);
  });

  it("refuses imports from Pulumi ESC", () => {
    assert.match(
      refusal(() => read("environment:\n  - shared\nconfig:\n  demo:name: n\n")).message,
      /Pulumi ESC/,
    );
  });

  it("refuses a declaration whose type the Pulumi CLI does not know", () => {
    assert.match(
      refusal(() => read("config: {}", "name: demo\nconfig:\n  a: { type: number }\n")).message,
      /Pulumi\.yaml: config\.a: the type is number, allowed are string, integer/,
    );
    assert.match(
      refusal(() => read("config: {}", "name: demo\nconfig:\n  a: { type: array }\n")).message,
      /config\.a: an array needs the type of what is in it/,
    );
  });

  it("writes nothing, whatever it reads", () => {
    const folder = writeProject({ "Pulumi.yaml": projectFile, "Pulumi.x.yaml": "config: [" });
    const before = contentsOf(folder);
    refusal(() => readStackConfiguration(folder, "x"));
    assert.deepEqual(contentsOf(folder), before);
  });

  it("throws nothing but its own errors, whatever the files hold", () => {
    const anyFile = fc.oneof(
      fc.string(),
      fc.object({ maxDepth: 3 }).map((value) => stringify(value)),
      fc
        .dictionary(
          fc.constantFrom("config", "name", "environment", "secretsprovider"),
          fc.oneof(
            fc.anything({ maxDepth: 3 }),
            fc.dictionary(
              fc.constantFrom("demo:name", "demo:count", "demo:list", "a", "__proto__", "x:y:z"),
              fc.anything({ maxDepth: 3 }),
            ),
          ),
        )
        .map((value) => yamlOf(value)),
    );
    fc.assert(
      fc.property(anyFile, fc.oneof(anyFile, fc.constant(projectFile)), (stackFile, project) => {
        try {
          read(stackFile, project);
        } catch (error) {
          assert.ok(
            error instanceof UnusableInputError || error instanceof InvalidInputError,
            (error as Error).stack,
          );
        } finally {
          removeProjects();
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Not everything that fast-check makes can be written as YAML. */
function yamlOf(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    return "config: null";
  }
}
