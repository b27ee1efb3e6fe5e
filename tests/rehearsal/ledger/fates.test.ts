import assert from "node:assert/strict";
import type { Fate } from "../../../rehearsal/ledger/fate";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";
import type { RequestRecord } from "../../../rehearsal/ledger/records";
import { InvalidVersionError } from "../../../rehearsal/ledger/version";
import { findFates } from "../../../rehearsal/ledger/writes";
import { held, input, put } from "./example-records";
import { goneExamples } from "./fate-examples-gone";
import { heldExamples } from "./fate-examples-held";
import { overwrittenExamples } from "./fate-examples-overwritten";

function fateAfter(write: RequestRecord, changes: Partial<LedgerInput>): Fate | undefined {
  return findFates(input({ requests: [write], ...changes })).get(write);
}

describe("an acknowledged write's fate", () => {
  for (const { title, write = put("a:1"), end, fate } of [
    ...heldExamples,
    ...overwrittenExamples,
    ...goneExamples,
  ]) {
    it(`is ${title}`, () => {
      assert.deepEqual(fateAfter(write, end), fate);
    });
  }

  it("is not asked of reads, refusals and writes without an answer", () => {
    const requests = [
      put("a:1", { operation: "get" }),
      put(null, { outcome: "refused" }),
      put(null, { outcome: "unknown" }),
      put("a:1", { operation: "delete", outcome: "absent" }),
    ];
    assert.equal(findFates(input({ requests })).size, 0);
    assert.equal(findFates(input({ requests: [put("a:1", { operation: "delete" })] })).size, 1);
  });

  it("is not made up from malformed tokens", () => {
    assert.throws(() => fateAfter(put("one"), {}), InvalidVersionError);
    assert.throws(() => fateAfter(put("a:1"), { held: [held("a", "1:a:1")] }), InvalidVersionError);
  });
});
