import assert from "node:assert/strict";
import { drawUpLedger } from "../../../rehearsal/ledger/ledger";
import { type RequestRecord } from "../../../rehearsal/ledger/records";
import { successRate } from "../../../rehearsal/ledger/success-rate";
import { get, held, input, noon, put } from "./example-records";

const lossy = [put("a:1"), get("a:2"), get("a:1", { startedAt: noon + 1 })];

describe("the ledger", () => {
  it("is empty where nothing happened", () => {
    const ledger = drawUpLedger(input({}));
    assert.equal(ledger.writes.acknowledged, 0);
    assert.equal(ledger.reads.reads, 0);
    assert.deepEqual(ledger.findings, []);
    assert.equal(ledger.notJudged, null);
  });

  it("has the findings of writes and of reads", () => {
    const { findings } = drawUpLedger(input({ requests: lossy }));
    assert.equal(findings.length, 2);
    assert.match(findings.join("\n"), /^a: acknowledged writes lost.*\na: reads that showed less/);
  });

  it("counts of a STRONG table, and judges nothing", () => {
    const { notJudged, writes, reads, findings } = drawUpLedger(
      input({ requests: lossy, consistency: "STRONG" }),
    );
    assert.deepEqual([writes.fates.lost.count, reads.backInTime.count], [1, 1]);
    assert.deepEqual([writes.findings, reads.findings, findings], [[], [], []]);
    assert.match(notJudged ?? "", /STRONG/);
  });

  it("counts writes without an answer, and those that a Region holds all the same", () => {
    const unknown = (idempotencyKey: string | null, changes: Partial<RequestRecord> = {}) =>
      put(null, { outcome: "unknown", idempotencyKey, ...changes });
    const { unknownWrites, writes } = drawUpLedger(
      input({
        requests: [
          unknown("k"),
          unknown("l"),
          unknown(null),
          unknown("k", { id: "j" }),
          put("a:1"),
        ],
        held: [held("a", "a:1", ["x"]), held("b", "a:1", ["k"])],
      }),
    );
    assert.deepEqual(unknownWrites, { count: 4, held: 1 });
    assert.equal(writes.acknowledged, 1);
  });

  it("counts replays by outcome, and the writes that were replayed", () => {
    const replay = (idempotencyKey: string, outcome: "applied" | "failed") => ({
      idempotencyKey,
      outcome,
      region: "b",
    });
    const replays = [replay("k", "failed"), replay("k", "applied"), replay("l", "applied")];
    assert.deepEqual(drawUpLedger(input({ replays })).replays, {
      writes: 2,
      outcomes: {
        applied: 2,
        "already-applied": 0,
        "newer-version": 0,
        "concurrent-version": 0,
        refused: 0,
        failed: 1,
      },
    });
  });

  it("is drawn up from 100,000 requests and their arrivals within seconds", () => {
    const requests = Array.from({ length: 100_000 }, (_, number): RequestRecord => {
      const id = `i${number % 50}`;
      const changes = { id, client: `load/${number % 20}`, startedAt: noon + number / 100 };
      const version = number === 0 ? "a:1" : `a:${number}.b:${number}`;
      return number % 2 === 0
        ? put(version, { ...changes, idempotencyKey: `key ${number}` })
        : get(version, changes);
    });
    const arrivals = requests
      .filter(({ operation }) => operation === "put")
      .map(({ id, version, idempotencyKey }, index) => ({
        from: "a",
        to: "b",
        id,
        version: version!,
        idempotencyKey: idempotencyKey!,
        outcome: "overwrote" as const,
        lostVersion: `a:${index + 1}`,
        seconds: 1,
      }));
    const started = performance.now();
    const { writes, reads } = drawUpLedger(input({ requests, arrivals }));
    assert.ok(performance.now() - started < 10_000);
    assert.deepEqual([writes.acknowledged, reads.reads], [50_000, 50_000]);
  });
});

describe("the success rate", () => {
  const requests = [
    get("a:1"),
    get(null, { outcome: "absent", region: "b" }),
    put(null, { outcome: "unavailable", region: null, startedAt: noon + 1 }),
    put("a:1", { client: "other/1", startedAt: noon + 2 }),
    get(null, { outcome: "stale", client: "load/10", startedAt: noon + 3 }),
  ];

  it("is of the requests that started within the window, without its end", () => {
    assert.deepEqual(successRate(requests, { from: noon, until: noon + 3 }), {
      reads: { all: 2, ok: 2 },
      writes: { all: 2, ok: 1 },
      okByRegion: { a: 2, b: 1 },
      share: 3 / 4,
    });
    assert.equal(successRate(requests, { from: noon + 3, until: noon + 4 }).share, 0);
    assert.equal(successRate(requests, { from: noon + 4, until: noon + 5 }).share, null);
  });

  it("is of one process where that is asked for", () => {
    const window = { from: noon, until: noon + 9 };
    assert.equal(successRate(requests, { ...window, process: "load" }).share, 2 / 4);
    assert.equal(successRate(requests, { ...window, process: "other" }).share, 1);
    assert.equal(successRate(requests, { ...window, process: "loa" }).share, null);
  });
});
