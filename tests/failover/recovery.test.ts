import assert from "node:assert/strict";
import { type Assumptions, assumptions } from "../../failover/constants";
import { NameModel } from "../../failover/name-model";
import { recoveryTime } from "../../failover/recovery";
import type { Topology } from "../../failover/topology";
import {
  aliasChain,
  checkOf,
  checksOf,
  cnameChain,
  name,
  record,
  regions,
  topologyOf,
} from "./example-topology";

function recoveryOf(
  topology: Topology,
  before: readonly string[],
  after: readonly string[],
  assumed: Partial<Assumptions> = {},
) {
  const model = new NameModel(topology, name, { ...assumptions, ...assumed });
  const setOf = (sites: readonly string[]) =>
    sites.reduce((set, site) => set + 2 ** model.sites.indexOf(site), 0);
  return recoveryTime(model, setOf(before), setOf(after));
}

function worstOf(...args: Parameters<typeof recoveryOf>) {
  const result = recoveryOf(...args);
  assert.equal(result.kind, "visible");
  return result.recovery.worst;
}

const refused = { connectLimitSeconds: 0, responseLimitSeconds: 0 };
const neverOpens = { responseLimitSeconds: 0 };

describe("the time until all new connections go by a change", () => {
  // Interval, threshold, TTL, and the worst case of each way to fail.
  const table = [
    [30, 3, 60, 160, 172, 178],
    [10, 3, 60, 100, 112, 118],
    [10, 2, 10, 40, 48, 52],
  ] as const;
  for (const [intervalSeconds, failureThreshold, ttlSeconds, fast, unopened, silent] of table) {
    it(`is at worst ${fast}, ${unopened} or ${silent} s every ${intervalSeconds} s, ${failureThreshold} times, with a TTL of ${ttlSeconds} s`, () => {
      const chain = cnameChain(regions, {
        check: { intervalSeconds, failureThreshold },
        ttlSeconds,
      });
      assert.equal(worstOf(chain, [], ["us-east-1"], refused).seconds, fast);
      assert.equal(worstOf(chain, [], ["us-east-1"], neverOpens).seconds, unopened);
      assert.equal(worstOf(chain, [], ["us-east-1"]).seconds, silent);
    });
  }

  it("is on average about 120 s every 30 s, three times, with a TTL of 60 s", () => {
    const chain = cnameChain(regions, {
      check: { intervalSeconds: 30, failureThreshold: 3 },
      ttlSeconds: 60,
    });
    const result = recoveryOf(chain, [], ["us-east-1"]);
    assert.ok(result.kind === "visible");
    assert.equal(Math.round(result.recovery.mean.seconds * 10) / 10, 119.7);
  });

  it("names what it is made of", () => {
    assert.deepEqual(worstOf(cnameChain(), [], ["us-east-1"]), {
      seconds: 52,
      detection: { seconds: 32, by: "check of us-east-1" },
      propagation: { seconds: 10 },
      cached: { seconds: 10, record: "link-1-primary" },
    });
  });

  it("is nothing where no answer on the way changes", () => {
    assert.equal(worstOf(cnameChain(), [], ["us-west-2"]).seconds, 0);
  });

  it("counts the TTL of the record that changes and not of those that do not", () => {
    const chain = cnameChain();
    const primary = chain.recordSets.find(({ id }) => id === "link-1-primary")!;
    const regional = chain.recordSets.find(({ id }) => id === "name of us-west-2")!;
    regional.ttlSeconds = 3600;
    assert.equal(worstOf(chain, [], ["us-east-1"]).seconds, 52);
    primary.ttlSeconds = 60;
    assert.equal(worstOf(chain, [], ["us-east-1"]).seconds, 102);
  });

  it("counts 60 s for an alias to a load balancer, whose TTL is AWS's", () => {
    const { cached } = worstOf(aliasChain(), [], ["us-east-1"]);
    assert.deepEqual(cached, { seconds: 60, record: "link-1-primary" });
  });

  it("goes by the load balancer's own checks where nothing else watches", () => {
    const chain = aliasChain();
    for (const recordSet of chain.recordSets) {
      recordSet.healthCheck = undefined;
    }
    const { seconds, detection } = worstOf(chain, [], ["us-east-1"]);
    assert.deepEqual(detection, { seconds: 25, by: "us-east-1" });
    assert.equal(seconds, 95);
  });

  it("goes by the sooner of two signals that each suffice", () => {
    const slow = aliasChain();
    slow.healthChecks = checksOf(regions, { intervalSeconds: 30, failureThreshold: 3 });
    assert.equal(worstOf(slow, [], ["us-east-1"]).detection.seconds, 25);
  });

  it("waits for both signals where both have to come back", () => {
    assert.equal(worstOf(aliasChain(), ["us-east-1"], []).detection.by, "check of us-east-1");
    assert.equal(worstOf(aliasChain(), ["us-east-1"], []).detection.seconds, 26);
  });

  it("waits for the slower record of two that change", () => {
    const chain = cnameChain();
    chain.healthChecks["us-west-2"] = checkOf("us-west-2", { intervalSeconds: 30 });
    const both = worstOf(chain, [], ["us-east-1", "us-west-2"]);
    assert.deepEqual(both.detection, { seconds: 72, by: "check of us-west-2" });
    assert.equal(both.cached.record, "link-2-primary");
  });

  it("does not wait for a check that can no longer change the answer", () => {
    const chain = cnameChain();
    chain.healthChecks["eu-central-1"] = checkOf("eu-central-1", { intervalSeconds: 30 });
    assert.equal(worstOf(chain, [], ["us-east-1", "eu-central-1"]).seconds, 52);
  });

  it("counts what resolvers may be told on the way, and not only what they were told before", () => {
    // With both sites gone the PRIMARY answers again; in between the SECONDARY was answered.
    const pair = topologyOf(
      [
        record("east", name, {
          routing: { kind: "failover", role: "PRIMARY" },
          healthCheck: "east",
        }),
        record("west", name, {
          routing: { kind: "failover", role: "SECONDARY" },
          healthCheck: "west",
          ttlSeconds: 300,
        }),
      ],
      checksOf(["east", "west"]),
    );
    const { seconds, cached } = worstOf(pair, [], ["east", "west"]);
    assert.equal(cached.record, "west");
    assert.equal(seconds, 32 + 10 + 300);
  });

  it("waits until an answer without an address has expired where there was one on the way", () => {
    const geolocation = topologyOf(
      [
        record("east", name, {
          routing: { kind: "failover", role: "PRIMARY" },
          healthCheck: "east",
        }),
        record("inner", name, {
          routing: { kind: "failover", role: "SECONDARY" },
          target: {
            kind: "alias",
            name: "inner.example.com",
            type: "A",
            evaluateTargetHealth: false,
          },
        }),
        record("europe", "inner.example.com", {
          routing: { kind: "geolocation", location: { kind: "continent", continent: "EU" } },
        }),
      ],
      checksOf(["east"]),
    );
    const { cached } = worstOf(geolocation, ["east"], []);
    assert.deepEqual(cached, { seconds: 900, record: "that there is no address" });
  });

  it("is not known where the check's interval or the record's TTL is not, and says which", () => {
    const noInterval = cnameChain(regions, { check: { intervalSeconds: undefined } });
    assert.deepEqual(recoveryOf(noInterval, [], ["us-east-1"]), {
      kind: "unknown",
      unknown: [
        { subject: "check of us-east-1", reason: "how often or how long it checks is not known" },
      ],
    });
    const noTtl = cnameChain();
    noTtl.recordSets.find(({ id }) => id === "link-1-primary")!.ttlSeconds = undefined;
    assert.deepEqual(recoveryOf(noTtl, [], ["us-east-1"]), {
      kind: "unknown",
      unknown: [{ subject: "link-1-primary", reason: "its TTL is not known" }],
    });
  });
});
