import type { Blueprint } from "./blueprint";
import type { EventLog } from "./event-log";
import { faults } from "./faults";
import type { LedgerInput } from "./ledger/ledger";
import type { Absence } from "./ledger/records";
import type { TimeWindow } from "./ledger/windows";

/** What the ledger needs of all that has happened. */
export function ledgerInput(
  log: EventLog,
  { sites, table }: Blueprint,
  rpoSeconds: number,
): LedgerInput {
  return {
    regions: sites,
    consistency: table.consistency,
    rpoSeconds,
    requests: log.of("request"),
    arrivals: log.of("arrival"),
    replays: log.of("replay"),
    held: log.of("item"),
    journal: log.of("conflict"),
    absences: absences(log),
    windows: stepWindows(log),
  };
}

/** Of each step, from its beginning to that of the next. */
function stepWindows(log: EventLog): TimeWindow[] {
  const begun = log.of("step").map(({ at }) => at);
  return begun.map((from, index) => ({ from, until: begun[index + 1] ?? Infinity }));
}

/** When Regions could not give their writes to others. */
function absences(log: EventLog): Absence[] {
  const found: Absence[] = [];
  for (const { at, site, fault, begins } of log.of("fault")) {
    if (!faults[fault].isolates) {
      continue;
    }
    const open = found.find((absence) => absence.region === site && absence.until === undefined);
    if (begins && open === undefined) {
      found.push({ region: site, from: at, until: undefined });
    } else if (!begins && open !== undefined) {
      open.until = at;
    }
  }
  return found;
}
