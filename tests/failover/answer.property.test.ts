import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Answer, answer } from "../../failover/answer";
import type { Topology } from "../../failover/topology";
import { anyBrokenTopology } from "./arbitrary-breakage";
import { anyTopology, type NamedTopology } from "./arbitrary-topology";
import { type NaiveAnswer, naiveAnswer } from "./naive-evaluator";
import { naiveSites } from "./naive-health";
import { subsets } from "./naive-worlds";

/** Sizes that keep every combination of failures of every name affordable for the naive side. */
const sizes = { maxSites: 4, maxNames: 6 };

describe("answers, compared with a naive reading of the documentation", () => {
  it("are the same for random topologies, in every combination of failures", () => {
    fc.assert(
      fc.property(anyTopology({ ...sizes, unknowns: false }), (named) => {
        for (const { found, naive, where } of everyAnswer(named)) {
          assertAgreement(found, naive, where);
          // Everything is declared: only a check's own name can be in doubt.
          for (const { reason } of found.unknown) {
            assert.match(reason, /unpredictable|does not always have an address/, where);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("are given only where nothing unknown could change them", () => {
    fc.assert(
      fc.property(anyTopology({ maxSites: 3, maxNames: 5, unknowns: true }), (named) => {
        for (const { found, naive, where } of everyAnswer(named)) {
          assertAgreement(found, naive, where);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it("are not made up for what Route 53 would refuse, for gaps and for circles", () => {
    fc.assert(
      fc.property(anyBrokenTopology({ ...sizes, unknowns: false }), (named) => {
        for (const { found, naive, where } of everyAnswer(named)) {
          assertAgreement(found, naive, where);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

interface Compared {
  found: Answer;
  naive: NaiveAnswer;
  where: string;
}

function* everyAnswer({ topology, names }: NamedTopology): Generator<Compared> {
  for (const name of names) {
    for (const failed of subsets(naiveSites(topology))) {
      yield {
        found: answer(topology, name, new Set(failed)),
        naive: naiveAnswer(topology, name, failed),
        where: `${name} without ${failed.join()}:\n${inLines(topology)}`,
      };
    }
  }
}

/** An answer that is said to be known is known, and the same. */
function assertAgreement(found: Answer, naive: NaiveAnswer, where: string): void {
  if (found.unknown.length > 0) {
    assert.equal(found.answer, null, where);
    return;
  }
  assert.equal(naive.unknown, false, `something unknown decides; ${where}`);
  assert.deepEqual(
    { sites: [found.answer ?? []].flat(), someWithout: found.someWithout },
    { sites: naive.sites, someWithout: naive.noAnswer },
    where,
  );
}

function inLines({ recordSets, healthChecks, endpoints }: Topology): string {
  return [
    ...recordSets.map(({ name, type, routing, target, healthCheck }) =>
      [name, type, JSON.stringify(routing), JSON.stringify(target), healthCheck ?? ""].join(" "),
    ),
    ...Object.entries(healthChecks).map(([id, check]) => `${id} ${JSON.stringify(check)}`),
    ...Object.entries(endpoints).map(([id, { site }]) => `${id} in ${site}`),
  ].join("\n");
}
