import assert from "node:assert/strict";
import * as fc from "fast-check";
import { NameModel } from "../../failover/name-model";
import { recoveryTime } from "../../failover/recovery";
import { type SiteChange, simulate } from "../../failover/simulation";
import type { FailureMode } from "../../failover/simulation/watcher";
import { anyTopology } from "./arbitrary-topology";

/** Longer than anything takes to settle, answers without an address included. */
const lastsSeconds = 1500;

const steps = fc.array(
  fc.record({
    failed: fc.nat(15),
    failure: fc.constantFrom<FailureMode[]>("refused", "neverOpens", "hangs", "mixed"),
  }),
  { minLength: 1, maxLength: 3 },
);

describe("simulated recovery", () => {
  it("never takes longer than the proven worst case, in any topology and scenario", () => {
    let changes = 0;
    fc.assert(
      fc.property(
        anyTopology({ maxSites: 4, maxNames: 6, unknowns: false }),
        steps,
        fc.integer(),
        ({ topology, names: [name] }, steps, seed) => {
          const model = new NameModel(topology, name);
          const scenario: SiteChange[] = [];
          const bounds: number[] = [];
          let before = 0;
          for (const { failed, failure } of steps) {
            const after = failed & model.allSites;
            const result = recoveryTime(model, before, after);
            // Where the answer or a time is not known there is no bound to keep to.
            fc.pre(model.answerIn(after).settled && result.kind === "visible");
            bounds.push(result.recovery.worst.seconds);
            scenario.push({ failed: model.namesOf(after), failure, lastsSeconds });
            before = after;
          }
          const found = simulate({ topology, name, scenario, seed, runs: 2, clients: 4 });
          for (const [position, { maxSeconds }] of found.entries()) {
            const bound = bounds[position] as number;
            assert.ok(
              maxSeconds <= bound + 1e-6,
              `change ${position}: ${maxSeconds} s simulated, ${bound} s proven`,
            );
            changes += bound > 0 ? 1 : 0;
          }
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(changes > 50, `only ${changes} changes moved any client`);
  });
});
