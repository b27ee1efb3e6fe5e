import type { RecordSet, Topology } from "./topology";

/**
 * Failover names, sorted: those that no other record leads to, and that can lead to more than one
 * answer (some record on the way has a routing policy).
 */
export function findFailoverNames({ recordSets }: Topology): string[] {
  const byName = new Map<string, RecordSet[]>();
  const ledTo = new Set<string>();
  for (const record of recordSets) {
    const records = byName.get(record.name) ?? [];
    records.push(record);
    byName.set(record.name, records);
    const next = nextName(record);
    if (next !== undefined) {
      ledTo.add(next);
    }
  }
  return [...byName.keys()].filter((name) => !ledTo.has(name) && hasChoice(name, byName)).sort();
}

/** Every name that a record is declared for, sorted. */
export function findNames({ recordSets }: Topology): string[] {
  return [...new Set(recordSets.map(({ name }) => name))].sort();
}

function hasChoice(start: string, byName: ReadonlyMap<string, readonly RecordSet[]>): boolean {
  const names = new Set([start]);
  for (const name of names) {
    for (const record of byName.get(name) ?? []) {
      if (record.routing.kind !== "simple") {
        return true;
      }
      const next = nextName(record);
      if (next !== undefined) {
        names.add(next);
      }
    }
  }
  return false;
}

function nextName({ target }: RecordSet): string | undefined {
  return target.kind === "cname" || target.kind === "alias" ? target.name : undefined;
}
