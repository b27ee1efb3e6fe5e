/** What the ledger is made from, as the processes of a rehearsal report it. Times are seconds since the epoch. */

/** One request of a client, with all its attempts. */
export interface RequestRecord {
  /** One session: the client process and the number of its client, as in `dublin/3`. */
  client: string;
  operation: "get" | "put" | "delete";
  id: string;
  outcome: "ok" | "absent" | "refused" | "unavailable" | "unknown" | "stale";
  startedAt: number;
  endedAt: number;
  /** The Region that gave the last answer; `null` where there was none. */
  region: string | null;
  /** Token of the version that was read, or that the write made; `null` where there is none. */
  version: string | null;
  /**
   * Of an acknowledged write whose own version is not known, because newer writes followed before it
   * was acknowledged: a version that includes it.
   */
  supersededBy: string | null;
  idempotencyKey: string | null;
  /** The session has forgotten this version of the item, because the Region holds a concurrent one. */
  forgotVersion: string | null;
}

/** A client's write that replication has brought from one Region to another, or not had to. */
export interface ArrivalRecord {
  from: string;
  to: string;
  /** The item's identifier, as clients name it. */
  id: string;
  /** Idempotency key of the write. */
  idempotencyKey: string;
  /** Token of the version that arrived. */
  version: string;
  outcome: "applied" | "overwrote" | "discarded";
  /** Where it overwrote a version that its writer had not seen, that one's token; otherwise `null`. */
  lostVersion: string | null;
  /** From the stream of the source to the destination's table. */
  seconds: number;
}

/** A write that a client has brought along to another Region. */
export interface ReplayRecord {
  idempotencyKey: string;
  outcome:
    "applied" | "already-applied" | "newer-version" | "concurrent-version" | "refused" | "failed";
  region: string | null;
}

/** An item of a client, deletions included, as a Region holds it once everything is over. */
export interface HeldItem {
  region: string;
  id: string;
  version: string;
  /** Idempotency keys of its last writes, newest first; 16, or a few more. */
  recentRequests: string[];
}

/** A version that the journal has kept. */
export interface JournalEntry {
  /** The Region whose table the entry was read from. */
  region: string;
  id: string;
  /** The version that was overwritten. */
  lostVersion: string;
  /** The version that stood in its place, whose writer had not seen it. */
  winnerVersion: string;
  /** Idempotency keys of the last writes of the version that was overwritten, newest first. */
  recentRequests: string[];
}

/** A Region that was away, and could not have given its writes to others. */
export interface Absence {
  region: string;
  from: number;
  /** Absent where it is away to the end. */
  until: number | undefined;
}
