import { strict as assert } from "node:assert";
import type { Diagnostic } from "../../offline/analyzer";
import type { CoverageScope } from "../../policies/coverage";
import { diagnosedRule } from "../../policies/diagnosed-rule";
import { type PackConfiguration, packConfiguration } from "../../policies/pack-configuration";
import { EditedStack } from "./edited-stack";
import { configurationFor, contract, judge } from "./pack";
import { ownStack } from "./stacks";

const table = ["Table", "MyGlobalAppTable"] as const;

async function prod(): Promise<EditedStack> {
  return new EditedStack(await ownStack("prod"));
}

const ruleOf = ({ policy, message }: Diagnostic): string => diagnosedRule(policy, message);
const rulesOf = (found: readonly Diagnostic[]): string[] => found.map(ruleOf);
const by = (rule: string, found: readonly Diagnostic[]): Diagnostic[] =>
  found.filter((diagnostic) => ruleOf(diagnostic) === rule);

const named = (...scopes: CoverageScope[]): PackConfiguration =>
  packConfiguration(contract, {
    coverage: scopes.map((scope) => ({ project: "regional-failover", stack: "prod", scope })),
  });

describe("the pack and the real program", () => {
  it("agree, as both are given the contract", async () => {
    const stack = await ownStack("prod");
    assert.deepEqual(await judge(stack, configurationFor(stack)), []);
  });

  for (const stack of ["dev", "prod-global", "prod-us-east-1", "prod-eu-central-1"]) {
    it(`agree in ${stack}, in its scope`, async () => {
      const own = await ownStack(stack);
      const scope = own.config["regional-failover:scope"] as CoverageScope;
      const coverage = [{ project: own.project, stack, scope }];
      const found = await judge(own, packConfiguration(contract, { coverage }));
      assert.deepEqual(
        found.filter(({ level }) => level === "mandatory"),
        [],
      );
      assert.equal(rulesOf(found).includes("route53-other-stacks"), scope === "region");
    });
  }

  it("do not agree when the contract changes and the program does not", async () => {
    const stack = await ownStack("prod");
    const stricter = {
      ...contract,
      healthCheck: { ...contract.healthCheck, failureThreshold: 1 },
      records: { maximumTtlSeconds: 5 },
    };
    const coverage = [{ project: stack.project, stack: stack.stack, scope: "all" as const }];
    const found = await judge(stack, packConfiguration(stricter, { coverage }));
    assert.deepEqual(
      [...new Set(rulesOf(found))],
      ["route53-record-ttl", "route53-health-check-thresholds"],
    );
  });
});

describe("a pack without configuration", () => {
  it("judges by the contract inside of it, and says so once", async () => {
    const found = await judge(await prod(), {});
    assert.deepEqual(rulesOf(found), ["pulumi-bundled-contract"]);
    assert.equal(found[0]?.level, "advisory");
    assert.match(found[0].message, /was used by dynamodb-billing-mode, .*dynamodb-schema/);
  });

  it("does not say so of a stack in which nothing was judged by it", async () => {
    const stack = await prod();
    stack.remove("Table", "HealthCheck", "Record");
    assert.deepEqual(await judge(stack, {}), []);
  });

  it("finds what is wrong", async () => {
    const stack = await prod();
    stack.set(...table, "billingMode", undefined);
    stack.set("HealthCheck", "failover-us-east-1", "failureThreshold", 5);
    stack.set("LoadBalancer", "app-us-east-1", "clientKeepAlive", 3600);
    const found = await judge(stack, {});
    assert.deepEqual(rulesOf(found).sort(), [
      "dynamodb-autoscaling",
      "dynamodb-billing-mode",
      "elb-behind-failover",
      "failover-proof",
      "pulumi-bundled-contract",
      "route53-health-check-thresholds",
    ]);
  });
});

describe("coverage", () => {
  it("demands of a named stack what its scope says, and no more", async () => {
    const empty = await prod();
    empty.resources.splice(1);
    const demanded = async (...scopes: CoverageScope[]) =>
      [...new Set(rulesOf(await judge(empty, named(...scopes))))].sort();
    assert.deepEqual(await demanded("global"), ["dynamodb-coverage"]);
    assert.deepEqual(await demanded("region"), ["ecs-coverage", "route53-coverage"]);
    const both = ["dynamodb-coverage", "ecs-coverage", "route53-coverage"];
    assert.deepEqual(await demanded("all"), both);
    assert.deepEqual(await demanded("global", "region"), both);
  });

  it("stands at the stack, because there is no resource that it could stand at", async () => {
    const empty = await prod();
    empty.resources.splice(1);
    const urns = (await judge(empty, named("all"))).map(({ urn }) => urn);
    assert.deepEqual([...new Set(urns)], [empty.resources[0]!.urn]);
  });

  it("names stacks by patterns", async () => {
    const empty = await prod();
    empty.resources.splice(1);
    const demandedOf = async (project: string, stack: string) =>
      (
        await judge(
          empty,
          packConfiguration(contract, { coverage: [{ project, stack, scope: "all" }] }),
        )
      ).length > 0;
    assert.equal(await demandedOf("*", "*"), true);
    assert.equal(await demandedOf("regional-*", "prod*"), true);
    assert.equal(await demandedOf("regional-failover", "pro"), false);
    assert.equal(await demandedOf("regional-failover", "xprod"), false);
    assert.equal(await demandedOf("regional.failover", "prod"), false);
    assert.equal(await demandedOf("regional", "prod"), false);
  });

  it("of other stacks leaves a stack alone, except for contracted tables", async () => {
    const stack = await prod();
    stack.set(...table, "pointInTimeRecovery.enabled", false);
    stack.set("HealthCheck", "failover-us-east-1", "failureThreshold", 5);
    stack.set("HealthCheck", "failover-us-east-1", "disabled", true);
    stack.set("LoadBalancer", "app-us-east-1", "clientKeepAlive", 3600);
    stack.removeNamed("failover-link-1-secondary");
    const others = packConfiguration(contract, {
      coverage: [{ project: "another", stack: "*", scope: "all" }],
    });
    assert.deepEqual(rulesOf(await judge(stack, others)), ["dynamodb-point-in-time-recovery"]);
  });

  it("of one Region says what only all stacks together show, and does not block for it", async () => {
    const stack = await prod();
    stack.config["regional-failover:scope"] = "region";
    stack.removeNamed("failover-link-1-secondary", "failover-link-2-primary");
    const found = await judge(stack, named("region"));
    assert.deepEqual([...new Set(found.map(({ level }) => level))], ["advisory"]);
    assert.deepEqual([...new Set(rulesOf(found))].sort(), [
      "route53-failover-pairs",
      "route53-other-stacks",
    ]);
  });
});

describe("a rule's configuration", () => {
  const withConfiguration = async (policy: string, change: object) => {
    const stack = await prod();
    const configuration = configurationFor(stack);
    return judge(stack, { ...configuration, [policy]: { ...configuration[policy], ...change } });
  };

  for (const [what, change, says] of [
    ["an unknown property", { tabels: [] }, "tabels: is not a property here"],
    ["a value of the wrong kind", { tables: "all" }, 'tables: found "all"; allowed: a list'],
    [
      "a bad value",
      { tables: [{ name: "MyGlobalAppTable", billingMode: "CHEAP" }] },
      'tables[0].billingMode: found "CHEAP"; allowed: "PAY_PER_REQUEST" or "PROVISIONED"',
    ],
    [
      "an incomplete table",
      { tables: [{ name: "MyGlobalAppTable" }] },
      "tables[0].billingMode: is missing",
    ],
    [
      "an exemption without a reason",
      { exemptions: [{ resource: "urn:pulumi:a::b::c::d", reason: " ", expires: "2999-01-01" }] },
      "exemptions[0].reason",
    ],
    [
      "an exemption without an end",
      { exemptions: [{ resource: "urn:pulumi:a::b::c::d", reason: "It is old." }] },
      "exemptions[0].expires: is missing",
    ],
    [
      "an exemption of everything",
      { exemptions: [{ resource: "*", reason: "It is old.", expires: "2999-01-01" }] },
      "exemptions[0].resource",
    ],
  ] as const) {
    it(`with ${what} is a violation where the rule would judge, not a rule less`, async () => {
      const found = await withConfiguration("dynamodb-billing-mode", change);
      assert.deepEqual(rulesOf(found), ["dynamodb-billing-mode"]);
      assert.equal(found[0]?.level, "mandatory");
      assert.ok(found[0].message.includes(says), found[0].message);
    });
  }

  it("of a stack rule is as strict, and other rules go on", async () => {
    const found = await withConfiguration("stack-rules", {
      "dynamodb-coverage": { tables: [], regions: ["us-east-1"] },
      "route53-failover-pair": {},
    });
    assert.deepEqual(
      found.map(({ policy, level }) => ({ policy, level })),
      [
        { policy: "stack-rules", level: "mandatory" },
        { policy: "stack-rules", level: "mandatory" },
      ],
    );
    assert.ok(found[0]!.message.includes("regions: is not a property here"), found[0]!.message);
    assert.ok(found[1]!.message.includes('"route53-failover-pair"'), found[1]!.message);
  });

  it("of a stack rule can make it advisory, and a mandatory one of an advisory one", async () => {
    const stack = await prod();
    stack.set("Service", "app-us-east-1", "desiredCount", 1);
    const configuration = configurationFor(stack);
    const levelsWith = async (enforcementLevel: string) => {
      const rules = {
        ...configuration["stack-rules"],
        "ecs-capacity-floor": { enforcementLevel },
      };
      const found = await judge(stack, { ...configuration, "stack-rules": rules });
      return by("ecs-capacity-floor", found).map(({ level }) => level);
    };
    assert.deepEqual(await levelsWith("mandatory"), ["mandatory"]);
    assert.deepEqual(await levelsWith("advisory"), ["advisory"]);
    assert.deepEqual(await levelsWith("disabled"), []);
  });

  it("of a resource rule has Pulumi's own levels", async () => {
    const stack = await prod();
    stack.set(...table, "pointInTimeRecovery.enabled", false);
    const configuration = configurationFor(stack);
    const levelsWith = async (enforcementLevel: string) =>
      (
        await judge(stack, {
          ...configuration,
          "dynamodb-point-in-time-recovery": { enforcementLevel },
        })
      )
        .filter(({ policy }) => policy === "dynamodb-point-in-time-recovery")
        .map(({ level }) => level);
    assert.deepEqual(await levelsWith("advisory"), ["advisory"]);
    assert.deepEqual(await levelsWith("disabled"), []);
  });
});

describe("exemptions", () => {
  const exemption = (rule: string, resource: string, expires: string) => ({
    rule,
    resource,
    reason: "The old replica moves next quarter.",
    expires,
  });
  const judgeWith = async (stack: EditedStack, exemptions: ReturnType<typeof exemption>[]) => {
    const coverage = [{ project: stack.project, stack: stack.stack, scope: "all" as const }];
    return judge(stack, packConfiguration(contract, { coverage, exemptions }));
  };

  it("in force are listed with rule, reason and last day, and stop nothing", async () => {
    const stack = await prod();
    const { urn } = stack.find(...table);
    stack.set(...table, "pointInTimeRecovery.enabled", false);
    const found = await judgeWith(stack, [
      exemption("dynamodb-point-in-time-recovery", urn, "2999-12-31"),
    ]);
    assert.deepEqual(
      found.map(({ level, urn: at }) => ({ level, at })),
      [{ level: "advisory", at: urn }],
    );
    assert.deepEqual(rulesOf(found), ["pulumi-exemptions"]);
    assert.ok(
      found[0]!.message.includes(
        "exempted from dynamodb-point-in-time-recovery until 2999-12-31: The old replica moves next quarter.",
      ),
      found[0]!.message,
    );
  });

  it("exempt one resource from one rule only", async () => {
    const stack = await prod();
    stack.set(...table, "pointInTimeRecovery.enabled", false);
    stack.set(...table, "deletionProtectionEnabled", false);
    const { urn } = stack.find(...table);
    const elsewhere = urn.replace("MyGlobalAppTable", "Other");
    const found = await judgeWith(stack, [
      exemption("dynamodb-point-in-time-recovery", elsewhere, "2999-12-31"),
      exemption("dynamodb-deletion-protection", urn, "2999-12-31"),
    ]);
    assert.deepEqual(
      found.filter(({ level }) => level === "mandatory").map(({ policy }) => policy),
      ["dynamodb-point-in-time-recovery"],
    );
  });

  it("that have expired exempt nothing, and are violations themselves", async () => {
    const stack = await prod();
    stack.set(...table, "pointInTimeRecovery.enabled", false);
    const { urn } = stack.find(...table);
    const found = await judgeWith(stack, [
      exemption("dynamodb-point-in-time-recovery", urn, "2020-02-29"),
      exemption("dynamodb-tags", urn, "2020-02-29"),
    ]);
    const said = (rule: string): string =>
      by(rule, found)
        .map(({ message }) => message)
        .join();
    assert.ok(said("dynamodb-point-in-time-recovery").includes("pointInTimeRecovery: found false"));
    assert.ok(said("dynamodb-point-in-time-recovery").includes("expired on 2020-02-29"));
    assert.ok(said("dynamodb-tags").includes("its exemption from this rule expired on 2020-02-29"));
    assert.deepEqual([...new Set(found.map(({ level }) => level))], ["mandatory"]);
  });

  it("that have expired are violations of stack rules too, at their resource", async () => {
    const stack = await prod();
    const { urn } = stack.find("Service", "app-us-east-1");
    const found = await judgeWith(stack, [exemption("ecs-capacity-floor", urn, "2020-02-29")]);
    assert.deepEqual(
      found.map(({ level, urn: at }) => ({ level, at })),
      [{ level: "mandatory", at: urn }],
    );
    assert.deepEqual(rulesOf(found), ["ecs-capacity-floor"]);
  });
});
