import { strict as assert } from "node:assert";
import { stripVTControlCharacters } from "node:util";
import type { DeclaredInputs, DeclaredResource } from "../../declared/declared-resource";
import { computed } from "../../declared/declared-resource";
import { declareTable, resource, types } from "../contract/declared-examples";
import { goodContract } from "../contract/good-contract";
import { contentsOf, removeProjects, writeProject } from "../offline/projects";
import { exportedStack } from "./exported-stack";
import { failover } from "./failover";

const [contract] = goodContract().tables;

function tableWith(change: (inputs: DeclaredInputs) => void = () => undefined): DeclaredResource[] {
  const [table] = structuredClone(declareTable(contract, { regions: ["us-east-1", "us-west-2"] }));
  change(table.inputs);
  return [table];
}

function check(inputs: DeclaredInputs): DeclaredResource {
  return resource(types.healthCheck, "shop", { type: "HTTPS", ...inputs }, { region: undefined });
}

/** Files of exported stacks in a folder of their own. */
function files(resources: Record<string, readonly DeclaredResource[]>): string {
  return writeProject(
    Object.fromEntries(
      Object.entries(resources).map(([stack, declared]) => [
        `${stack}.json`,
        exportedStack("shop", stack, declared),
      ]),
    ),
  );
}

const compare = (cwd: string, ...args: string[]) =>
  failover(["compare", "--from", "prod.json", "stage.json", ...args], { cwd });

describe("failover compare", () => {
  afterEach(removeProjects);

  it("finds nothing, and says what it compared", async () => {
    const cwd = files({ prod: tableWith(), stage: [...tableWith(), check({})] });
    const { code, stdout, stderr } = await compare(cwd);
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      [
        "0 differences in prod, stage",
        'compared: table "Orders" (4)',
        "without a counterpart: health checks (stage shop)",
        "",
      ].join("\n"),
    );
    assert.equal(code, 0);
  });

  it("finds what differs between stacks that are each plausible alone", async () => {
    const stage = tableWith((inputs) => {
      inputs["globalSecondaryIndexes"] = (inputs["globalSecondaryIndexes"] as []).slice(1);
      inputs["pointInTimeRecovery"] = { enabled: false };
      inputs["replicas"] = [
        { ...(inputs["replicas"] as DeclaredInputs[])[0], pointInTimeRecovery: false },
      ];
    });
    const cwd = files({
      prod: [...tableWith(), check({ requestInterval: 10 })],
      stage: [...stage, check({})],
    });
    const { code, stdout, stderr } = await compare(cwd);
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      `table "Orders"
  globalSecondaryIndexes["by-status"]
    {"hashKey":"status","rangeKey":"total","projectionType":"INCLUDE","nonKeyAttributes":["currency","note"]}  prod
    nothing                         stage
  pointInTimeRecovery
    true   prod us-east-1, prod us-west-2
    false  stage us-east-1, stage us-west-2

health checks
  intervalSeconds
    10  prod
    30  stage

3 differences in prod, stage
compared: table "Orders" (4), health checks (2)
`,
    );
    assert.equal(code, 1);
  });

  it("lists what cannot be compared, as a finding", async () => {
    const cwd = files({
      prod: [check({ failureThreshold: computed })],
      stage: [check({ failureThreshold: 3 })],
    });
    const { code, stdout } = await compare(cwd);
    assert.match(
      stdout,
      /failureThreshold {2}cannot be compared\n {4}not known before the update {2}prod\n {4}3 +stage\n/,
    );
    assert.match(stdout, /^0 differences and 1 value that cannot be compared in prod, stage$/m);
    assert.equal(code, 1);
  });

  it("prints JSON and nothing else with --json", async () => {
    const cwd = files({
      prod: [check({ failureThreshold: computed })],
      stage: [check({ disabled: true })],
    });
    const { code, stdout } = await compare(cwd, "--json");
    assert.equal(code, 1);
    const peer = (stack: string) => ({
      stack,
      urn: `urn:pulumi:${stack}::shop::${types.healthCheck}::shop`,
      name: "shop",
    });
    assert.deepEqual(JSON.parse(stdout), {
      equal: false,
      stacks: ["prod", "stage"],
      comparisons: [
        {
          subject: "health checks",
          peers: [peer("prod"), peer("stage")],
          differences: [
            {
              path: "failureThreshold",
              unknown: true,
              values: [
                { ...peer("prod"), value: { $unknown: "computed" } },
                { ...peer("stage"), value: 3 },
              ],
            },
            {
              path: "disabled",
              unknown: false,
              values: [
                { ...peer("prod"), value: false },
                { ...peer("stage"), value: true },
              ],
            },
          ],
        },
      ],
    });
  });

  it("tells copies of one stack by their files", async () => {
    const folder = files({ prod: tableWith() });
    const cwd = writeProject({
      "prod.json": contentsOf(folder)["prod.json"]!,
      "stage.json": exportedStack(
        "shop",
        "prod",
        tableWith((inputs) => delete inputs["ttl"]),
      ),
    });
    const { code, stdout } = await compare(cwd);
    assert.match(
      stdout,
      /"expiresAt" {2}shop\/prod \(prod\.json\)\n {4}nothing {6}shop\/prod \(stage\.json\)/,
    );
    assert.equal(code, 1);
  });

  it("takes three stacks, in several options too", async () => {
    const stacks = files({ prod: [check({})], stage: [check({})], test: [check({ port: 8443 })] });
    const { code, stdout } = await failover(
      ["compare", "--from", "prod.json", "--from", "stage.json", "--from", "test.json"],
      { cwd: stacks },
    );
    assert.match(stdout, /port\n {4}443 {3}prod, stage\n {4}8443 {2}test\n/);
    assert.equal(code, 1);
  });

  it("colours where it is asked to, and not otherwise", async () => {
    const cwd = files({ prod: [check({})], stage: [check({ port: 8443 })] });
    const args = ["compare", "--from", "prod.json", "stage.json"];
    const coloured = await failover(args, { cwd, env: { FORCE_COLOR: "1" } });
    assert.notEqual(coloured.stdout, stripVTControlCharacters(coloured.stdout));
    const plain = await failover(args, { cwd, env: { NO_COLOR: "1" } });
    assert.equal(plain.stdout, stripVTControlCharacters(coloured.stdout));
  });

  describe("refuses, with exit code 2 and nothing on standard output:", () => {
    const cases: [what: string, stage: string, args: string[], message: RegExp][] = [
      ["a file that is not there", "", ["no.json"], /no\.json cannot be read \(ENOENT\)/],
      [
        "a file that is cut off",
        '{ "version": 3, "depl',
        ["stage.json"],
        /^error: stage\.json: .* not JSON/,
      ],
      ["another document", "{}", ["stage.json"], /stage\.json: .* neither .* nor/],
      [
        "an unfinished preview",
        '{ "steps": [], "diagnostics": [{ "severity": "error", "message": "no" }] }',
        ["stage.json"],
        /stage\.json: The preview failed/,
      ],
      ["a single stack", "", [], /--from: found 1 file; allowed: two or more/],
      ["all bad files at once", "[]", ["no.json", "stage.json"], /no\.json(.|\n)*stage\.json/],
      [
        "stacks with nothing in common",
        exportedStack("shop", "stage", [check({})]),
        ["stage.json"],
        /nothing in these stacks has a counterpart/,
      ],
    ];
    for (const [what, stage, others, message] of cases) {
      it(what, async () => {
        const cwd = writeProject({
          "prod.json": exportedStack(
            "shop",
            "prod",
            tableWith((inputs) => delete inputs["replicas"]),
          ),
          "stage.json": stage,
        });
        const before = contentsOf(cwd);
        const { code, stdout, stderr } = await failover(
          ["compare", "--from", "prod.json", ...others],
          { cwd },
        );
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at |fault of failover itself/);
        assert.equal(stdout, "");
        assert.equal(code, 2);
        assert.deepEqual(contentsOf(cwd), before);
      });
    }

    it("no files at all", async () => {
      const { code, stderr } = await failover(["compare"]);
      assert.match(stderr, /required option '--from <file\.\.\.>' not specified/);
      assert.equal(code, 2);
    });
  });
});
