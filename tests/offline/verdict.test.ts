import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { DeclaredStack } from "../../declared/declared-stack";
import { readOfflineRun } from "../../declared/offline-run";
import type { RecordedRun, WireProperties } from "../../offline/recorded-run";
import { startProgramProcess } from "../../offline/run-program";
import { readStackConfiguration } from "../../offline/stack-configuration";
import { PolicyJudge, type Verdict } from "../../offline/verdict";
import { readEnvironment } from "../../settings/environment";

const root = path.join(__dirname, "../..");

describe("the verdict of the policies", () => {
  const configuration = readStackConfiguration(root, "prod");
  let run: RecordedRun;
  let judge: PolicyJudge;

  before(async () => {
    const raw = Object.fromEntries(
      Object.entries(configuration.config)
        .filter(([key]) => key.startsWith("regional-failover:"))
        .map(([key, value]) => [key.split(":")[1]!, value]),
    );
    const contract = fs.readFileSync(path.join(root, "contract.json"), "utf8");
    const program = await startProgramProcess(root);
    try {
      run = await program.run(configuration);
    } finally {
      program.stop();
    }
    judge = await PolicyJudge.start(configuration, readEnvironment(raw, contract));
  });

  after(() => {
    judge.stop();
  });

  /** The verdict of prod with some inputs of some resources changed. */
  function verdictWith(
    change: (type: string, inputs: WireProperties) => WireProperties = (_type, inputs) => inputs,
  ): Promise<Verdict> {
    const registrations = run.registrations.map((registration) => ({
      ...registration,
      inputs: change(registration.type, registration.inputs),
    }));
    const changed = { ...run, registrations };
    const declared: DeclaredStack = readOfflineRun(changed, configuration.config);
    return judge.judge(changed, declared);
  }

  it("finds no violation in prod, and says how much each rule has judged", async () => {
    const { violations, rules } = await verdictWith();
    assert.deepEqual(violations, []);
    const resources = Object.fromEntries(rules.map((rule) => [rule.name, rule.resources]));
    assert.equal(resources["dynamodb-schema"], 1);
    assert.equal(resources["route53-health-check-thresholds"], 3);
    assert.equal(resources["kms-replica-keys"], 0, "nothing is declared that it could judge");
  });

  it("names rule, resource, reason and fix of what differs from the contract", async () => {
    const { violations } = await verdictWith((type, inputs) =>
      type === "aws:route53/healthCheck:HealthCheck" && inputs.fqdn === "us-west-2.app.example.com"
        ? { ...inputs, failureThreshold: 5 }
        : inputs,
    );
    // The proof refuses it as well: recovery then takes longer than the objective.
    assert.deepEqual(violations.map(({ rule }) => rule).sort(), [
      "failover-proof",
      "route53-health-check-thresholds",
    ]);
    const violation = violations.find(({ rule }) => rule !== "failover-proof");
    assert.match(violation!.urn, /HealthCheck::failover-us-west-2$/);
    assert.match(violation!.message, /failureThreshold: found 5/);
    assert.match(violation!.message, /^Fix: /m);
  });

  it("names the rule of a finding that takes several resources to see", async () => {
    const { violations } = await verdictWith((type, inputs) =>
      type === "aws:dynamodb/table:Table" ? { ...inputs, name: "Another" } : inputs,
    );
    assert.ok(
      violations.some(({ rule }) => rule === "dynamodb-coverage"),
      JSON.stringify(violations),
    );
  });

  it("keeps apart what only an update can judge", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { violations, advice } = await verdictWith((type, inputs) =>
      type === "aws:lb/loadBalancer:LoadBalancer"
        ? { ...inputs, clientKeepAlive: unknown }
        : inputs,
    );
    assert.deepEqual(violations, []);
    const unseen = advice.filter(({ isUnseen }) => isUnseen);
    assert.deepEqual([...new Set(unseen.map(({ rule }) => rule))], ["elb-keep-alive"]);
    assert.equal(unseen.length, 3);
  });
});
