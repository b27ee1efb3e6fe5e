import { AcknowledgedWrites } from "./acknowledged-writes";
import { addTo, Findings, newTally, type Tally } from "./findings";
import { groupBy } from "../../failover/group-by";
import type { RequestRecord } from "./records";
import { findReadsBackInTime, isAnsweredRead, versionRead } from "./sessions";
import { parseVersion } from "./version";
import type { Fates } from "./writes";

/** What reads showed; those that found no item, or only its deletion, count. */
export interface ReadLedger {
  reads: number;
  /** Did not show a write that anybody had been acknowledged before they started. */
  stale: Tally;
  /** The longest time from such a write's acknowledgement to the read's start. */
  stalestSeconds: number;
  /** Showed a version concurrent with a write that was overwritten: the winner, and not stale. */
  concurrent: number;
  /** Showed less than the same client had seen before. */
  backInTime: Tally;
  /** Likewise, and the client has noticed. */
  caught: Tally;
  /** What an EVENTUAL table must not do; stale reads are none. */
  findings: string[];
}

/** What the writes of one item are to its reads. */
interface ItemWrites {
  standing: AcknowledgedWrites;
  overwritten: AcknowledgedWrites;
}

const noWrites: ItemWrites = {
  standing: new AcknowledgedWrites([]),
  overwritten: new AcknowledgedWrites([]),
};

/**
 * Of the writes of an item that were overwritten, a read is only held against the one acknowledged
 * first that it does not show. A write of unknown version stands for the version that superseded it,
 * and without that is left out.
 *
 * @param fates of the acknowledged writes; without them no write counts as overwritten
 * @throws {InvalidVersionError} for a malformed token
 */
export function judgeReads(requests: readonly RequestRecord[], fates: Fates): ReadLedger {
  const reads = requests.filter((each) => isAnsweredRead(each) || isCaught(each));
  const ledger: ReadLedger = {
    reads: reads.length,
    stale: newTally(),
    stalestSeconds: 0,
    concurrent: 0,
    backInTime: newTally(),
    caught: newTally(),
    findings: [],
  };
  const items = indexWrites(fates);
  for (const read of reads) {
    addStaleness(ledger, read, items.get(read.id));
  }
  const findings = new Findings();
  for (const read of findReadsBackInTime(requests)) {
    addTo(ledger.backInTime, read, "back in time");
    findings.add(read, "reads", "that showed less than their client had seen before");
  }
  for (const read of reads.filter(isCaught)) {
    addTo(ledger.caught, read, "noticed by its client");
    findings.add(read, "reads", "that their client noticed to show less than it had seen");
  }
  ledger.findings = findings.sentences;
  return ledger;
}

function isCaught({ operation, outcome }: RequestRecord): boolean {
  return operation === "get" && outcome === "stale";
}

function indexWrites(fates: Fates): Map<string, ItemWrites> {
  const writes = [...fates].flatMap(([{ id, version, supersededBy, endedAt }, { kind }]) => {
    const token = version ?? supersededBy;
    return token === null ? [] : [{ id, kind, endedAt, version: parseVersion(token) }];
  });
  return new Map(
    [...groupBy(writes, ({ id }) => id)].map(([id, some]) => [
      id,
      {
        standing: new AcknowledgedWrites(some.filter(({ kind }) => kind !== "overwritten")),
        overwritten: new AcknowledgedWrites(some.filter(({ kind }) => kind === "overwritten")),
      },
    ]),
  );
}

function addStaleness(
  ledger: ReadLedger,
  read: RequestRecord,
  { standing, overwritten }: ItemWrites = noWrites,
): void {
  const version = versionRead(read);
  const missed = standing.firstMissed(version, read.startedAt);
  const lost = overwritten.firstMissed(version, read.startedAt);
  const acknowledgedAt = Math.min(
    missed?.endedAt ?? Infinity,
    lost?.order === "before" ? lost.endedAt : Infinity,
  );
  if (acknowledgedAt < Infinity) {
    const seconds = read.startedAt - acknowledgedAt;
    addTo(ledger.stale, read, `shows nothing of a write ${seconds.toFixed(3)} s before it`);
    ledger.stalestSeconds = Math.max(ledger.stalestSeconds, seconds);
  } else if (lost !== undefined) {
    ledger.concurrent += 1;
  }
}
