import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
  type DeclaredValue,
} from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import type { CoverageScope, Standing } from "../../policies/coverage";
import type { Finding, JudgedResource, StackRule } from "../../policies/rule";
import { resourceRules, rules, stackRules } from "../../policies/rules";
import type { StackView } from "../../policies/stack-view";
import { declaredResources } from "./declared-resources";
import { contract } from "./pack";
import { ownStack } from "./stacks";

const types = [...new Set(rules.flatMap(({ appliesTo }) => appliesTo))];
const regions = ["us-east-1", "us-west-2", "eu-central-1"];

/** Everything that the rules look at, so that arbitrary values come where they are read. */
const inputNames = [
  ...["name", "hashKey", "rangeKey", "attributes", "globalSecondaryIndexes", "ttl", "billingMode"],
  ...["serverSideEncryption", "replicas", "streamEnabled", "streamViewType", "tags", "keySchemas"],
  ...["pointInTimeRecovery", "deletionProtectionEnabled", "globalTableWitness", "globalTableArn"],
  ...["tableName", "indexName", "projection", "kmsKeyArn", "regionName", "consistencyMode"],
  ...["type", "port", "resourcePath", "requestInterval", "failureThreshold", "fqdn", "regions"],
  ...["ipAddress", "disabled", "invertHealthcheck", "enableSni", "childHealthThreshold"],
  ...["childHealthchecks", "insufficientDataHealthStatus", "aliases", "records", "zoneId"],
  ...["setIdentifier", "healthCheckId", "failoverRoutingPolicies", "weightedRoutingPolicies"],
  ...["evaluateTargetHealth", "loadBalancerType", "clientKeepAlive", "dropInvalidHeaderFields"],
  ...["deregistrationDelay", "healthCheck", "path", "protocol", "sslPolicy", "defaultActions"],
  ...["targetGroupArn", "forward", "targetGroups", "loadBalancerArn", "loadBalancers", "arn"],
  ...["networkConfiguration", "assignPublicIp", "deploymentController", "desiredCount"],
  ...["deploymentCircuitBreaker", "serviceNamespace", "scalableDimension", "resourceId"],
  ...["minCapacity", "enableKeyRotation", "isEnabled", "deletionWindowInDays", "dnsName"],
  ...["namespace", "metricName", "treatMissingData", "__proto__", "constructor", "toString"],
];

const scalar = fc.oneof(
  fc.constantFrom<DeclaredValue>(computed, null, true, false, 0, 1, -1, 1.5, "", "true"),
  fc.constantFrom("MyGlobalAppTable", "PRIMARY", "SECONDARY", "HTTPS", "CALCULATED", "CNAME", "A"),
  fc.constantFrom("app.example.com", "*.example.com", ".", "table/MyGlobalAppTable", "ecs", "S"),
  fc.constantFrom(...regions, "PROVISIONED", "dynamodb:table:WriteCapacityUnits", "application"),
  fc.string({ maxLength: 8 }),
  fc.integer(),
);

const { value } = fc.letrec<{ value: DeclaredValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...inputNames), tie("value"), { maxKeys: 6 }),
  ),
}));

const inputs: fc.Arbitrary<DeclaredInputs> = fc.dictionary(fc.constantFrom(...inputNames), value, {
  maxKeys: 12,
  noNullPrototype: true,
});

const urns = Array.from({ length: 6 }, (_, index) => `urn:pulumi:s::p::t::${index}`);

const judged: fc.Arbitrary<JudgedResource> = fc.record({
  ignoreChanges: fc.array(fc.oneof(fc.constantFrom(...inputNames, "*", ""), fc.string()), {
    maxLength: 2,
  }),
  resource: fc.record<DeclaredResource>({
    urn: fc.constantFrom(...urns),
    type: fc.constantFrom(...types, "aws:s3/bucket:Bucket"),
    name: fc.string(),
    parent: fc.constantFrom(undefined, ...urns),
    custom: fc.boolean(),
    region: fc.constantFrom(undefined, ...regions),
    inputs,
    outputs: inputs,
    dependencies: fc.array(fc.constantFrom(...urns), { maxLength: 2 }),
    propertyDependencies: fc.dictionary(
      fc.constantFrom(...inputNames),
      fc.array(fc.constantFrom(...urns, "urn:gone"), { maxLength: 3 }),
      { maxKeys: 4 },
    ),
  }),
});

const standing: fc.Arbitrary<Standing> = fc.oneof(
  fc.constant<Standing>({ kind: "open" }),
  fc.constant<Standing>({ kind: "unnamed" }),
  fc
    .subarray<CoverageScope>(["all", "global", "region"], { minLength: 1 })
    .map((scopes): Standing => ({ kind: "named", scopes: new Set(scopes) })),
);

function stackOf(resources: readonly JudgedResource[], own: Standing): StackView {
  const declared = resources.map(({ resource }) => resource);
  return {
    resources: declared,
    links: new Links(declared),
    settings: { scope: undefined, regions, ownRegion: undefined },
    today: "2026-11-23",
    standing: own,
    ignoreChanges: ({ urn }) =>
      resources.find(({ resource }) => resource.urn === urn)?.ignoreChanges ?? [],
    judgedByBundledContract: [],
  };
}

function allFindings(
  resources: readonly JudgedResource[],
  own: Standing,
  asked: readonly StackRule[] = stackRules,
): Finding[] {
  return [
    ...resources.flatMap((each) =>
      resourceRules
        .filter(({ appliesTo }) => appliesTo.includes(each.resource.type))
        .filter((rule) => rule.concerns(each, rule.slice.cut(contract)))
        .flatMap((rule) => rule.judge(each, rule.slice.cut(contract))),
    ),
    ...asked.flatMap((rule) => rule.judge(stackOf(resources, own), rule.slice.cut(contract))),
  ];
}

describe("no rule", () => {
  // A rule that throws takes what all other rules found with it.
  it("throws, whatever the resources are", () => {
    fc.assert(
      fc.property(fc.array(judged, { maxLength: 8 }), standing, (resources, own) => {
        for (const { what } of allFindings(resources, own)) {
          assert.equal(typeof what, "string");
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("repeats a text that the program declares: it may be a secret", async () => {
    const stack = await ownStack("prod");
    const resources = declaredResources(stack.resources);
    let changed = 0;
    for (const [index, original] of resources.entries()) {
      for (const path of textsIn(original.resource.inputs)) {
        const inputs = replaced(original.resource.inputs, path, "hunter2");
        const others = resources.with(index, {
          ...original,
          resource: { ...original.resource, inputs },
        });
        changed++;
        const asked = isToldByProof(original.resource, path) ? allButProof : stackRules;
        for (const { what } of allFindings(others, { kind: "open" }, asked)) {
          assert.ok(
            !what.includes("hunter2"),
            `${original.resource.urn} ${path.join(".")}: ${what}`,
          );
        }
      }
    }
    assert.ok(changed > 100, `only ${changed} texts`);
  });
});

const allButProof = stackRules.filter(({ name }) => name !== "failover-proof");

/**
 * Whether the proof has to name it: a table, what anybody can ask DNS for, and the type of a check,
 * of which AWS accepts only its own words.
 */
function isToldByProof({ type }: DeclaredResource, [input]: readonly string[]): boolean {
  const told: Record<string, string[]> = {
    Table: ["name"],
    Record: ["name", "records", "aliases"],
    HealthCheck: ["fqdn", "type"],
  };
  return told[type.split(":").at(-1)!]?.includes(input!) ?? false;
}

/**
 * Where texts stand. Not those that are identifiers, which findings need: a Region, and the name of an
 * attribute or index.
 */
function textsIn(found: DeclaredValue, path: string[] = []): string[][] {
  if (typeof found === "string") {
    const isIdentifier =
      path.includes("regionName") || (path[0] === "attributes" && path.at(-1) === "name");
    return isIdentifier ? [] : [path];
  }
  return typeof found === "object" && found !== null
    ? Object.entries(found).flatMap(([key, part]) => textsIn(part as DeclaredValue, [...path, key]))
    : [];
}

function replaced<Value extends DeclaredValue>(
  found: Value,
  [key, ...rest]: readonly string[],
  text: string,
): Value {
  if (key === undefined) {
    return text as Value;
  }
  const parts = found as Record<string, DeclaredValue>;
  const part = replaced(parts[key] as DeclaredValue, rest, text);
  return (
    Array.isArray(found) ? found.with(Number(key), part) : { ...parts, [key]: part }
  ) as Value;
}
