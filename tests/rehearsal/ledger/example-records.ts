import type {
  ArrivalRecord,
  HeldItem,
  JournalEntry,
  RequestRecord,
} from "../../../rehearsal/ledger/records";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";

/** Noon of a day, in seconds since the epoch; the examples' times are seconds after it. */
export const noon = Date.UTC(2026, 0, 1, 12) / 1000;

/** A put of item `i` that takes 0.1 s and is acknowledged in Region `a`. */
export function put(version: string | null, changes: Partial<RequestRecord> = {}): RequestRecord {
  return request({ operation: "put", version, idempotencyKey: `key ${version ?? ""}`, ...changes });
}

/** A read of item `i` that takes 0.1 s and is answered by Region `a`. */
export function get(version: string | null, changes: Partial<RequestRecord> = {}): RequestRecord {
  return request({ operation: "get", version, ...changes });
}

function request(changes: Partial<RequestRecord>): RequestRecord {
  const startedAt = changes.startedAt ?? noon;
  return {
    client: "load/0",
    operation: "get",
    id: "i",
    outcome: "ok",
    startedAt,
    endedAt: startedAt + 0.1,
    region: "a",
    version: null,
    supersededBy: null,
    idempotencyKey: null,
    forgotVersion: null,
    ...changes,
  };
}

export function held(
  region: string,
  version: string,
  recentRequests: string[] = [],
  id = "i",
): HeldItem {
  return { region, id, version, recentRequests };
}

export function entry(
  lostVersion: string,
  winnerVersion: string,
  changes: Partial<JournalEntry> = {},
): JournalEntry {
  return { region: "b", id: "i", lostVersion, winnerVersion, recentRequests: [], ...changes };
}

/** The arrival of a `put` from `a` in `b`. */
export function arrival(version: string, changes: Partial<ArrivalRecord> = {}): ArrivalRecord {
  return {
    from: "a",
    to: "b",
    id: "i",
    idempotencyKey: `key ${version}`,
    version,
    outcome: "applied",
    lostVersion: null,
    seconds: 1,
    ...changes,
  };
}

/** Regions `a` and `b` with an RPO of 5 s, nothing happened. */
export function input(changes: Partial<LedgerInput>): LedgerInput {
  return {
    regions: ["a", "b"],
    consistency: "EVENTUAL",
    rpoSeconds: 5,
    requests: [],
    arrivals: [],
    replays: [],
    held: [],
    journal: [],
    absences: [],
    windows: [],
    ...changes,
  };
}
