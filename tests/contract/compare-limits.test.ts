import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  compareDeregistrationDelay,
  compareKeepAlive,
  compareRecordTtl,
} from "../../contract/compare-limits";
import { describeDifference, type Difference } from "../../contract/difference";
import { computed, type DeclaredInputs } from "../../declared/declared-resource";
import { anyInputs } from "./arbitrary-table";
import { resource, types } from "./declared-examples";
import { goodContract } from "./good-contract";

const { records, loadBalancer } = goodContract();

const compareTtl = (inputs: DeclaredInputs) =>
  compareRecordTtl(records, resource(types.record, "shop", inputs));
const compareConnections = (inputs: DeclaredInputs) =>
  compareKeepAlive(loadBalancer, resource(types.loadBalancer, "shop", inputs));
const compareDelay = (inputs: DeclaredInputs) =>
  compareDeregistrationDelay(loadBalancer, resource(types.targetGroup, "shop", inputs));

const keepAliveReason = "an open connection does not follow DNS to another Region";

describe("limits of the contract", () => {
  const cases: [string, Difference[], string[]][] = [
    ["a TTL at the limit", compareTtl({ ttl: 10 }), []],
    ["a TTL of nothing", compareTtl({ ttl: 0 }), []],
    ["a TTL written as text", compareTtl({ ttl: "10" }), []],
    ["a TTL above", compareTtl({ ttl: 60 }), ["ttl: found 60; allowed: at most 10"]],
    ["no TTL, and no alias", compareTtl({}), ["ttl: found nothing; allowed: at most 10"]],
    [
      "no TTL, and no aliases",
      compareTtl({ aliases: [] }),
      ["ttl: found nothing; allowed: at most 10"],
    ],
    ["an alias, which has no TTL of its own", compareTtl({ aliases: [{ name: "lb" }] }), []],
    [
      "an unknown TTL",
      compareTtl({ ttl: computed }),
      ["ttl: is not known before the update, so that it cannot be compared; allowed: at most 10"],
    ],
    ["a keep-alive at the limit", compareConnections({ clientKeepAlive: 300 }), []],
    [
      "no keep-alive, which is an hour",
      compareConnections({}),
      [`clientKeepAlive: found 3600; allowed: at most 300: ${keepAliveReason}`],
    ],
    [
      "an unknown type, which may be an application load balancer",
      compareConnections({ loadBalancerType: computed }),
      [
        `clientKeepAlive: is not known before the update, so that it cannot be compared; allowed: at most 300: ${keepAliveReason}`,
      ],
    ],
    ["a network load balancer", compareConnections({ loadBalancerType: "network" }), []],
    ["a delay at the limit", compareDelay({ deregistrationDelay: 60 }), []],
    [
      "no delay, which is five minutes",
      compareDelay({}),
      ["deregistrationDelay: found 300; allowed: at most 60"],
    ],
    ["a delay before functions, which have none", compareDelay({ targetType: "lambda" }), []],
  ];
  for (const [description, differences, expected] of cases) {
    it(`judge ${description}`, () => {
      assert.deepEqual(differences.map(describeDifference), expected);
    });
  }

  it("never throw, whatever the inputs are", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        for (const compare of [compareTtl, compareConnections, compareDelay]) {
          compare(inputs).map(describeDifference);
        }
      }),
    );
  });
});
