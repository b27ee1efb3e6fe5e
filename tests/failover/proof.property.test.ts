import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Proof, prove } from "../../failover/proof";
import { anyChain, anyGoodChain } from "./arbitrary-chain";
import { anyTopology, type NamedTopology } from "./arbitrary-topology";
import { isDeepStrictEqual } from "node:util";
import { naiveAnswer } from "./naive-evaluator";
import { leadsAstray, leavesTheOrder, neverReached, neverSeen, sitesOfName } from "./naive-proof";
import { longestDetour } from "./naive-time";

const topologies = fc.oneof(
  anyTopology({ maxSites: 4, maxNames: 5, unknowns: false }),
  anyTopology({ maxSites: 3, maxNames: 5, unknowns: true }),
  anyChain(4, 4),
);

describe("the proof, compared with a naive reading of its obligations", () => {
  it("states the answer of every combination", () => {
    overEveryName(({ topology, name, proof }) => {
      for (const { failed, answer, known } of proof.cases) {
        const naive = naiveAnswer(topology, name, failed);
        const sites = answer === null ? [] : [answer].flat();
        assert.ok(!known || !naive.unknown);
        assert.deepEqual(sites, known ? naive.sites : []);
      }
    });
  });

  it("lets F1 hold only where clients are led to a healthy site while there is one", () => {
    overEveryName(({ topology, name, proof }) => {
      const { holds, unknown } = obligation(proof, "F1");
      const violated = leadsAstray(topology, name);
      if (holds === true) {
        assert.deepEqual(violated, []);
        assert.ok(sitesOfName(topology, name).length >= 2);
        assert.deepEqual(neverReached(topology, name), []);
      } else if (unknown.length === 0) {
        const fewer = sitesOfName(topology, name).length < 2;
        assert.ok(fewer || violated.length > 0 || neverReached(topology, name).length > 0);
      }
    });
  });

  it("lets F2 hold only where clients are led in the order of the records", () => {
    overEveryName(({ topology, name, proof }) => {
      const { holds, unknown } = obligation(proof, "F2");
      const violated = leavesTheOrder(topology, name);
      if (holds === true) {
        assert.deepEqual(violated, []);
      } else if (unknown.length === 0) {
        assert.notDeepEqual(violated, []);
      }
    });
  });

  it("names as counterexamples only what the naive reading finds as well", () => {
    overEveryName(({ topology, name, proof }) => {
      for (const [id, find] of [
        ["F1", leadsAstray],
        ["F2", leavesTheOrder],
      ] as const) {
        const found = find(topology, name).map(({ failed }) => failed.sort().join());
        for (const { failed, because } of obligation(proof, id).counterexamples) {
          const isAboutStates = !/never leads to|nothing to fail over to/.test(because);
          assert.ok(!isAboutStates || found.includes([...failed].sort().join()), because);
        }
      }
    });
  });

  it("refutes F4 wherever a loss is never seen", () => {
    overEveryName(({ topology, name, proof }) => {
      if (neverSeen(topology, name)) {
        assert.equal(obligation(proof, "F4").holds, false);
      }
    });
  });

  it("never promises a recovery sooner than the longest detour that can be arranged", () => {
    overEveryName(({ topology, name, proof }) => {
      for (const { failed, recovery } of proof.cases) {
        const detour = longestDetour(topology, name, [], failed);
        if (recovery !== null && detour !== undefined) {
          assert.ok(recovery.worst.seconds >= detour, `${failed.join()}: ${detour} s`);
        }
      }
    });
  });

  it("counts no second for a good chain that cannot be arranged", () => {
    fc.assert(
      fc.property(anyGoodChain(4), ({ topology, names: [name] }) => {
        for (const { failed, recovery } of prove({ topology, name, rtoSeconds: 60 }).cases) {
          if (recovery !== null) {
            assert.equal(recovery.worst.seconds, longestDetour(topology, name, [], failed));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("lets F4 hold only where no change from any state has a longer detour than allowed", () => {
    const rtoSeconds = 90;
    overEveryName(({ topology, name, proof }) => {
      for (const [before, after] of holds(proof, "F4") ? changesThatCount(proof) : []) {
        const detour = longestDetour(topology, name, before, after) ?? 0;
        assert.ok(detour <= rtoSeconds, `${before.join()} to ${after.join()}: ${detour} s`);
      }
    }, rtoSeconds);
  });
});

/** Every loss that changes the answer, and every return where nothing healthy answered before. */
function changesThatCount({ cases }: Proof): [before: string[], after: string[]][] {
  return cases.flatMap((before) =>
    cases
      .filter((after) => {
        const failed = new Set(before.failed);
        const isLoss = before.failed.every((site) => after.failed.includes(site));
        const isReturn =
          after.failed.every((site) => failed.has(site)) &&
          [before.answer ?? []].flat().every((site) => failed.has(site));
        return (isLoss || isReturn) && !isDeepStrictEqual(before.answer, after.answer);
      })
      .map((after): [string[], string[]] => [before.failed, after.failed]),
  );
}

interface Proved {
  topology: NamedTopology["topology"];
  name: string;
  proof: Proof;
}

function overEveryName(check: (proved: Proved) => void, rtoSeconds = 1e9): void {
  fc.assert(
    fc.property(topologies, ({ topology, names }) => {
      for (const name of names) {
        check({ topology, name, proof: prove({ topology, name, rtoSeconds }) });
      }
    }),
    { numRuns: 500 },
  );
}

function holds(proof: Proof, id: string): boolean {
  return obligation(proof, id).holds === true;
}

function obligation({ obligations }: Proof, id: string) {
  return obligations.find((one) => one.id === id)!;
}
