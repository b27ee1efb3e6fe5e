import { groupBy } from "../../failover/group-by";
import { KeptVersions, type Trace } from "./kept-versions";
import { type Overwriting, Overwritings } from "./overwritings";
import type { ArrivalRecord, HeldItem, JournalEntry } from "./records";
import { parseVersion } from "./version";

/** What is left of the writes of one item. */
export interface ItemTraces {
  /** By Region. */
  held: ReadonlyMap<string, Trace>;
  kept: KeptVersions;
  overwritings: Overwritings;
}

export const noTraces: ItemTraces = {
  held: new Map(),
  kept: new KeptVersions([]),
  overwritings: new Overwritings([]),
};

export interface TraceRecords {
  arrivals: readonly ArrivalRecord[];
  held: readonly HeldItem[];
  journal: readonly JournalEntry[];
}

/**
 * By the items' identifiers. The journal and replication both tell what was overwritten, so that a
 * journal that kept nothing hides nothing. A replay that was refused, and kept, counts likewise.
 *
 * @throws {InvalidVersionError} for a malformed token
 */
export function indexTraces({ arrivals, held, journal }: TraceRecords): Map<string, ItemTraces> {
  const heldById = groupBy(held, ({ id }) => id);
  const journalById = groupBy(journal, ({ id }) => id);
  const arrivalsById = groupBy(arrivals, ({ id }) => id);
  const ids = new Set([...heldById.keys(), ...journalById.keys(), ...arrivalsById.keys()]);
  return new Map(
    [...ids].map((id) => {
      const entries = journalById.get(id) ?? [];
      const overwritings = [
        ...entries.map(({ lostVersion, winnerVersion }) => overwriting(lostVersion, winnerVersion)),
        ...(arrivalsById.get(id) ?? []).flatMap(({ lostVersion, version }) =>
          lostVersion === null ? [] : [overwriting(lostVersion, version)],
        ),
      ];
      const traces: ItemTraces = {
        held: new Map(
          (heldById.get(id) ?? []).map((item) => [item.region, trace(item.version, item)]),
        ),
        kept: new KeptVersions(entries.map((entry) => trace(entry.lostVersion, entry))),
        overwritings: new Overwritings(overwritings),
      };
      return [id, traces];
    }),
  );
}

function overwriting(lost: string, winner: string): Overwriting {
  return { lost: parseVersion(lost), winner: parseVersion(winner) };
}

function trace(token: string, { recentRequests }: { recentRequests: readonly string[] }): Trace {
  return { version: parseVersion(token), keys: new Set(recentRequests) };
}
