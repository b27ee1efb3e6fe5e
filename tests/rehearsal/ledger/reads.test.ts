import assert from "node:assert/strict";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";
import { judgeReads, type ReadLedger } from "../../../rehearsal/ledger/reads";
import type { RequestRecord } from "../../../rehearsal/ledger/records";
import { findFates } from "../../../rehearsal/ledger/writes";
import { get, held, input, noon, put } from "./example-records";

function readsOf(requests: RequestRecord[], changes: Partial<LedgerInput> = {}): ReadLedger {
  return judgeReads(requests, findFates(input({ requests, ...changes })));
}

/** As acknowledged by somebody else than `get` reads for. */
function othersPut(version: string | null, changes: Partial<RequestRecord> = {}): RequestRecord {
  return put(version, { client: "load/9", ...changes });
}

const later = (seconds: number): Partial<RequestRecord> => ({ startedAt: noon + seconds });

describe("a stale read", () => {
  it("does not show what anybody had been acknowledged, and is as old as the first of that", () => {
    const { reads, stale, stalestSeconds, findings } = readsOf([
      othersPut("a:1"),
      othersPut("a:2", later(1)),
      othersPut("a:3", later(2)),
      get("a:1", later(3.1)),
      get("a:3", later(3.1)),
    ]);
    assert.equal(reads, 2);
    assert.equal(stale.count, 1);
    assert.match(stale.examples[0]!.reason, /2\.000 s/);
    assert.ok(Math.abs(stalestSeconds - 2) < 1e-6);
    assert.deepEqual(findings, []);
  });

  it("is none for writes of other items, and for those that were not acknowledged before it", () => {
    const write = othersPut("a:2", { endedAt: noon + 1 });
    const { stale } = readsOf([
      write,
      othersPut(null, { outcome: "unknown", idempotencyKey: "k" }),
      othersPut("a:9", { id: "j" }),
      get("a:1", later(0.5)),
      get("a:1", { startedAt: write.endedAt }),
    ]);
    assert.equal(stale.count, 0);
  });

  it("shows no item at all, or only its deletion", () => {
    const requests = [
      othersPut("a:1"),
      get(null, { outcome: "absent", ...later(1) }),
      get("a:1", { outcome: "absent", ...later(1) }),
    ];
    assert.equal(readsOf(requests).reads, 2);
    assert.equal(readsOf(requests).stale.count, 1);
    assert.equal(readsOf([get(null, { outcome: "absent" }), othersPut("a:1")]).stale.count, 0);
  });

  it("does not show the version that superseded an acknowledged write", () => {
    const write = othersPut(null, { supersededBy: "a:2", idempotencyKey: "k" });
    assert.equal(readsOf([write, get("a:1", later(1))]).stale.count, 1);
    assert.equal(readsOf([write, get("a:2", later(1))]).stale.count, 0);
  });

  it("is none where it shows the winner over a write that was overwritten", () => {
    const requests = [othersPut("a:2"), get("b:1", later(1))];
    const won = readsOf(requests, { held: [held("a", "b:1"), held("b", "b:1")] });
    assert.deepEqual([won.stale.count, won.concurrent], [0, 1]);
    const lost = readsOf(requests, { held: [held("a", "a:2"), held("b", "a:2")] });
    assert.deepEqual([lost.stale.count, lost.concurrent], [1, 0]);
  });

  it("shows what is older than a write, even one that was overwritten", () => {
    const { stale, concurrent } = readsOf([othersPut("a:2"), get("a:1", later(1))], {
      held: [held("a", "a:1.b:1"), held("b", "a:1.b:1")],
    });
    assert.deepEqual([stale.count, concurrent], [1, 0]);
  });
});

describe("a read back in time", () => {
  const backInTime = (requests: RequestRecord[]) => readsOf(requests).backInTime.count;

  it("shows less than its client had read or written", () => {
    assert.equal(backInTime([get("a:2"), get("a:1", later(1))]), 1);
    assert.equal(backInTime([put("a:2"), get("b:1", later(1))]), 1);
    assert.equal(backInTime([get("a:1"), get("b:1", later(1))]), 1);
    assert.equal(backInTime([get("a:1", { outcome: "absent" }), get(null, later(1))]), 1);
    assert.equal(
      backInTime([put(null, { supersededBy: "a:2", idempotencyKey: "k" }), get("a:1", later(1))]),
      1,
    );
  });

  it("is none where it shows as much, or its client had not seen more by then", () => {
    assert.equal(backInTime([get("a:1"), get("a:1", later(1)), get("a:2.b:1", later(2))]), 0);
    assert.equal(backInTime([get("a:2", { client: "load/1" }), get("a:1", later(1))]), 0);
    assert.equal(backInTime([get("a:2", { id: "j" }), get("a:1", later(1))]), 0);
    assert.equal(backInTime([get("a:2", { endedAt: noon + 2 }), get("a:1", later(1))]), 0);
    assert.equal(backInTime([put("a:2", { outcome: "unknown" }), get("a:1", later(1))]), 0);
  });

  it("is none once its client was told of a concurrent version", () => {
    const told = get("b:1", { outcome: "refused", forgotVersion: "a:2", ...later(1) });
    assert.equal(backInTime([get("a:2"), told, get("b:1", later(2))]), 0);
    assert.equal(backInTime([get("a:2"), told, get("b:1", later(2)), get("a:2", later(3))]), 1);
    assert.equal(backInTime([get("a:2"), get("b:1", later(0.5)), told]), 1);
  });

  it("is a finding, of the Region that answered, with its item and time", () => {
    const { findings } = readsOf([
      get("a:2"),
      get("a:1", { region: "b", ...later(1) }),
      get("a:1", { region: "b", ...later(2) }),
      get("a:1", { region: "c", ...later(3) }),
    ]);
    assert.deepEqual(findings, [
      "b: reads that showed less than their client had seen before: 2," +
        " for example i at 2026-01-01T12:00:01.100Z; i at 2026-01-01T12:00:02.100Z",
      "c: reads that showed less than their client had seen before: 1," +
        " for example i at 2026-01-01T12:00:03.100Z",
    ]);
  });

  it("is left to its client, where that has noticed it, and still a finding", () => {
    const { caught, backInTime, findings } = readsOf([
      get("a:2"),
      get("a:1", { outcome: "stale", ...later(1) }),
    ]);
    assert.deepEqual([caught.count, backInTime.count], [1, 0]);
    assert.match(findings.join(), /^a: reads that their client noticed .*: 1, for example i at /);
  });
});
