import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Overwriting, Overwritings } from "../../../rehearsal/ledger/overwritings";
import { includes, type Version } from "../../../rehearsal/ledger/version";

/** What `Overwritings` says, without an index: the versions that losses lead to, one after the other. */
function naiveHasLost(all: readonly Overwriting[], write: Version, later: Version): boolean {
  const reached = new Set([write]);
  for (const version of reached) {
    for (const { lost, winner } of all) {
      const isBefore = !(includes(lost, later) && includes(later, write));
      if (includes(lost, version) && !includes(winner, version) && isBefore) {
        if (!includes(winner, write)) {
          reached.add(winner);
        }
      }
    }
  }
  reached.delete(write);
  return [...reached].some((winner) => includes(later, winner));
}

describe("overwritings", () => {
  it("are followed as without an index", () => {
    const anyVersion = fc
      .dictionary(fc.constantFrom("a", "b"), fc.bigInt(1n, 9n))
      .map((counters): Version => new Map(Object.entries(counters)));
    const anyOverwriting = fc.record({ lost: anyVersion, winner: anyVersion });
    fc.assert(
      fc.property(
        fc.array(anyOverwriting, { maxLength: 8 }),
        anyVersion,
        anyVersion,
        (all, write, later) => {
          assert.equal(
            new Overwritings(all).hasLost(write, later),
            naiveHasLost(all, write, later),
          );
        },
      ),
      { numRuns: 5000 },
    );
  });
});
