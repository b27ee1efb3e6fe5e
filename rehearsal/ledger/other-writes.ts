import type { HeldItem, ReplayRecord, RequestRecord } from "./records";
import { isWrite } from "./writes";

/** Writes whose clients were left without an answer. */
export interface UnknownWrites {
  count: number;
  /** Those whose keys some Region remembers; at least so many were applied. */
  held: number;
}

/** What Regions made of the writes that clients brought along. */
export interface Replays {
  /** How many writes were replayed, each of them once or more. */
  writes: number;
  outcomes: Record<ReplayRecord["outcome"], number>;
}

export function countUnknownWrites(
  requests: readonly RequestRecord[],
  held: readonly HeldItem[],
): UnknownWrites {
  const keysById = new Map<string, Set<string>>();
  for (const { id, recentRequests } of held) {
    const keys = keysById.get(id) ?? new Set();
    keysById.set(id, keys);
    for (const key of recentRequests) {
      keys.add(key);
    }
  }
  const unknown = requests.filter((each) => isWrite(each) && each.outcome === "unknown");
  const remembered = unknown.filter(
    ({ id, idempotencyKey }) =>
      idempotencyKey !== null && (keysById.get(id)?.has(idempotencyKey) ?? false),
  );
  return { count: unknown.length, held: remembered.length };
}

export function countReplays(replays: readonly ReplayRecord[]): Replays {
  const outcomes: Replays["outcomes"] = {
    applied: 0,
    "already-applied": 0,
    "newer-version": 0,
    "concurrent-version": 0,
    refused: 0,
    failed: 0,
  };
  for (const { outcome } of replays) {
    outcomes[outcome] += 1;
  }
  return { writes: new Set(replays.map(({ idempotencyKey }) => idempotencyKey)).size, outcomes };
}
