import { strict as assert } from "node:assert";
import { computed, type DeclaredResource } from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import type { Standing } from "../../policies/coverage";
import type { Finding } from "../../policies/rule";
import { failoverProof } from "../../policies/rules/failover-proof";
import type { StackSettings } from "../../policies/stack-settings";
import { check, failover, loadBalancer, record } from "../failover/reading/declare";
import { contract } from "./pack";

const name = "shop.example.org";
const open: Standing = { kind: "open" };
const all: Standing = { kind: "named", scopes: new Set(["all"]) };

const cname = { name, type: "CNAME", ttl: 10, records: [computed] };
const east = loadBalancer("us-east-1");
const west = loadBalancer("us-west-2");
const times = { type: "HTTPS", requestInterval: 10, failureThreshold: 2, fqdn: computed };
const eastCheck = check("east", times, { fqdn: [east] });
const eastRecord = record(
  "east",
  { ...cname, healthCheckId: computed, ...failover("PRIMARY") },
  { records: [east], healthCheckId: [eastCheck] },
);
const westRecord = record("west", { ...cname, ...failover("SECONDARY") }, { records: [west] });

function judge(
  resources: DeclaredResource[],
  standing: Standing = open,
  settings: Partial<StackSettings> = {},
): Finding[] {
  return failoverProof.judge(
    {
      resources,
      links: new Links(resources),
      settings: { scope: undefined, regions: undefined, ownRegion: undefined, ...settings },
      today: "2026-11-23",
      standing,
      ignoreChanges: () => [],
      judgedByBundledContract: [],
    },
    { objectives: contract.objectives },
  );
}

const kinds = (findings: Finding[]) => [...new Set(findings.map(({ kind }) => kind))];

describe("the proof as a policy", () => {
  it("refutes a program without any coverage whose failover name is whole", () => {
    const astray = { ...eastCheck, propertyDependencies: { fqdn: [west.urn] } };
    const found = judge([east, west, astray, eastRecord, westRecord]);
    assert.deepEqual(kinds(found), ["violation"]);
    assert.ok(found.some(({ what }) => what.startsWith(`${name}: F1 (`)));
    assert.deepEqual([...new Set(found.map(({ resource }) => resource))], [eastRecord.urn]);
  });

  it("says of a name whose other part is elsewhere that it is not proved, and stops nothing", () => {
    const found = judge([east, eastCheck, eastRecord]);
    assert.deepEqual(kinds(found), ["advice"]);
    assert.match(found[0]!.what, /shop\.example\.org is not proved/);
  });

  it("stops the same in a stack that the coverage holds to the whole", () => {
    const found = judge([east, eastCheck, eastRecord], all);
    assert.ok(kinds(found).includes("violation"));
  });

  it("leaves a stack of one Region to the comparison of all stacks", () => {
    assert.deepEqual(judge([east, eastCheck, eastRecord], open, { scope: "region" }), []);
    const region: Standing = { kind: "named", scopes: new Set(["region"]) };
    assert.deepEqual(judge([east, eastCheck, eastRecord], region), []);
  });

  it("leaves weights alone that share load in one Region, unless the coverage demands failover", () => {
    const canary = ["stable", "canary"].map((identifier, index) =>
      record(
        identifier,
        {
          ...cname,
          setIdentifier: identifier,
          weightedRoutingPolicies: [{ weight: index + 1 }],
        },
        { records: [east] },
      ),
    );
    assert.deepEqual(judge([east, ...canary]), []);
    assert.match(judge([east, ...canary], all)[0]!.what, /nothing to fail over to/);
  });

  it("tells what it cannot know once, with every obligation that needs it", () => {
    const found = judge([east, west, eastRecord, westRecord]);
    assert.deepEqual(
      found.filter(({ what }) => what.includes("cannot be told")).map(({ what }) => what),
      [
        `${name}: F1, F2, F3 and F4 cannot be told: the check of east: its healthCheckId is not known before the update`,
      ],
    );
  });
});
