import type { Fate } from "./fate";
import { judgeReads } from "./reads";
import type { RequestRecord } from "./records";
import type { Fates } from "./writes";

/** A part of the time, in seconds since the epoch; `until` is not part of it. */
export interface TimeWindow {
  from: number;
  until: number;
}

/** What became of the writes that were acknowledged in a window, and what reads showed that began in it. */
export interface WindowLedger {
  acknowledged: number;
  fates: Record<Fate["kind"], number>;
  staleReads: number;
}

/** @throws {InvalidVersionError} for a malformed token */
export function windowLedger(
  requests: readonly RequestRecord[],
  fates: Fates,
  { from, until }: TimeWindow,
): WindowLedger {
  const isWithin = (at: number) => at >= from && at < until;
  const counts: WindowLedger["fates"] = {
    everywhere: 0,
    late: 0,
    overwritten: 0,
    missing: 0,
    lost: 0,
    untraceable: 0,
  };
  let acknowledged = 0;
  for (const [{ endedAt }, { kind }] of fates) {
    if (isWithin(endedAt)) {
      acknowledged += 1;
      counts[kind] += 1;
    }
  }
  const begun = requests.filter(({ startedAt }) => isWithin(startedAt));
  return { acknowledged, fates: counts, staleReads: judgeReads(begun, fates).stale.count };
}
