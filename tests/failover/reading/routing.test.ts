import { strict as assert } from "node:assert";
import { computed, type DeclaredInputs } from "../../../declared/declared-resource";
import { readRouting } from "../../../failover/reading/routing";
import type { Routing } from "../../../failover/topology";
import { record } from "./declare";

const read = (inputs: DeclaredInputs): Routing => readRouting(record("r", inputs));
const location = (inputs: DeclaredInputs): Routing =>
  read({ geolocationRoutingPolicies: [inputs] });

describe("routing policies", () => {
  const known: [string, DeclaredInputs, Routing][] = [
    ["none", {}, { kind: "simple" }],
    [
      "none, as a policy sees it",
      {
        failoverRoutingPolicies: [],
        multivalueAnswerRoutingPolicy: false,
        cidrRoutingPolicy: null,
        setIdentifier: "",
      },
      { kind: "simple" },
    ],
    [
      "failover",
      { failoverRoutingPolicies: [{ type: "SECONDARY" }] },
      { kind: "failover", role: "SECONDARY" },
    ],
    ["weighted", { weightedRoutingPolicies: [{ weight: 0 }] }, { kind: "weighted", weight: 0 }],
    [
      "latency",
      { latencyRoutingPolicies: [{ region: "us-east-1" }] },
      { kind: "latency", region: "us-east-1" },
    ],
    ["multivalue", { multivalueAnswerRoutingPolicy: true }, { kind: "multivalue" }],
  ];
  for (const [what, inputs, routing] of known) {
    it(`are read: ${what}`, () => {
      assert.deepEqual(read(inputs), routing);
    });
  }

  it("by place are read from the largest area to the smallest", () => {
    assert.deepEqual(location({ country: "*" }), {
      kind: "geolocation",
      location: { kind: "default" },
    });
    assert.deepEqual(location({ continent: "eu" }), {
      kind: "geolocation",
      location: { kind: "continent", continent: "EU" },
    });
    assert.deepEqual(location({ country: "us", subdivision: "ca" }), {
      kind: "geolocation",
      location: { kind: "subdivision", country: "US", subdivision: "CA" },
    });
    assert.equal(location({}).kind, "unknown");
    assert.equal(location({ country: computed }).kind, "unknown");
  });

  const unknown: [string, DeclaredInputs, RegExp][] = [
    [
      "geoproximity",
      { geoproximityRoutingPolicy: { bias: 1 } },
      /geoproximity routing is not part/,
    ],
    ["CIDR", { cidrRoutingPolicy: { collectionId: "c" } }, /\(CIDR\) is not part of the model/],
    ["hidden ones", { weightedRoutingPolicies: computed }, /is not known before the update/],
    ["hidden weights", { weightedRoutingPolicies: [{ weight: computed }] }, /the weight is not/],
    [
      "unknown roles",
      { failoverRoutingPolicies: [{ type: "THIRD" }] },
      /failover role is no value/,
    ],
    ["absent roles", { failoverRoutingPolicies: [{}] }, /the failover role is missing/],
    [
      "two at once",
      {
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        weightedRoutingPolicies: [{ weight: 1 }],
      },
      /two routing policies, failoverRoutingPolicies and weightedRoutingPolicies/,
    ],
    ["hidden multivalue", { multivalueAnswerRoutingPolicy: computed }, /is not known before/],
  ];
  for (const [what, inputs, reason] of unknown) {
    it(`are unknown, by name: ${what}`, () => {
      const routing = read(inputs);
      assert.equal(routing.kind, "unknown");
      assert.match((routing as { reason: string }).reason, reason);
    });
  }
});
