import assert from "node:assert/strict";
import { type SimulationInput, simulate } from "../../failover/simulation";
import { UnknownTimeError } from "../../failover/simulation/watcher";
import { aliasChain, cnameChain, name, regions } from "./example-topology";

function simulated(changes: Partial<SimulationInput> = {}) {
  return simulate({
    topology: cnameChain(),
    name,
    seed: 1,
    scenario: [{ failed: ["us-east-1"], failure: "refused", lastsSeconds: 200 }],
    ...changes,
  });
}

function only<T>([first, ...others]: readonly T[]): T {
  assert.ok(first);
  assert.equal(others.length, 0);
  return first;
}

describe("a simulated failure", () => {
  it("is the same for the same seed, and another for another", () => {
    assert.deepEqual(simulated(), simulated());
    assert.notDeepEqual(simulated(), simulated({ seed: 2 }));
  });

  it("comes close to the mean and the worst case of the proof, and not over", () => {
    const { p50Seconds, p95Seconds, maxSeconds } = only(simulated({ runs: 200 }));
    // Mean: 18.2 s until the 14th checker, 5 s of propagation, 5 s of TTL.
    assert.ok(Math.abs(p50Seconds - 28.2) < 2, `p50 ${p50Seconds}`);
    assert.ok(p50Seconds < p95Seconds && p95Seconds < maxSeconds);
    assert.ok(maxSeconds > 34 && maxSeconds <= 40, `max ${maxSeconds}`);
  });

  it("takes longer when connections never open, and longest when they open and stay silent", () => {
    const maxOf = (failure: "refused" | "neverOpens" | "hangs") =>
      only(simulated({ scenario: [{ failed: ["us-east-1"], failure, lastsSeconds: 200 }] }))
        .maxSeconds;
    const [fast, unopened, silent] = [maxOf("refused"), maxOf("neverOpens"), maxOf("hangs")];
    assert.ok(fast < unopened && unopened < silent);
    assert.ok(unopened <= 48 && silent <= 52);
  });

  it("is not noticed by clients that another site serves", () => {
    const scenario = [{ failed: ["us-west-2"], failure: "hangs", lastsSeconds: 200 } as const];
    assert.equal(only(simulated({ scenario })).maxSeconds, 0);
  });

  it("goes on from state to state, and back", () => {
    const lastsSeconds = 200;
    const scenario = [["us-east-1"], ["us-east-1", "us-west-2"], []].map(
      (failed) => ({ failed, failure: "mixed", lastsSeconds }) as const,
    );
    const found = simulated({ scenario });
    assert.deepEqual(
      found.map(({ failed }) => failed),
      scenario.map(({ failed }) => failed),
    );
    for (const { maxSeconds } of found) {
      assert.ok(maxSeconds > 15 && maxSeconds <= 52, `max ${maxSeconds}`);
    }
  });

  it("says so where clients had not got over it when the next change came", () => {
    const scenario = [{ failed: ["us-east-1"], failure: "hangs", lastsSeconds: 5 } as const];
    assert.equal(only(simulated({ scenario })).maxSeconds, Infinity);
  });

  it("moves no client where nothing watches: the answer stays, right or wrong", () => {
    const topology = cnameChain();
    topology.recordSets.find(({ id }) => id === "link-1-primary")!.healthCheck = undefined;
    assert.equal(only(simulated({ topology })).maxSeconds, 0);
  });

  it("is seen by load balancers where only they watch", () => {
    const topology = aliasChain(regions);
    for (const recordSet of topology.recordSets) {
      recordSet.healthCheck = undefined;
    }
    const { p50Seconds, maxSeconds } = only(simulated({ topology }));
    assert.ok(Math.abs(p50Seconds - 50) < 6, `p50 ${p50Seconds}`);
    assert.ok(maxSeconds <= 95);
  });

  it("cannot be simulated while it is not known how often a check probes", () => {
    const topology = cnameChain(regions, { check: { intervalSeconds: undefined } });
    assert.throws(() => simulated({ topology }), UnknownTimeError);
  });
});
