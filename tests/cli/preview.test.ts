import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { contentsOf, removeProjects } from "../offline/projects";
import { failover, smallProject } from "./failover";

interface Graph {
  project: string;
  stack: string;
  settings: { regions: string[] };
  resources: {
    urn: string;
    type: string;
    name: string;
    parent: string | null;
    region: string | null;
    inputs: Record<string, unknown>;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
  }[];
  outputs: Record<string, unknown>;
  warnings: string[];
}

/** The small program declares nothing that the contract asks for, which the policies find. */
const withoutContractedResources = 1;

describe("failover preview", () => {
  afterEach(removeProjects);

  it("shows the whole architecture of prod by Region, in the order of the chain", async () => {
    const { code, stdout } = await failover(["preview"]);
    assert.equal(code, 0);
    const headings = stdout.split("\n").filter((line) => /^(Global|[a-z]+-[a-z]+-\d)/.test(line));
    assert.deepEqual(headings, [
      "Global",
      "us-east-1  1 of 3 in the chain",
      "us-west-2  2 of 3 in the chain",
      "eu-central-1  3 of 3 in the chain",
    ]);
    assert.match(stdout, /^regional-failover, stack prod: offline preview/);
    assert.match(stdout, /Regions +us-east-1 \(table\) → us-west-2 → eu-central-1/);
    assert.match(
      stdout,
      /Record link-1-primary +app\.example\.com CNAME → us-east-1\.app\.example/,
    );
    assert.match(stdout, /\d+ resources in \d+ components: Global \d+, us-east-1 \d+/);
    assert.doesNotMatch(stdout, /undefined|\[object|04da6b54|4dabf181/);
    assert.equal(stdout, stripVTControlCharacters(stdout));
  });

  it("takes another stack", async () => {
    const { code, stdout } = await failover(["preview", "--stack", "dev"]);
    assert.equal(code, 0);
    assert.match(stdout, /stack dev: offline preview/);
    assert.doesNotMatch(stdout, /eu-central-1/);
  });

  it("prints the full graph, and nothing else, with --json", async () => {
    const { code, stdout, stderr } = await failover(["preview", "--json"], { cwd: smallProject() });
    assert.equal(code, withoutContractedResources);
    assert.match(stderr, /printed by the program/);
    const graph = JSON.parse(stdout) as Graph;
    assert.equal(graph.project, "regional-failover");
    assert.equal(graph.stack, "prod");
    assert.deepEqual(graph.settings.regions, ["us-east-1", "us-west-2", "eu-central-1"]);
    assert.deepEqual(graph.outputs, { arn: { $unknown: "computed" } });
    assert.deepEqual(graph.warnings, []);
    const stackUrn =
      "urn:pulumi:prod::regional-failover::pulumi:pulumi:Stack::regional-failover-prod";
    assert.deepEqual(
      graph.resources.map(({ name }) => name),
      ["regional-failover-prod", "west", "topic"],
    );
    assert.equal(graph.resources[0]?.parent, null);
    assert.deepEqual(graph.resources[2], {
      urn: "urn:pulumi:prod::regional-failover::aws:sns/topic:Topic::topic",
      type: "aws:sns/topic:Topic",
      name: "topic",
      parent: stackUrn,
      region: "us-west-2",
      inputs: {},
      dependencies: [],
      propertyDependencies: {},
    });
  });

  it("marks unknown values in the graph of the real program, and shows no mark of Pulumi's", async () => {
    const { code, stdout } = await failover(["preview", "--json"]);
    assert.equal(code, 0);
    const { resources } = JSON.parse(stdout) as Graph;
    const primary = resources.find(({ name }) => name === "failover-link-1-primary");
    assert.deepEqual(primary!.inputs["healthCheckId"], { $unknown: "computed" });
    const [healthCheck] = primary!.propertyDependencies["healthCheckId"]!;
    assert.ok(resources.some(({ urn }) => urn === healthCheck));
    assert.doesNotMatch(stdout, /04da6b54|4dabf181/);
  });

  it("writes nothing into the project", async () => {
    const folder = smallProject();
    const before = contentsOf(folder);
    const { code } = await failover(["preview"], { cwd: folder });
    assert.equal(code, withoutContractedResources);
    assert.deepEqual(contentsOf(folder), before);
  });

  it("reads index.ts as it is on disk, every time", async () => {
    const first = await failover(["preview", "--json"], { cwd: smallProject() });
    const second = await failover(["preview", "--json"], {
      cwd: smallProject({ "index.ts": "export const answer = 42;" }),
    });
    assert.match(first.stdout, /aws:sns\/topic:Topic/);
    assert.doesNotMatch(second.stdout, /aws:sns\/topic:Topic/);
    assert.match(second.stdout, /"answer": 42/);
  });

  it("colours where it is asked to, and not otherwise", async () => {
    const cwd = smallProject();
    const coloured = await failover(["preview"], { cwd, env: { FORCE_COLOR: "1" } });
    assert.notEqual(coloured.stdout, stripVTControlCharacters(coloured.stdout));
    const plain = await failover(["preview"], { cwd, env: { NO_COLOR: "1" } });
    assert.equal(plain.stdout, stripVTControlCharacters(coloured.stdout));
  });

  it("does not mind a reader that has seen enough", async () => {
    const child = spawn("sh", [
      "-c",
      `"${process.execPath}" "${path.join(__dirname, "../../cli/launch.js")}" preview --json | head -c 10; exit 0`,
    ]);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((resolve) => child.once("close", resolve));
    assert.equal(stderr, "");
  });

  describe("refuses, with exit code 2, nothing on standard output and nothing written:", () => {
    const prodFile = (change: (text: string) => string) => ({
      "Pulumi.prod.yaml": change(
        [
          "config:",
          "  regional-failover:regions: [us-east-1, us-west-2]",
          "  regional-failover:tableRegion: us-east-1",
          "  regional-failover:domainName: app.example.com",
          "  regional-failover:hostedZone: example.com",
          "",
        ].join("\n"),
      ),
    });
    const cases: [what: string, files: Record<string, string>, args: string[], message: RegExp][] =
      [
        [
          "a stack without a file",
          {},
          ["--stack", "staging"],
          /no Pulumi\.staging\.yaml.*: prod\./,
        ],
        ["a stack's name with a path in it", {}, ["--stack", "../prod"], /not the name of a stack/],
        [
          "bad YAML",
          { "Pulumi.prod.yaml": "config:\n  a: [\n" },
          [],
          /Pulumi\.prod\.yaml:\d+:\d+: /,
        ],
        [
          "a missing setting",
          prodFile((text) => text.replace(/.*domainName.*\n/, "")),
          [],
          /domainName: it has no value and no default \(The failover name/,
        ],
        [
          "a setting of a wrong type",
          prodFile((text) => `${text}  regional-failover:wholeLoadTasks: many\n`),
          [],
          /wholeLoadTasks: it must be of type integer, and is "many"/,
        ],
        [
          "settings that make no sense, all of them",
          prodFile((text) =>
            text.replace("us-west-2", "us-west-9").replace("app.example.com", "app.example.org"),
          ),
          [],
          /regions\[1\](.|\n)*domainName/,
        ],
        [
          "an encrypted setting",
          prodFile((text) => `${text}  regional-failover:token: { secure: AAAB }\n`),
          [],
          /regional-failover:token is encrypted \(secure:\) and cannot be decrypted offline/,
        ],
        ["Pulumi ESC", prodFile((text) => `environment: [a]\n${text}`), [], /Pulumi ESC/],
        ["a bad contract", { "contract.json": "{ nope" }, [], /contract\.json/],
        [
          "a program that throws",
          { "index.ts": '\nthrow new Error("not today");' },
          [],
          /The program failed:\n {2}index\.ts:2: not today/,
        ],
        ["an unknown option", {}, ["--yaml"], /unknown option '--yaml'/],
      ];
    for (const [what, files, args, message] of cases) {
      it(what, async () => {
        const cwd = smallProject(files);
        const before = contentsOf(cwd);
        const { code, stdout, stderr } = await failover(["preview", ...args], { cwd });
        assert.match(stderr, message);
        assert.match(stderr, /^error: /m);
        assert.doesNotMatch(stderr, /\n\s+at |fault of failover itself/);
        assert.equal(stdout, "");
        assert.equal(code, 2);
        assert.deepEqual(contentsOf(cwd), before);
      });
    }

    it("a folder without a project, or without a contract", async () => {
      const noProject = await failover(["preview"], { cwd: path.join(__dirname, "../offline") });
      assert.match(noProject.stderr, /There is no Pulumi\.yaml in .*offline\./);
      assert.equal(noProject.code, 2);
      const folder = smallProject();
      fs.rmSync(path.join(folder, "contract.json"));
      const noContract = await failover(["preview"], { cwd: folder });
      assert.match(noContract.stderr, /^error: contract\.json cannot be read beside Pulumi\.yaml/);
      assert.equal(noContract.code, 2);
    });

    it("an unknown command, and none at all", async () => {
      assert.equal((await failover(["nope"])).code, 2);
      assert.equal((await failover([])).code, 2);
    });
  });

  it("explains itself with --help", async () => {
    const { code, stdout } = await failover(["preview", "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /--stack <name>.*default: "prod"/);
  });
});
