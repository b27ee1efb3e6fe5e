import assert from "node:assert/strict";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";
import type { RequestRecord } from "../../../rehearsal/ledger/records";
import { findFates, judgeWrites, type WriteLedger } from "../../../rehearsal/ledger/writes";
import { arrival, entry, held, input, noon, put } from "./example-records";

function writesOf(requests: RequestRecord[], changes: Partial<LedgerInput> = {}): WriteLedger {
  const records = input({ requests, ...changes });
  return judgeWrites(findFates(records), records);
}

const overwritten = { held: [held("a", "b:1"), held("b", "b:1")] };
const outOfReach = "and not within 5 s before their Region went away";

describe("acknowledged writes", () => {
  it("are counted by fate, with the first examples", () => {
    const requests = ["a:1", "a:2", "a:3", "a:4"].map((version) => put(version));
    const { acknowledged, fates, latestSeconds } = writesOf([...requests, put("a:9")], {
      held: [held("a", "a:4"), held("b", "a:4")],
      arrivals: [arrival("a:1", { seconds: 7 }), arrival("a:2", { seconds: 6 })],
    });
    assert.equal(acknowledged, 5);
    assert.deepEqual(
      Object.entries(fates).map(([kind, { count }]) => [kind, count]),
      [
        ["everywhere", 2],
        ["late", 2],
        ["overwritten", 0],
        ["missing", 0],
        ["lost", 1],
        ["untraceable", 0],
      ],
    );
    assert.equal(latestSeconds, 2);
    assert.deepEqual(fates.late.examples[0], {
      id: "i",
      idempotencyKey: "key a:1",
      region: "a",
      at: noon + 0.1,
      reason: "brought to b 2.000 s later than the RPO allows",
    });
  });

  it("are no finding where they are held, late, or overwritten and kept", () => {
    const good = writesOf([put("a:1")], { held: [held("a", "a:1"), held("b", "a:1")] });
    const late = writesOf([put("a:1")], {
      held: [held("a", "a:1"), held("b", "a:1")],
      arrivals: [arrival("a:1", { seconds: 60 })],
    });
    const kept = writesOf([put("a:1")], { ...overwritten, journal: [entry("a:1", "b:1")] });
    assert.deepEqual([good.findings, late.findings, kept.findings], [[], [], []]);
    assert.deepEqual([kept.fates.overwritten.count, kept.overwrittenUnkept], [1, 0]);
  });

  it("are a finding where they are overwritten without an entry", () => {
    const { overwrittenUnkept, withinRpo, findings } = writesOf([put("a:1")], overwritten);
    assert.deepEqual([overwrittenUnkept, withinRpo], [1, 0]);
    assert.deepEqual(findings, [
      `a: acknowledged writes overwritten unseen in a, b, without an entry in the journal, ${outOfReach}:` +
        " 1, for example i with key key a:1 at 2026-01-01T12:00:00.100Z",
    ]);
  });

  it("are a finding where they are lost, by the Region that acknowledged them", () => {
    const { findings } = writesOf([put("a:1"), put("b:1", { region: "b" }), put("a:2")]);
    assert.deepEqual(
      findings.map((finding) => finding.replace(/, for example .*/, "")),
      [
        `a: acknowledged writes lost, held by no Region that is left, ${outOfReach}: 2`,
        `b: acknowledged writes lost, held by no Region that is left, ${outOfReach}: 1`,
      ],
    );
  });

  it("may be missing where their own Region went away for good within the RPO, and not otherwise", () => {
    const missing = (from: number) =>
      writesOf([put("a:1")], {
        regions: ["a", "b", "c"],
        held: [held("b", "a:1")],
        absences: [{ region: "a", from, until: undefined }],
      });
    const allowed = missing(noon + 4);
    assert.deepEqual(
      [allowed.fates.missing.count, allowed.withinRpo, allowed.findings],
      [1, 1, []],
    );
    const tooLong = missing(noon + 6);
    assert.equal(tooLong.withinRpo, 0);
    assert.match(tooLong.findings.join(), /not brought to c, and not within 5 s before/);
  });

  it("are a finding where they are missing, or cannot be traced, whatever went away", () => {
    const absences = [{ region: "a", from: noon + 1, until: noon + 2 }];
    const missing = writesOf([put("a:1")], { held: [held("a", "a:1")], absences });
    assert.match(missing.findings.join(), /^a: acknowledged writes not brought to b: 1, /);
    const untraceable = writesOf([put(null, { idempotencyKey: "k" })], { absences });
    assert.match(untraceable.findings.join(), /^a: acknowledged writes without a version, .*: 1, /);
  });

  const away = (from: number, until?: number) => [{ region: "a", from: noon + from, until }];
  const allowances: [string, LedgerInput["absences"], boolean][] = [
    ["just before its Region went away", away(1), true],
    ["the RPO before that", away(5), true],
    ["more than the RPO before that", away(5.2), false],
    ["while its Region went away", away(0.05), true],
    ["after its Region had gone away", away(-0.1), false],
    ["before its Region went away for a while", away(1, noon + 2), true],
    ["before another Region went away", [{ ...away(1)[0]!, region: "b" }], false],
  ];
  for (const [when, absences, isAllowed] of allowances) {
    it(`may ${isAllowed ? "" : "not "}be lost if acknowledged ${when}`, () => {
      for (const end of [{}, { held: [held("a", "b:1"), held("b", "b:1")] }]) {
        const { withinRpo, findings } = writesOf([put("a:1", { endedAt: noon + 0.1 })], {
          ...end,
          absences,
        });
        assert.deepEqual([withinRpo, findings.length], isAllowed ? [1, 0] : [0, 1]);
      }
    });
  }

  it("name at most three examples in a finding", () => {
    const requests = [1, 2, 3, 4].map((number) => put(`a:${number}`));
    const [finding = ""] = writesOf(requests).findings;
    assert.match(finding, /: 4, for example (i [^;]+; ){2}i [^;]+$/);
  });
});
