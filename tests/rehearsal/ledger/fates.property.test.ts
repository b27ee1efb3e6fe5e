import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Fate } from "../../../rehearsal/ledger/fate";
import { drawUpLedger } from "../../../rehearsal/ledger/ledger";
import { findFates, judgeWrites } from "../../../rehearsal/ledger/writes";
import { anyRun, type Run } from "./arbitrary-replicas";

/** What truly stands, of writes by their keys. */
class Truth {
  private readonly finals;

  constructor(private readonly run: Run) {
    this.finals = run.left.map((region) => run.replicas.finals.get(region));
  }

  isHeldIn(key: string): boolean[] {
    return this.finals.map((final) => final?.content.has(key) ?? false);
  }

  /** Whether a Region has held the write, and then a version that does not go back to it. */
  wasOverwritten(key: string): boolean {
    return this.run.replicas.overwritings.some(
      ({ lost, winner }) => lost.content.has(key) && !winner.content.has(key),
    );
  }

  /** Whether the journal of a Region that is left has a version that goes back to it. */
  isKept(key: string): boolean {
    return this.run.replicas.overwritings.some(
      ({ region, isKept, lost }) =>
        isKept && this.run.left.includes(region) && lost.content.has(key),
    );
  }

  /** Where no client brings versions together and all clocks are the same. */
  fateKind(key: string): Fate["kind"] {
    const held = this.isHeldIn(key);
    if (held.length > 0 && held.every(Boolean)) {
      return "everywhere";
    }
    const before = this.run.replicas.written.get(key)!.content;
    const isOlder = this.finals.map(
      (final) => final === undefined || (!final.content.has(key) && before.has(final.keys[0]!)),
    );
    if (isOlder.includes(true)) {
      return isOlder.every(Boolean) ? "lost" : "missing";
    }
    return held.length === 0 ? "lost" : "overwritten";
  }
}

function fatesByKey({ input }: Run): Map<string, Fate> {
  return new Map([...findFates(input)].map(([write, fate]) => [write.idempotencyKey!, fate]));
}

describe("fates, compared with replicas that know what they go back to", () => {
  for (const journal of ["everything", "nothing", "some"] as const) {
    it(`are the truth of two Regions, with a journal that keeps ${journal}`, () => {
      const anyTwo = anyRun({ regions: 2, isSimple: true, settles: true, journal });
      fc.assert(
        fc.property(anyTwo, (run) => {
          const truth = new Truth(run);
          for (const [key, fate] of fatesByKey(run)) {
            assert.equal(fate.kind, truth.fateKind(key), key);
            if (fate.kind === "overwritten") {
              assert.equal(fate.journalled, truth.isKept(key), key);
            }
          }
        }),
        { numRuns: 1000 },
      );
    });
  }

  it("never pass over what is lost, whatever clocks, clients and replication do", () => {
    const any = anyRun({ regions: 3, isSimple: false, settles: false, journal: "some" });
    fc.assert(
      fc.property(any, (run) => {
        const truth = new Truth(run);
        for (const [key, fate] of fatesByKey(run)) {
          const held = truth.isHeldIn(key);
          switch (fate.kind) {
            case "everywhere":
              assert.ok(held.every(Boolean), key);
              break;
            case "overwritten":
              assert.ok(held.includes(false) || truth.wasOverwritten(key), key);
              assert.ok(!fate.journalled || truth.isKept(key), key);
              break;
            case "missing":
              assert.ok(held.includes(false), key);
              break;
            case "lost":
              assert.ok(!held.includes(true), key);
              break;
            case "late":
            case "untraceable":
              assert.fail(`${key} ${fate.kind}`);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("differ from the truth of three Regions only by naming what was overwritten for a while", () => {
    const any = anyRun({ regions: 3, isSimple: true, settles: true, journal: "everything" });
    fc.assert(
      fc.property(any, (run) => {
        const truth = new Truth(run);
        for (const [key, fate] of fatesByKey(run)) {
          if (fate.kind !== truth.fateKind(key)) {
            assert.equal(fate.kind, "overwritten", key);
            assert.ok(truth.wasOverwritten(key), key);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("findings, compared with replicas that know what they go back to", () => {
  const nobodyAway = ({ input }: Run) => input.absences.length === 0;

  it("are none where everything is there or kept", () => {
    const any = anyRun({ regions: 3, isSimple: true, settles: true, journal: "everything" });
    fc.assert(
      fc.property(any.filter(nobodyAway), (run) => {
        assert.deepEqual(drawUpLedger(run.input).findings, []);
      }),
      { numRuns: 1000 },
    );
  });

  it("are there exactly where a write was overwritten, with a journal that keeps nothing", () => {
    const any = anyRun({ regions: 3, isSimple: true, settles: true, journal: "nothing" });
    fc.assert(
      fc.property(any.filter(nobodyAway), (run) => {
        const truth = new Truth(run);
        const isLossy = [...run.replicas.written.keys()].some((key) => truth.wasOverwritten(key));
        assert.equal(drawUpLedger(run.input).findings.length > 0, isLossy);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("counts of fates", () => {
  it("have every acknowledged write exactly once", () => {
    const any = anyRun({ regions: 3, isSimple: false, settles: false, journal: "some" });
    const anyHidden = fc.infiniteStream(fc.constantFrom("nothing", "version", "key"));
    fc.assert(
      fc.property(any, anyHidden, ({ input }, hidden) => {
        const requests = input.requests.map((write) => {
          const hides = hidden.next().value as string;
          const supersededBy = hides === "version" ? input.held[0]!.version : null;
          return hides === "nothing" ? write : { ...write, version: null, supersededBy };
        });
        const ledger = judgeWrites(findFates({ ...input, requests }), input);
        const counts = Object.values(ledger.fates).map(({ count }) => count);
        assert.equal(ledger.acknowledged, requests.length);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          requests.length,
        );
      }),
    );
  });
});
