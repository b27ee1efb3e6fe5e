import type { Trace } from "./kept-versions";
import type { Overwritings } from "./overwritings";
import type { ArrivalRecord, RequestRecord } from "./records";
import { type ItemTraces, noTraces } from "./traces";
import { compare, parseVersion, type Version } from "./version";

/**
 * What has become of an acknowledged write. Only the Regions that are there at the end are asked; the
 * first that applies:
 *
 * - `untraceable`: its version is not known, and its idempotency key is in no item and no entry of the
 *   journal, of which each remembers only its last writes;
 * - `everywhere`: every Region holds it;
 * - `late`: likewise, but replication took longer than the RPO to a Region, whether or not the write
 *   was discarded there and whether or not a client had brought it along before;
 * - `overwritten`: each Region that does not hold it has a version that won over it, unseen;
 * - `lost`: no Region holds it, and what they hold is older, or nothing;
 * - `missing`: a Region holds only what is older, or nothing.
 */
export type Fate =
  | { kind: "everywhere" }
  | { kind: "late"; region: string; bySeconds: number }
  | { kind: "overwritten"; regions: string[]; journalled: boolean }
  | { kind: "missing"; regions: string[] }
  | { kind: "lost" }
  | { kind: "untraceable" };

/** What a Region's final version of the item says of a write. */
type Standing = "held" | "overwritten" | "older";

/** The surroundings in which fates are judged. */
export interface End {
  /** The Regions that are there at the end. */
  regions: readonly string[];
  rpoSeconds: number;
}

/**
 * @param item what is left of the write's item; without it, nothing
 * @param arrivals those of the write
 * @throws {InvalidVersionError} for a malformed token
 */
export function fateOf(
  write: RequestRecord,
  item: ItemTraces = noTraces,
  arrivals: readonly ArrivalRecord[],
  { regions, rpoSeconds }: End,
): Fate {
  const key = write.idempotencyKey;
  const versions = versionsOf(write, item);
  if (versions.length === 0) {
    return { kind: "untraceable" };
  }
  const standings = regions.map((region) => ({
    region,
    standing: standingOf(versions, key, item.overwritings, item.held.get(region)),
  }));
  const where = (wanted: Standing) =>
    standings.flatMap(({ region, standing }) => (standing === wanted ? [region] : []));
  const [held, overwritten, older] = [where("held"), where("overwritten"), where("older")];
  if (older.length > 0) {
    const isLost = held.length === 0 && overwritten.length === 0;
    return isLost ? { kind: "lost" } : { kind: "missing", regions: older };
  }
  if (overwritten.length > 0) {
    return {
      kind: "overwritten",
      regions: overwritten,
      journalled: isJournalled(versions, key, item),
    };
  }
  // Without any Region that is left, nothing holds it.
  return held.length === 0 ? { kind: "lost" } : heldEverywhere(arrivals, held, rpoSeconds);
}

/**
 * The write's own version; where that is not known, versions that include it: the one that its client
 * was told of, and those that remember its key.
 */
function versionsOf(write: RequestRecord, item: ItemTraces): Version[] {
  const { version, supersededBy, idempotencyKey: key } = write;
  if (version !== null) {
    return [parseVersion(version)];
  }
  const told = supersededBy === null ? [] : [parseVersion(supersededBy)];
  if (key === null) {
    return told;
  }
  const held = [...item.held.values()].filter(({ keys }) => keys.has(key));
  return [...told, ...held.map((trace) => trace.version), ...item.kept.remembering(key)];
}

/** Of several versions that include the write, the one that stands best tells. */
function standingOf(
  versions: readonly Version[],
  key: string | null,
  overwritings: Overwritings,
  final: Trace | undefined,
): Standing {
  if (final === undefined) {
    return "older";
  }
  if (key !== null && final.keys.has(key)) {
    return "held";
  }
  const standings = versions.map((version): Standing => {
    if (overwritings.hasLost(version, final.version)) {
      return "overwritten";
    }
    const order = compare(final.version, version);
    return order === "concurrent" ? "overwritten" : order === "before" ? "older" : "held";
  });
  return (["held", "overwritten"] as const).find((best) => standings.includes(best)) ?? "older";
}

/** Whether an entry of the journal has the write, or a later version that goes back to it. */
function isJournalled(
  versions: readonly Version[],
  key: string | null,
  { kept, overwritings }: ItemTraces,
): boolean {
  if (key !== null && kept.remembering(key).length > 0) {
    return true;
  }
  return versions.some((version) => {
    for (const { upTo: entry } of kept.including(version)) {
      if (!overwritings.hasLost(version, entry)) {
        return true;
      }
    }
    return false;
  });
}

function heldEverywhere(
  arrivals: readonly ArrivalRecord[],
  regions: readonly string[],
  rpoSeconds: number,
): Fate {
  const [slowest] = arrivals
    .filter(({ to, seconds }) => regions.includes(to) && seconds > rpoSeconds)
    .sort((one, other) => other.seconds - one.seconds);
  return slowest === undefined
    ? { kind: "everywhere" }
    : { kind: "late", region: slowest.to, bySeconds: slowest.seconds - rpoSeconds };
}
