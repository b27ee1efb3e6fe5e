import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { rules } from "../../policies/rules";
import { startPack } from "./pack";
import { ownStack } from "./stacks";

const mandatoryResourceRules = [
  "dynamodb-schema",
  "dynamodb-billing-mode",
  "dynamodb-encryption",
  "dynamodb-point-in-time-recovery",
  "dynamodb-deletion-protection",
  "dynamodb-tags",
  "dynamodb-streams",
  "dynamodb-consistency",
  "dynamodb-replica-region",
  "dynamodb-minimum-regions",
  "dynamodb-ignored-changes",
  "route53-health-check-thresholds",
  "route53-health-check-disabled",
  "route53-health-check-inverted",
  "route53-health-check-sni",
  "route53-health-check-regions",
  "route53-calculated-check",
  "route53-record-ttl",
  "route53-primary-check",
  "route53-target-health",
  "route53-ignored-changes",
  "elb-keep-alive",
  "elb-deregistration-delay",
  "elb-target-health-path",
  "elb-tls-policy",
  "elb-invalid-headers",
  "elb-ignored-changes",
  "ecs-public-address",
  "ecs-circuit-breaker",
  "ecs-ignored-changes",
];

const mandatoryStackRules = [
  "dynamodb-coverage",
  "ecs-coverage",
  "route53-coverage",
  "dynamodb-declared-once",
  "dynamodb-separate-parts",
  "dynamodb-autoscaling",
  "kms-replica-keys",
  "route53-failover-pairs",
  "route53-check-declared-once",
  "route53-check-target",
  "route53-record-target",
  "ecs-capacity-floor",
  "elb-behind-failover",
  "failover-proof",
];

const advisoryStackRules = [
  "route53-other-stacks",
  "route53-alias-ttl",
  "route53-insufficient-data",
  "cloudwatch-replication-silence",
  "elasticache-global-failover",
  "ecr-replication",
  "pulumi-exemptions",
  "pulumi-bundled-contract",
];

describe("the rules", () => {
  // Configurations and exemptions out there refer to these names and rely on these levels.
  it("have the names, kinds and levels that organisations have configured", () => {
    assert.deepEqual(
      rules.map(({ name, kind, level }) => ({ name, kind, level })),
      [
        ...mandatoryResourceRules.map((name) => ({ name, kind: "resource", level: "mandatory" })),
        ...mandatoryStackRules.map((name) => ({ name, kind: "stack", level: "mandatory" })),
        ...advisoryStackRules.map((name) => ({ name, kind: "stack", level: "advisory" })),
      ],
    );
  });

  it("are announced to Pulumi, the stack rules as one policy with a configuration for each", async () => {
    const { policies } = await startPack(await ownStack("prod"), {});
    assert.deepEqual(
      policies.map(({ name, kind, level }) => ({ name, kind, level })),
      [
        ...mandatoryResourceRules.map((name) => ({ name, kind: "resource", level: "mandatory" })),
        { name: "stack-rules", kind: "stack", level: "mandatory" },
      ],
    );
    assert.deepEqual(
      Object.keys(policies.at(-1)!.configuration).sort(),
      [...mandatoryStackRules, ...advisoryStackRules].sort(),
    );
  });

  it("say what they demand, why, and what to change, each in sentences of its own", () => {
    for (const { name, description, why, fix } of rules) {
      for (const text of [description, why, fix]) {
        assert.match(text, /^[A-Z].*\.$/s, `${name}: ${text}`);
      }
    }
    const texts = rules.flatMap(({ description }) => description);
    assert.equal(new Set(texts).size, texts.length, "two rules have the same description");
  });

  // A rule for a token that no longer exists never finds anything.
  for (const type of new Set(rules.flatMap(({ appliesTo }) => appliesTo))) {
    it(`can meet ${type}`, () => {
      assert.equal(todaysToken(type), type);
    });
  }
});

/** The token that the class of today's `@pulumi/aws` registers. */
function todaysToken(type: string): string {
  if (type === "pulumi:pulumi:Stack") {
    return type;
  }
  const [, modulePath = "", className = ""] = type.split(":");
  const loaded = createRequire(__filename)(`@pulumi/aws/${modulePath}`) as Record<
    string,
    { __pulumiType: string }
  >;
  return loaded[className]?.__pulumiType ?? `no class ${className}`;
}
