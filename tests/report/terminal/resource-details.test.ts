import { strict as assert } from "node:assert";
import fc from "fast-check";
import { computed, type DeclaredInputs, secret } from "../../../declared/declared-resource";
import { showDetails } from "../../../report/terminal/detail-templates";
import { resourceDetails } from "../../../report/terminal/resource-details";
import { declared, urnOf, withInputs } from "./examples";

describe("the facts about a resource", () => {
  const factsOf = (type: string, inputs: DeclaredInputs): string =>
    showDetails(withInputs(type, inputs), resourceDetails[type] ?? [])
      .map(({ text }) => text)
      .join(", ");

  const cases: [what: string, type: string, inputs: DeclaredInputs, facts: string][] = [
    [
      "a table with everything",
      "aws:dynamodb/table:Table",
      {
        billingMode: "PAY_PER_REQUEST",
        streamEnabled: true,
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
        serverSideEncryption: { enabled: true, kmsKeyArn: computed },
        replicas: [
          { regionName: "us-west-2", consistencyMode: "STRONG" },
          { regionName: computed, consistencyMode: "STRONG" },
        ],
        globalTableWitness: { regionName: "us-east-2" },
      },
      "replicas in us-west-2 and unknown (STRONG), witness us-east-2, PAY_PER_REQUEST, CUSTOMER_MANAGED_KEY, streams, point-in-time recovery, deletion protection",
    ],
    ["a table without anything", "aws:dynamodb/table:Table", {}, "AWS_OWNED_KEY"],
    [
      "a table whose protection is switched off",
      "aws:dynamodb/table:Table",
      { deletionProtectionEnabled: false, serverSideEncryption: { enabled: true } },
      "AWS_MANAGED_KEY",
    ],
    [
      "a table of which nothing is known",
      "aws:dynamodb/table:Table",
      {
        replicas: computed,
        serverSideEncryption: computed,
        deletionProtectionEnabled: computed,
      },
      "replicas unknown, key unknown, deletion protection unknown",
    ],
    [
      "a check that is always healthy",
      "aws:route53/healthCheck:HealthCheck",
      { type: "HTTPS", fqdn: "a", port: 443, resourcePath: "/", disabled: true },
      "HTTPS a:443/, DISABLED: always healthy",
    ],
    [
      "an alias to a plain name",
      "aws:route53/record:Record",
      { name: "a", type: "A", aliases: [{ name: "b", evaluateTargetHealth: true }] },
      "a A → alias b",
    ],
    [
      "a secret target",
      "aws:route53/record:Record",
      { name: "a", type: "CNAME", records: [secret], ttl: 60 },
      "a CNAME → secret, TTL 60 s",
    ],
    [
      "a task with its image",
      "aws:ecs/taskDefinition:TaskDefinition",
      { containerDefinitions: '[{"name":"app","image":"repository@sha256:1"}]' },
      "image repository@sha256:1",
    ],
    [
      "an alarm",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      {
        metricName: "ReplicationLatency",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 5000,
        period: 60,
        evaluationPeriods: 3,
        treatMissingData: "breaching",
      },
      "ReplicationLatency > 5000, 3 x 60 s, missing data breaching",
    ],
  ];
  for (const [what, type, inputs, facts] of cases) {
    it(`are right for ${what}`, () => {
      assert.equal(factsOf(type, inputs), facts);
    });
  }

  it("name the resource that an unknown target or check comes from", () => {
    const record = declared("aws:route53/record:Record", "r", {
      inputs: { name: "a", type: "A", aliases: [{ name: computed }], healthCheckId: computed },
      propertyDependencies: {
        aliases: [urnOf("aws:lb/loadBalancer:LoadBalancer", "app-us-east-1")],
        healthCheckId: [urnOf("aws:route53/healthCheck:HealthCheck", "check")],
      },
    });
    const facts = showDetails(record, resourceDetails[record.type]!).map(({ text }) => text);
    assert.deepEqual(facts, ["a A → alias app-us-east-1", "while check is healthy"]);
  });

  it("never fail, and never show a mark or an object, whatever the inputs are", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(computed, secret, null),
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("name", "enabled", "regionName", "path", "type"), tie("any")),
      ),
    })).any;
    const inputNames = Object.values(resourceDetails)
      .flat()
      .flatMap((detail) => (typeof detail === "string" ? [...detail.matchAll(/\{(\w+)/g)] : []))
      .map(([, name]) => name!)
      .concat(
        "replicas",
        "serverSideEncryption",
        "aliases",
        "records",
        "healthCheckId",
        "threshold",
      );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(resourceDetails)),
        fc.dictionary(fc.constantFrom(...inputNames), value),
        (type, inputs) => {
          const text = factsOf(type, inputs as DeclaredInputs);
          assert.doesNotMatch(text, /undefined|\[object/);
        },
      ),
    );
  });
});
