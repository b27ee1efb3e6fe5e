import assert from "node:assert/strict";
import { drawUpLedger } from "../../../rehearsal/ledger/ledger";
import { type RequestRecord } from "../../../rehearsal/ledger/records";
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

  it("is drawn up from 100,000 requests and their arrivals", () => {
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
    const { writes, reads } = drawUpLedger(input({ requests, arrivals }));
    assert.deepEqual([writes.acknowledged, reads.reads], [50_000, 50_000]);
  });
});

describe("the ledger of a window", () => {
  const requests = [
    put("a:1", { idempotencyKey: "first" }),
    put("a:2", { idempotencyKey: "second", startedAt: noon + 4, endedAt: noon + 6 }),
    get("a:1", { startedAt: noon + 7 }),
    get("a:2", { startedAt: noon + 8 }),
  ];
  const windows = [
    { from: noon, until: noon + 5 },
    { from: noon + 5, until: Infinity },
  ];

  it("counts writes where they were acknowledged, and stale reads where they began", () => {
    const ledger = drawUpLedger(
      input({ requests, windows, held: [held("a", "a:2"), held("b", "a:2")] }),
    );
    const [first, second] = ledger.windows;
    assert.deepEqual([first?.acknowledged, first?.fates.everywhere, first?.staleReads], [1, 1, 0]);
    assert.deepEqual(
      [second?.acknowledged, second?.fates.everywhere, second?.staleReads],
      [1, 1, 1],
    );
  });

  it("counts every fate", () => {
    const [first, second] = drawUpLedger(input({ requests, windows })).windows;
    assert.deepEqual([first?.fates.lost, second?.fates.lost], [1, 1]);
  });
});
