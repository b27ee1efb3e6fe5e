import { strict as assert } from "node:assert";
import type { Diagnostic } from "../../offline/analyzer";
import { diagnosedRule } from "../../policies/diagnosed-rule";
import { packConfiguration } from "../../policies/pack-configuration";
import { configurationFor, contract, judge } from "./pack";
import { type TestStack, testProgram } from "./stacks";

/** Mistake to where it is said, by which rule, and a part of what is said. */
const mistakes: Record<string, [name: string, rule: string, says: string]> = {
  "an index too many": ["table", "dynamodb-schema", 'globalSecondaryIndexes["by-status"]'],
  "provisioned capacity": ["table", "dynamodb-billing-mode", "found PROVISIONED"],
  "no autoscaling": ["table", "dynamodb-autoscaling", "without autoscaling"],
  "no encryption": ["table", "dynamodb-encryption", "encryption: found AWS_OWNED_KEY"],
  "an unprotected replica": [
    "table",
    "dynamodb-deletion-protection",
    'replicas["us-west-2"].deletionProtection: found false',
  ],
  "a replica without recovery": [
    "table",
    "dynamodb-point-in-time-recovery",
    'replicas["us-west-2"].pointInTimeRecovery: found false',
  ],
  "replicas without tags": ["table", "dynamodb-tags", 'replicas["us-west-2"].propagateTags'],
  "no stream": ["table", "dynamodb-streams", "streamViewType: found nothing"],
  "a replica at home": ["table", "dynamodb-replica-region", "us-east-1 is the table's own Region"],
  "a slow check": ["check-east", "route53-health-check-thresholds", "intervalSeconds: found 30"],
  "a high threshold": [
    "check-east",
    "route53-health-check-thresholds",
    "failureThreshold: found 3",
  ],
  "no SNI": ["check-east", "route53-health-check-sni", "enableSni"],
  "two checker Regions": ["check-east", "route53-health-check-regions", "found 2"],
  "an ignored threshold": ["check-east", "route53-ignored-changes", "failureThreshold"],
  "a check of the name it guards": [
    "check-east",
    "route53-check-target",
    "the name that the check guards",
  ],
  "a disabled check": ["check-west", "route53-health-check-disabled", "healthy for ever"],
  "a check that is always healthy": ["check-all", "route53-calculated-check", "always healthy"],
  "an inverted check": ["check-all", "route53-health-check-inverted", "invertHealthcheck"],
  "a PRIMARY without check or target health": [
    "app-primary",
    "route53-target-health",
    "off, on a PRIMARY without healthCheckId",
  ],
  "a repeated identifier": ["app-secondary", "route53-failover-pairs", "setIdentifier"],
  "a PRIMARY without a check": ["api-primary", "route53-primary-check", "healthCheckId"],
  "a long TTL": ["api-primary", "route53-record-ttl", "found 300"],
  "a PRIMARY without SECONDARY": ["api-primary", "route53-failover-pairs", "without a SECONDARY"],
  "a name that leads nowhere": ["api-primary", "route53-record-target", "no record of this stack"],
  "long connections": ["lb-us-west-2", "elb-keep-alive", "clientKeepAlive: found 3600"],
  "invalid headers": ["lb-us-east-1", "elb-invalid-headers", "dropInvalidHeaderFields"],
  "a deep check of tasks": ["tasks-us-west-2", "elb-target-health-path", '"/health"'],
  "slow deregistration": ["tasks-us-east-1", "elb-deregistration-delay", "found 300"],
  "an old TLS": ["https-us-west-2", "elb-tls-policy", "older TLS"],
  "public tasks": ["service-us-west-2", "ecs-public-address", "assignPublicIp: it is on"],
  "no circuit breaker": ["service-us-east-1", "ecs-circuit-breaker", "enable: it is off"],
  "half of the load": ["service-us-west-2", "ecs-capacity-floor", "found 3"],
};

function isSaid(
  found: readonly Diagnostic[],
  { resources }: TestStack,
  [name, rule, says]: [string, string, string],
): boolean {
  const urns = resources.filter((resource) => resource.name === name).map(({ urn }) => urn);
  return found.some(
    ({ policy, message, urn, level }) =>
      urns.includes(urn) &&
      level === "mandatory" &&
      message.includes(says) &&
      // Without coverage one rule speaks for those of load balancers and services.
      (diagnosedRule(policy, message) === rule || message.includes(`- ${rule}: `)),
  );
}

describe("a program of plain @pulumi/aws with classic mistakes", () => {
  for (const [how, configuration] of [
    ["in a stack that the coverage names", (stack: TestStack) => configurationFor(stack)],
    ["without coverage", () => packConfiguration(contract, {})],
    ["without any configuration", () => ({})],
  ] as const) {
    describe(how, () => {
      let program: TestStack;
      let found: Diagnostic[];
      before(async () => {
        program = await testProgram("classic-mistakes");
        found = await judge(program, configuration(program));
      });

      for (const [mistake, where] of Object.entries(mistakes)) {
        it(`has ${mistake}`, () => {
          assert.ok(isSaid(found, program, where), JSON.stringify(found, null, 2));
        });
      }
    });
  }
});

describe("an unrelated program", () => {
  for (const [how, configuration] of [
    [
      "with a coverage of other stacks",
      packConfiguration(contract, {
        coverage: [{ project: "regional-failover", stack: "*", scope: "all" }],
      }),
    ],
    ["without coverage", packConfiguration(contract, {})],
    ["without any configuration", {}],
  ] as const) {
    it(`is left alone ${how}`, async () => {
      assert.deepEqual(await judge(await testProgram("unrelated"), configuration), []);
    });
  }
});
