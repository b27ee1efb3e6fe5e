import assert from "node:assert/strict";
import { assumptions } from "../../../failover/constants";
import { Random } from "../../../failover/simulation/random";
import type { RecordSet, Topology } from "../../../failover/topology";
import {
  aliasChain,
  checksOf,
  cnameChain,
  name,
  record,
  regions,
  topologyOf,
} from "../../failover/example-topology";
import { addresses, addressesIn, inLines, replyOf, zoneOf } from "./dns-fixture";

const [first, second] = regions as [string, string, ...string[]];

describe("a zone's answers", () => {
  it("follow the chain of CNAMEs, each with its own TTL", () => {
    const { zone } = zoneOf(cnameChain());
    const question = { name, type: "A" };
    assert.deepEqual(inLines(replyOf(zone, question)), [
      "app.example.com 10 CNAME us-east-1.app.example.com",
      "us-east-1.app.example.com 60 A 127.0.1.1",
    ]);
    assert.deepEqual(inLines(replyOf(zone, question, [first])), [
      "app.example.com 10 CNAME failover-2.app.example.com",
      "failover-2.app.example.com 10 CNAME us-west-2.app.example.com",
      "us-west-2.app.example.com 60 A 127.0.1.2",
    ]);
    assert.deepEqual(addressesIn(replyOf(zone, question, [first, second])), [addresses[2]]);
    const { code, isAuthoritative, authorities } = replyOf(zone, question);
    assert.deepEqual(
      { code, isAuthoritative, authorities },
      {
        code: "NOERROR",
        isAuthoritative: true,
        authorities: [],
      },
    );
  });

  it("come straight from a chain of aliases at the apex, with the TTL of its end", () => {
    const { zone } = zoneOf(aliasChain(), { apex: name });
    for (const [failed, address] of [
      [[], addresses[0]],
      [[first], addresses[1]],
      [[first, second], addresses[2]],
    ] as const) {
      assert.deepEqual(inLines(replyOf(zone, { name, type: "A" }, failed)), [
        `${name} 60 A ${address}`,
      ]);
    }
    assert.deepEqual(
      replyOf(zone, { name, type: "NS" }).answers.map(({ ttlSeconds }) => ttlSeconds),
      [172_800, 172_800, 172_800, 172_800],
    );
    assert.equal(replyOf(zone, { name, type: "SOA" }).answers[0]?.type, "SOA");
    assert.equal(replyOf(zone, { name, type: "ANY" }).answers[0]?.type, "A");
  });

  it("give an alias to another record that record's TTL", () => {
    const alias = record("alias", "alias.example.com", {
      target: { kind: "alias", name, type: "A", evaluateTargetHealth: false },
      ttlSeconds: undefined,
    });
    const { zone } = zoneOf(topologyOf([alias, record(first, name, { ttlSeconds: 30 })]));
    assert.deepEqual(inLines(replyOf(zone, { name: "alias.example.com", type: "A" })), [
      "alias.example.com 30 A 127.0.1.1",
    ]);
  });

  it("are shared out by weight", () => {
    const shares = (...weights: number[]) => {
      const records = weights.map((weight, position) =>
        record(regions[position]!, name, { routing: { kind: "weighted", weight } }),
      );
      return sharesOf(topologyOf(records));
    };
    const [most, least] = shares(3, 1);
    assert.ok(most! > 700 && most! < 800 && most! + least! === 1000, `${most}, ${least} of 1000`);
    assert.deepEqual(shares(1, 0), [1000, 0, 0]);
    for (const share of shares(0, 0, 0)) {
      assert.ok(share > 270 && share < 400, `${share} of 1000`);
    }
  });

  it("weigh the aliases of a group and not what they lead to", () => {
    const weighted = (id: string, weight: number, target: string): RecordSet =>
      record(id, name, {
        routing: { kind: "weighted", weight },
        target: { kind: "alias", name: target, type: "A", evaluateTargetHealth: false },
        ttlSeconds: undefined,
      });
    const [most, least] = sharesOf(
      topologyOf([
        weighted("one", 9, "one.example.com"),
        weighted("other", 1, "other.example.com"),
        record(first, "one.example.com"),
        record(second, "other.example.com"),
      ]),
    );
    assert.ok(most! > 860 && most! + least! === 1000, `${most}, ${least} of 1000`);
  });

  it("hold every healthy multivalue record, and eight at most", () => {
    const sites = Array.from({ length: 10 }, (_, position) => `site-${position}`);
    const records = sites.map((site, position) =>
      record(site, name, {
        routing: { kind: "multivalue" },
        healthCheck: site,
        ttlSeconds: 5 + position,
      }),
    );
    const { zone } = zoneOf(topologyOf(records, checksOf(sites)), {
      addressOf: (site) => `127.0.2.${sites.indexOf(site) + 1}`,
    });
    const question = { name, type: "A" };
    assert.equal(new Set(addressesIn(replyOf(zone, question))).size, 8);
    const few = replyOf(zone, question, sites.slice(3));
    assert.deepEqual(addressesIn(few).sort(), ["127.0.2.1", "127.0.2.2", "127.0.2.3"]);
    assert.deepEqual(new Set(few.answers.map(({ ttlSeconds }) => ttlSeconds)), new Set([5]));
  });

  it("hold all addresses of one record", () => {
    const values = record("both", name, { target: { kind: "values", endpoints: [first, second] } });
    const { zone } = zoneOf(topologyOf([values]));
    assert.deepEqual(addressesIn(replyOf(zone, { name, type: "A" })), addresses.slice(0, 2));
  });

  it("repeat the case of the question, and do not mind it", () => {
    const { zone } = zoneOf(cnameChain());
    assert.deepEqual(inLines(replyOf(zone, { name: "App.EXAMPLE.com", type: "A" })), [
      "App.EXAMPLE.com 10 CNAME us-east-1.app.example.com",
      "us-east-1.app.example.com 60 A 127.0.1.1",
    ]);
  });

  it("say whole seconds", () => {
    const assumed = { ...assumptions, aliasTtlSeconds: 7.9, negativeTtlSeconds: 3.5 };
    const { zone } = zoneOf(cnameChain(regions, { ttlSeconds: 2.5 }), { assumed });
    const seconds = (type: string) => {
      const { answers, authorities } = replyOf(zone, { name, type });
      return [...answers, ...authorities].map(({ ttlSeconds }) => ttlSeconds);
    };
    assert.deepEqual(seconds("A"), [2, 7]);
    assert.deepEqual(seconds("AAAA"), [2, 3]);
  });
});

/** How many of 1000 answers go to each address. */
function sharesOf(topology: Topology): number[] {
  const { zone } = zoneOf(topology);
  const random = new Random(7);
  const counts = addresses.map(() => 0);
  for (let turn = 0; turn < 1000; turn += 1) {
    const [address] = addressesIn(replyOf(zone, { name, type: "A" }, [], random));
    counts[addresses.indexOf(address as (typeof addresses)[number])]! += 1;
  }
  return counts;
}
