import { type Fate, fateOf } from "./fate";
import { fateInWords } from "./fate-words";
import { addTo, Findings, newTally, type Tally } from "./findings";
import { groupBy } from "../../failover/group-by";
import type { Absence, RequestRecord } from "./records";
import { indexTraces, type TraceRecords } from "./traces";

export interface WriteRecords extends TraceRecords {
  /** Every Region of the table. */
  regions: readonly string[];
  rpoSeconds: number;
  requests: readonly RequestRecord[];
  absences: readonly Absence[];
}

/** What became of the acknowledged writes. */
export interface WriteLedger {
  acknowledged: number;
  /** Their counts add up to `acknowledged`. */
  fates: Record<Fate["kind"], Tally>;
  /** The latest of the late, in seconds beyond the RPO. */
  latestSeconds: number;
  /** Of the overwritten, those that no entry of the journal has. */
  overwrittenUnkept: number;
  /** Of the lost, the missing and of `overwrittenUnkept`, those that the RPO allows for. */
  withinRpo: number;
  /** What an EVENTUAL table must not do. */
  findings: string[];
}

/** Of every acknowledged write. */
export type Fates = ReadonlyMap<RequestRecord, Fate>;

/** @throws {InvalidVersionError} for a malformed token */
export function findFates(records: WriteRecords): Fates {
  const regions = regionsLeft(records);
  const end = { regions, rpoSeconds: records.rpoSeconds };
  // What only a Region that is away has kept, nobody can look up.
  const journal = records.journal.filter(({ region }) => regions.includes(region));
  const items = indexTraces({ ...records, journal });
  const arrivals = groupBy(records.arrivals, writeKey);
  return new Map(
    records.requests
      .filter(isAcknowledgedWrite)
      .map((write) => [
        write,
        fateOf(write, items.get(write.id), arrivals.get(writeKey(write)) ?? [], end),
      ]),
  );
}

/**
 * Judges by what an EVENTUAL table promises: a write that is lost, or overwritten without having been
 * kept, was acknowledged at most `rpoSeconds` before its Region went away, or was under way then. The
 * same holds for a write that got to some Regions only before its own went away for good.
 */
export function judgeWrites(
  fates: Fates,
  { absences, rpoSeconds }: Pick<WriteRecords, "absences" | "rpoSeconds">,
): WriteLedger {
  const ledger: WriteLedger = {
    acknowledged: fates.size,
    fates: {
      everywhere: newTally(),
      late: newTally(),
      overwritten: newTally(),
      missing: newTally(),
      lost: newTally(),
      untraceable: newTally(),
    },
    latestSeconds: 0,
    overwrittenUnkept: 0,
    withinRpo: 0,
    findings: [],
  };
  const findings = new Findings();
  for (const [write, fate] of fates) {
    const reason = fateInWords(fate);
    addTo(ledger.fates[fate.kind], write, reason);
    if (fate.kind === "late") {
      ledger.latestSeconds = Math.max(ledger.latestSeconds, fate.bySeconds);
    }
    const isUnkept = fate.kind === "overwritten" && !fate.journalled;
    ledger.overwrittenUnkept += Number(isUnkept);
    const isCutOff = fate.kind === "missing" && isGoneForGood(write, absences);
    if (isUnkept || isCutOff || fate.kind === "lost") {
      if (isWithinRpo(write, absences, rpoSeconds)) {
        ledger.withinRpo += 1;
      } else {
        const excuse = `and not within ${rpoSeconds} s before their Region went away`;
        findings.add(write, "acknowledged writes", `${reason}, ${excuse}`);
      }
    } else if (fate.kind === "missing" || fate.kind === "untraceable") {
      findings.add(write, "acknowledged writes", reason);
    }
  }
  ledger.findings = findings.sentences;
  return ledger;
}

export function isWrite({ operation }: RequestRecord): boolean {
  return operation !== "get";
}

export function isAcknowledgedWrite(request: RequestRecord): boolean {
  return isWrite(request) && request.outcome === "ok";
}

/** A Region that is away to the end is not asked for what it holds. */
function regionsLeft({ regions, absences }: WriteRecords): string[] {
  const away = new Set(
    absences.flatMap(({ region, until }) => (until === undefined ? [region] : [])),
  );
  return regions.filter((region) => !away.has(region));
}

/** The same for a write and for its arrivals. */
function writeKey({ id, idempotencyKey }: Pick<RequestRecord, "id" | "idempotencyKey">): string {
  return JSON.stringify([id, idempotencyKey]);
}

function isGoneForGood({ region }: RequestRecord, absences: readonly Absence[]): boolean {
  return absences.some((absence) => absence.region === region && absence.until === undefined);
}

/** The Region that acknowledged a write had it, and is the one whose absence can have cost it. */
function isWithinRpo(
  { region, startedAt, endedAt }: RequestRecord,
  absences: readonly Absence[],
  rpoSeconds: number,
): boolean {
  return absences.some(
    (absence) =>
      absence.region === region &&
      endedAt >= absence.from - rpoSeconds &&
      startedAt <= absence.from,
  );
}
