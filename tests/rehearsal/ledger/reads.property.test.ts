import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Fate } from "../../../rehearsal/ledger/fate";
import { judgeReads } from "../../../rehearsal/ledger/reads";
import type { RequestRecord } from "../../../rehearsal/ledger/records";
import { compare, parseVersion } from "../../../rehearsal/ledger/version";
import { get, put } from "./example-records";

interface Example {
  requests: RequestRecord[];
  /** With fates that are everywhere or overwritten. */
  fates: Map<RequestRecord, Fate>;
}

const anyToken = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([a, b]) => [a && `a:${a}`, b && `b:${b}`].filter(Boolean).join(".") || null);

const anyRequest = fc
  .record({
    isWrite: fc.boolean(),
    version: anyToken,
    startedAt: fc.nat(12),
    seconds: fc.integer({ min: 1, max: 3 }),
    client: fc.constantFrom("load/0", "load/1"),
    id: fc.constantFrom("i", "j"),
    outcome: fc.constantFrom("ok", "ok", "ok", "absent", "stale", "unknown", "refused"),
    forgets: fc.nat(9).map((number) => number === 0),
  })
  .map(({ isWrite, version, seconds, forgets, ...rest }) => {
    const changes = { ...rest, endedAt: rest.startedAt + seconds };
    return isWrite
      ? put(version, changes)
      : get(version, { ...changes, forgotVersion: forgets ? "a:1" : null });
  });

const anyExample: fc.Arbitrary<Example> = fc
  .array(fc.tuple(anyRequest, fc.nat(3)), { maxLength: 16, size: "max" })
  .map((chosen) => ({
    requests: chosen.map(([request]) => request),
    fates: new Map(
      chosen
        .filter(([{ operation, outcome }]) => operation === "put" && outcome === "ok")
        .map(([write, number]): [RequestRecord, Fate] => [
          write,
          number === 0
            ? { kind: "overwritten", regions: [], journalled: true }
            : { kind: "everywhere" },
        ]),
    ),
  }));

function shows({ version }: RequestRecord, other: RequestRecord): boolean {
  return ["equal", "after"].includes(
    compare(parseVersion(version ?? "0"), parseVersion(other.version ?? "0")),
  );
}

const isReadOk = ({ operation, outcome }: RequestRecord) =>
  operation === "get" && (outcome === "ok" || outcome === "absent");

/** How old the first acknowledged write is that the read misses; `concurrent` by the first overwritten one. */
function naiveStaleness(read: RequestRecord, { fates }: Example): number | "concurrent" | "fresh" {
  const missed = [...fates].filter(
    ([write]) => write.id === read.id && write.endedAt < read.startedAt && !shows(read, write),
  );
  const kept = missed.filter(([, fate]) => fate.kind !== "overwritten").map(([write]) => write);
  const [lost] = missed
    .filter(([, fate]) => fate.kind === "overwritten")
    .map(([write]) => write)
    .sort((one, other) => one.endedAt - other.endedAt);
  const counted = lost !== undefined && shows(lost, read) ? [...kept, lost] : kept;
  if (counted.length === 0) {
    return lost === undefined ? "fresh" : "concurrent";
  }
  return Math.max(...counted.map(({ endedAt }) => read.startedAt - endedAt));
}

/** Whether the client saw more in what had ended before, and forgot nothing since. */
function naiveIsBackInTime(read: RequestRecord, { requests }: Example): boolean {
  const before = requests
    .filter(({ client, id }) => client === read.client && id === read.id)
    .filter(({ endedAt }) => endedAt <= read.startedAt)
    .sort((one, other) => one.endedAt - other.endedAt);
  const since = before.slice(before.findLastIndex(({ forgotVersion }) => forgotVersion) + 1);
  const seen = since.filter(
    (each) => isReadOk(each) || (each.operation === "put" && each.outcome === "ok"),
  );
  return seen.some((each) => !shows(read, each));
}

describe("reads, compared with a scan of all requests for each", () => {
  it("are judged the same", () => {
    fc.assert(
      fc.property(anyExample, (example) => {
        const { requests, fates } = example;
        const reads = requests.filter(
          (each) => isReadOk(each) || (each.operation === "get" && each.outcome === "stale"),
        );
        const staleness = reads.map((read) => naiveStaleness(read, example));
        const seconds = staleness.filter((each) => typeof each === "number");
        const ledger = judgeReads(requests, fates);
        assert.equal(ledger.reads, reads.length);
        assert.equal(ledger.stale.count, seconds.length);
        assert.equal(ledger.stalestSeconds, Math.max(0, ...seconds));
        assert.equal(ledger.concurrent, staleness.filter((each) => each === "concurrent").length);
        assert.equal(
          ledger.backInTime.count,
          requests.filter((each) => isReadOk(each) && naiveIsBackInTime(each, example)).length,
        );
      }),
      { numRuns: 3000 },
    );
  });
});
