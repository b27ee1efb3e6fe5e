import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { packConfiguration } from "../../policies/pack-configuration";
import { goodContract } from "../contract/good-contract";
import { contentsOf, removeProjects, writeProject } from "../offline/projects";
import { type CommandResult, failover } from "./failover";

const tableUrn = "urn:pulumi:prod::shop::aws:dynamodb/table:Table::orders";
const exemption = {
  rule: "dynamodb-tags",
  resource: tableUrn,
  reason: "the old team's tags until March",
  expires: "2030-03-31",
};

function folderWith(files: Record<string, string> = {}): string {
  return writeProject({ "contract.json": JSON.stringify(goodContract()), ...files });
}

function policyConfig(cwd: string, ...args: string[]): Promise<CommandResult> {
  return failover(["policy-config", ...args], { cwd });
}

const withoutTables = JSON.stringify({ ...goodContract(), tables: [] });

describe("failover policy-config", () => {
  afterEach(removeProjects);

  it("prints the contract as configuration of every rule, and nothing else", async () => {
    const cwd = folderWith();
    const before = contentsOf(cwd);
    const { code, stdout, stderr } = await policyConfig(cwd);
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), packConfiguration(goodContract(), {}));
    assert.deepEqual(contentsOf(cwd), before);
    assert.equal(code, 0);
  });

  it("takes another contract, coverage and exemptions", async () => {
    const cwd = folderWith({
      "contract.json": withoutTables,
      "other.json": JSON.stringify(goodContract()),
      "exemptions.json": JSON.stringify([exemption]),
    });
    const { code, stdout } = await policyConfig(
      cwd,
      ...["--contract", "other.json", "--exemptions", "exemptions.json"],
      ...["--coverage", "shop/prod-global=global", "shop/prod-*=region"],
    );
    assert.equal(code, 0);
    assert.deepEqual(
      JSON.parse(stdout),
      packConfiguration(goodContract(), {
        coverage: [
          { project: "shop", stack: "prod-global", scope: "global" },
          { project: "shop", stack: "prod-*", scope: "region" },
        ],
        exemptions: [exemption],
      }),
    );
  });

  it("writes a file, and replaces the configuration that it has written before", async () => {
    const cwd = folderWith();
    const first = await policyConfig(cwd, "--out", "policies.json");
    assert.deepEqual([first.code, first.stdout], [0, ""]);
    const contract = goodContract();
    contract.records.maximumTtlSeconds = 5;
    fs.writeFileSync(path.join(cwd, "contract.json"), JSON.stringify(contract));
    const second = await policyConfig(cwd, "--out", "policies.json");
    assert.deepEqual([second.code, second.stdout, second.stderr], [0, "", ""]);
    const { "policies.json": written, ...others } = contentsOf(cwd);
    assert.deepEqual(JSON.parse(written!), packConfiguration(contract, {}));
    assert.deepEqual(Object.keys(others), ["contract.json"]);
  });

  describe("refuses, with exit code 2, nothing on standard output and nothing written:", () => {
    const cases: [what: string, files: Record<string, string>, args: string[], message: RegExp][] =
      [
        [
          "a contract that is not there",
          {},
          ["--contract", "no.json"],
          /--contract: no\.json cannot be read \(ENOENT\)/,
        ],
        [
          "a contract with faults, by its own name",
          { "other.json": withoutTables },
          ["--contract", "other.json"],
          /^ {2}other\.json: tables: found an empty list; allowed:/m,
        ],
        [
          "a contract that is not JSON",
          { "contract.json": "{" },
          [],
          /^ {2}contract\.json: is not JSON: line 1/m,
        ],
        [
          "coverage of another form",
          {},
          ["--coverage", "prod"],
          /--coverage: found "prod"; allowed: PROJECT\/STACK=SCOPE/,
        ],
        [
          "coverage of an unknown scope",
          {},
          ["--coverage", "shop/prod=both"],
          /"all", "global" or "region"/,
        ],
        [
          "coverage with a name that is too long",
          {},
          ["--coverage", `shop/${"x".repeat(101)}=all`],
          /--coverage\[0\]\.stack: found .*; allowed: text of 1 to 100 characters/,
        ],
        [
          "exemptions that are not JSON",
          { "exemptions.json": "[{]" },
          ["--exemptions", "exemptions.json"],
          /^ {2}exemptions\.json: is not JSON: line 1, column 3/m,
        ],
        [
          "exemptions that are no list",
          { "exemptions.json": "null" },
          ["--exemptions", "exemptions.json"],
          /^ {2}exemptions\.json: found null; allowed: a list/m,
        ],
        [
          "an exemption with a property twice",
          { "exemptions.json": '[{ "rule": "a", "rule": "b" }]' },
          ["--exemptions", "exemptions.json"],
          /exemptions\.json: \[0\]\.rule: is written twice/,
        ],
        [
          "an exemption without a reason",
          { "exemptions.json": JSON.stringify([{ ...exemption, reason: "" }]) },
          ["--exemptions", "exemptions.json"],
          /exemptions\.json: \[0\]\.reason: found ""; allowed: a reason in words/,
        ],
        [
          "an exemption from no rule",
          { "exemptions.json": JSON.stringify([{ ...exemption, rule: "dynamodb-tag" }]) },
          ["--exemptions", "exemptions.json"],
          /exemptions\.json: \[0\]\.rule: found "dynamodb-tag".*did you mean "dynamodb-tags"\?/,
        ],
        [
          "all faults at once",
          { "contract.json": withoutTables, "exemptions.json": "[" },
          ["--coverage", "prod", "--exemptions", "exemptions.json"],
          /because of 3 faults:\n {2}contract\.json(.|\n)*--coverage(.|\n)*exemptions\.json/,
        ],
        [
          "to write over a file that is something else",
          { "contract.json": JSON.stringify(goodContract()) },
          ["--out", "contract.json"],
          /--out: contract\.json exists and is no configuration of this policy pack/,
        ],
        [
          "to write over a text",
          { "notes.txt": "keep me" },
          ["--out", "notes.txt"],
          /notes\.txt exists and is no/,
        ],
        [
          "to write over nothing but a name",
          { "null.json": "null" },
          ["--out", "null.json"],
          /null\.json exists/,
        ],
        [
          "to write into a folder that is not there",
          {},
          ["--out", "no/policies.json"],
          /no\/policies\.json cannot be written \(ENOENT\)/,
        ],
        [
          "to write a folder",
          { "folder/file": "" },
          ["--out", "folder"],
          /--out: folder cannot be read \(EISDIR\)/,
        ],
        [
          "faults, and leaves the file of before",
          { "contract.json": withoutTables, "policies.json": '{ "dynamodb-tags": {} }' },
          ["--out", "policies.json"],
          /contract\.json: tables/,
        ],
      ];
    for (const [what, files, args, message] of cases) {
      it(what, async () => {
        const cwd = folderWith(files);
        const before = contentsOf(cwd);
        const { code, stdout, stderr } = await policyConfig(cwd, ...args);
        assert.match(stderr, message);
        assert.match(stderr, /^error: /);
        assert.doesNotMatch(stderr, /\n\s+at |fault of failover itself/);
        assert.equal(stdout, "");
        assert.equal(code, 2);
        assert.deepEqual(contentsOf(cwd), before);
      });
    }
  });
});
