import assert from "node:assert/strict";
import { assumptions } from "../../failover/constants";
import { speedUp, speedUpAssumptions } from "../../rehearsal/scale";
import { rpoSecondsAt, speedUpService } from "../../rehearsal/timing";
import { cnameChain } from "../failover/example-topology";

describe("time that runs faster", () => {
  it("divides intervals, TTLs and propagation", () => {
    const faster = speedUp(cnameChain(), 5);
    assert.deepEqual(
      faster.recordSets.map(({ ttlSeconds }) => ttlSeconds),
      cnameChain().recordSets.map(({ ttlSeconds }) => (ttlSeconds === undefined ? undefined : 2)),
    );
    for (const check of Object.values(faster.healthChecks)) {
      assert.equal(check.kind === "endpoint" && check.intervalSeconds, 2);
    }
    const assumed = speedUpAssumptions(assumptions, 5);
    assert.deepEqual(assumed.propagationSeconds, { least: 0, most: 2 });
    assert.equal(assumed.aliasTtlSeconds, 12);
  });

  it("leaves the time limits of probes alone, and thresholds", () => {
    const { connectLimitSeconds, responseLimitSeconds } = speedUpAssumptions(assumptions, 20);
    assert.deepEqual([connectLimitSeconds, responseLimitSeconds], [4, 2]);
    for (const check of Object.values(speedUp(cnameChain(), 20).healthChecks)) {
      assert.equal(check.kind === "endpoint" && check.failureThreshold, 2);
    }
  });

  it("keeps TTLs at whole seconds, and 0 at 0", () => {
    const [record] = cnameChain().recordSets;
    const topology = {
      ...cnameChain(),
      recordSets: [0, 1, 45].map((ttlSeconds) => ({ ...record!, ttlSeconds })),
    };
    assert.deepEqual(
      speedUp(topology, 10).recordSets.map(({ ttlSeconds }) => ttlSeconds),
      [0, 1, 5],
    );
  });

  it("is the declared time at a speed of 1", () => {
    assert.deepEqual(speedUp(cnameChain(), 1), cnameChain());
    assert.deepEqual(speedUpAssumptions(assumptions, 1), assumptions);
    assert.equal(rpoSecondsAt(5, 1), 5);
  });

  it("divides the service's own times down to what processes on one machine can keep", () => {
    const settings = [
      { name: "HEARTBEAT_SECONDS", default: "2" },
      { name: "FAILBACK_MAXIMUM_SECONDS", default: "120" },
      { name: "WORKER_THREADS", default: "32" },
    ];
    const environment = { RPO_SECONDS: "5", TABLE_NAME: "T" };
    assert.deepEqual(speedUpService(environment, settings, 4), {
      TABLE_NAME: "T",
      RPO_SECONDS: "2",
      HEARTBEAT_SECONDS: "0.8",
      FAILBACK_MAXIMUM_SECONDS: "30",
    });
    assert.deepEqual(speedUpService(environment, settings, 1), {
      ...environment,
      HEARTBEAT_SECONDS: "2",
      FAILBACK_MAXIMUM_SECONDS: "120",
    });
    assert.equal(rpoSecondsAt(1, 10), 1);
  });
});
