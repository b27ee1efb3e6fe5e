import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import type { DeclaredResource } from "../../declared/declared-resource";
import {
  check,
  declare,
  failover as inRole,
  loadBalancer,
  record,
} from "../failover/reading/declare";
import { removeProjects, writeProject } from "../offline/projects";
import { exportedStack } from "./exported-stack";
import { type CommandResult, failover } from "./failover";

const contract = fs.readFileSync(path.join(__dirname, "../../contract.json"), "utf8");
const name = "shop.example.org";
const host = (region: string) => `lb-1234.${region}.elb.amazonaws.com`;

interface Setup {
  name?: string;
  intervalSeconds?: number;
  failureThreshold?: number;
  ttlSeconds?: number;
  /** The Region that the PRIMARY's check asks. */
  watched?: string;
}

/** Two Regions of a shop, declared with plain `@pulumi/aws`, with values as a state has them. */
function shop({
  name: own = name,
  intervalSeconds = 10,
  failureThreshold = 2,
  ttlSeconds = 10,
  watched = "us-east-1",
}: Setup = {}): DeclaredResource[] {
  const balancers = ["us-east-1", "us-west-2"].map((region) =>
    loadBalancer(region, {
      outputs: { dnsName: host(region), zoneId: "Z35SXDOTRQ7X7K" },
      inputs: { idleTimeout: 60, clientKeepAlive: 300 },
    }),
  );
  const watch = check(`${own}-check`, {
    type: "HTTPS",
    fqdn: host(watched),
    port: 443,
    resourcePath: "/health",
    requestInterval: intervalSeconds,
    failureThreshold,
  });
  watch.outputs["id"] = `check-of-${own}`;
  const link = (region: string, role: "PRIMARY" | "SECONDARY") =>
    record(`${own}-${region}`, {
      name: own,
      type: "CNAME",
      ttl: ttlSeconds,
      records: [host(region)],
      ...(role === "PRIMARY" ? { healthCheckId: `check-of-${own}` } : {}),
      ...inRole(role),
    });
  return [...balancers, watch, link("us-east-1", "PRIMARY"), link("us-west-2", "SECONDARY")];
}

function prove(
  files: Record<string, string>,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const cwd = writeProject({ "contract.json": contract, ...files });
  const from = Object.keys(files).filter((file) => file !== "contract.json");
  return failover(["prove", "--from", ...from, ...args], { cwd, env });
}

const exported = (resources: DeclaredResource[]) => exportedStack("shop", "prod", resources);

describe("failover prove", () => {
  afterEach(removeProjects);

  it("proves a program that uses none of this project's components", async () => {
    const { code, stdout, stderr } = await prove({ "state.json": exported(shop()) });
    assert.equal(stderr, "");
    assert.match(stdout, /^Failover of shop\.example\.org: proven$/m);
    assert.match(stdout, /us-east-1 +us-west-2 .* 52 s = 32 \+ 10 \+ 10/);
    assert.match(stdout, /F5 +not judged/);
    assert.equal(code, 0);
  });

  it("shows that 30 s, three failures and a TTL of 60 s take up to 178 s", async () => {
    const { code, stdout } = await prove({
      "state.json": exported(shop({ intervalSeconds: 30, failureThreshold: 3, ttlSeconds: 60 })),
    });
    assert.match(stdout, /^Failover of shop\.example\.org: not proven$/m);
    assert.match(stdout, /178 s = 108 \+ 10 \+ 60/);
    assert.match(stdout, /F4 +refuted/);
    assert.match(stdout, /over the objective of 60 s/);
    assert.equal(code, 1);
  });

  it("refutes in words a PRIMARY whose check asks another Region", async () => {
    const { code, stdout } = await prove({
      "state.json": exported(shop({ watched: "us-west-2" })),
    });
    const text = stdout.replace(/\s+/g, " ");
    assert.match(
      text,
      /which watches us-west-2: with us-east-1 failed, clients are sent to us-east-1/,
    );
    assert.equal(code, 1);
  });

  it("prints JSON and nothing else with --json", async () => {
    const { code, stdout } = await prove({ "state.json": exported(shop()) }, ["--json"]);
    const proof = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(proof), ["proven", "name", "sites", "obligations", "cases"]);
    assert.equal(proof["proven"], true);
    assert.deepEqual(proof["sites"], ["us-east-1", "us-west-2"]);
    assert.deepEqual(proof["cases"], [
      { failed: [], answer: "us-east-1", recoverySeconds: null },
      {
        failed: ["us-east-1"],
        answer: "us-west-2",
        recoverySeconds: { mean: 28.2, worst: 52 },
      },
      { failed: ["us-west-2"], answer: "us-east-1", recoverySeconds: null },
      {
        failed: ["us-east-1", "us-west-2"],
        answer: "us-west-2",
        recoverySeconds: { mean: 28.2, worst: 52 },
      },
    ]);
    assert.equal(code, 0);
  });

  it("holds what it finds against the contract that is given", async () => {
    const strict = contract.replace(/"rtoSeconds": *\d+/, '"rtoSeconds": 45');
    const files = { "state.json": exported(shop()), "contract.json": strict };
    const { code, stdout } = await prove(files);
    assert.match(stdout, /over the objective of 45 s/);
    assert.equal(code, 1);
  });

  it("proves one of several names with --name, in any form", async () => {
    const files = {
      "state.json": exported([
        ...shop(),
        ...shop({ name: "mail.example.org", ttlSeconds: 300 }).slice(2),
      ]),
    };
    const good = await prove(files, ["--name", "Shop.Example.org."]);
    assert.match(good.stdout, /^Failover of shop\.example\.org: proven$/m);
    assert.equal(good.code, 0);
    assert.equal((await prove(files, ["--name", "mail.example.org"])).code, 1);
  });

  it("takes stacks of one environment together, and needs all of them", async () => {
    const [east, west, watch, primary, secondary] = shop();
    const files = {
      "east.json": exportedStack("shop", "east", [east!, watch!, primary!]),
      "west.json": exportedStack("shop", "west", [west!, secondary!]),
    };
    assert.equal((await prove(files)).code, 0);
    const { code, stdout } = await prove({ "east.json": files["east.json"] });
    assert.match(stdout, /leads only to us-east-1/);
    assert.equal(code, 1);
  });

  describe("with unusual input", () => {
    it("reads past resources of kinds that nobody knows", async () => {
      const strangers = Array.from({ length: 50 }, (_, index) =>
        declare(`strange:module/thing${index}:Thing`, `thing-${index}`, { name, records: [name] }),
      );
      const { code } = await prove({ "state.json": exported([...strangers, ...shop()]) });
      assert.equal(code, 0);
    });

    it("does not hang on records and checks in a circle", async () => {
      const circle = ["a", "b"].map((one) => {
        const other = one === "a" ? "b" : "a";
        return record(one, {
          name: `${one}.example.org`,
          type: "A",
          aliases: [{ name: `${other}.example.org`, zoneId: "Z1", evaluateTargetHealth: true }],
          ...inRole("PRIMARY"),
        });
      });
      const { code, stdout } = await prove({ "state.json": exported(circle) }, [
        "--name",
        "a.example.org",
      ]);
      assert.match(stdout, /not proven/);
      assert.equal(code, 1);
    });

    it("proves one name among thousands of records, in an export of 60 MB, with 1 GB of memory", async () => {
      const many = Array.from({ length: 4000 }, (_, index) =>
        record(`host-${index}`, {
          name: `host-${index}.example.org`,
          type: "A",
          ttl: 300,
          records: ["192.0.2.1"],
        }),
      );
      const documents = Array.from({ length: 6000 }, (_, index) =>
        declare("aws:ssm/parameter:Parameter", `text-${index}`, { value: "x".repeat(5000) }),
      );
      const text = exported([...documents, ...many, ...shop()]);
      assert.ok(text.length > 60e6, `${text.length} bytes`);
      const { code, stdout, stderr } = await prove({ "state.json": text }, [], {
        NODE_OPTIONS: "--max-old-space-size=1000",
      });
      assert.equal(stderr, "");
      assert.match(stdout, /^Failover of shop\.example\.org: proven$/m);
      assert.equal(code, 0);
    });
  });

  describe("refuses, with exit code 2 and nothing on standard output:", () => {
    const fixture = (file: string) =>
      fs.readFileSync(path.join(__dirname, "../declared/fixtures", file), "utf8");
    const good = exported(shop());
    const plain = exported([record("plain", { name, type: "A", ttl: 60, records: ["192.0.2.1"] })]);
    const two = exported([...shop(), ...shop({ name: "mail.example.org" }).slice(2)]);
    const cases: [what: string, file: string, args: string[], message: RegExp][] = [
      ["a file that is cut off", good.slice(0, 300), [], /^error: state\.json: .* not JSON/],
      ["another document", "[]", [], /^error: state\.json: /],
      [
        "a preview that leaves out what stays",
        fixture("preview-without-sames.json"),
        [],
        /--show-sames/,
      ],
      ["a preview that failed", fixture("preview-failed.json"), [], /The preview failed/],
      ["a stack without any failover name", plain, [], /no failover name is declared/],
      ["several names", two, [], /--name: .* mail\.example\.org, shop\.example\.org/],
      ["a name without records", good, ["--name", "no.example.org"], /no record is declared/],
      ["a contract that is not there", good, ["--contract", "no.json"], /--contract: no\.json/],
      ["an option that nobody knows", good, ["--nome", "x"], /unknown option '--nome'/],
    ];
    for (const [what, file, args, message] of cases) {
      it(what, async () => {
        const { code, stdout, stderr } = await prove({ "state.json": file }, args);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n +at /);
        assert.equal(stdout, "");
        assert.equal(code, 2);
      });
    }

    it("a contract with faults, all of them at once", async () => {
      const wrong = contract
        .replace(/"rtoSeconds": *\d+/, '"rtoSeconds": "soon"')
        .replace(/"rpoSeconds": *\d+/, '"rpoSeconds": -1');
      const { code, stderr } = await prove({ "state.json": good, "contract.json": wrong });
      assert.match(stderr, /rtoSeconds/);
      assert.match(stderr, /rpoSeconds/);
      assert.equal(code, 2);
    });

    it("the same stack twice", async () => {
      const { code, stderr } = await prove({ "state.json": good, "again.json": good });
      assert.match(stderr, /are both of the stack shop\/prod/);
      assert.equal(code, 2);
    });
  });
});
