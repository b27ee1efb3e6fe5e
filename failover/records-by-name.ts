import type { RecordSet } from "./topology";

export type RecordsByName = ReadonlyMap<string, readonly RecordSet[]>;

export function groupByName(recordSets: readonly RecordSet[]): RecordsByName {
  const byName = new Map<string, RecordSet[]>();
  for (const record of recordSets) {
    const records = byName.get(record.name) ?? [];
    records.push(record);
    byName.set(record.name, records);
  }
  return byName;
}

/** The name that is looked up after a record, if it does not end the way. */
export function nextName({ target }: RecordSet): string | undefined {
  return target.kind === "cname" || target.kind === "alias" ? target.name : undefined;
}

/**
 * The records of a name and of every name that these need.
 *
 * @param furtherNames Names that a record needs besides the one that it leads to. @default none
 */
export function recordsBelow(
  start: string,
  byName: RecordsByName,
  furtherNames: (record: RecordSet) => readonly string[] = () => [],
): RecordSet[] {
  const names = new Set([start]);
  const found: RecordSet[] = [];
  for (const name of names) {
    for (const record of byName.get(name) ?? []) {
      found.push(record);
      for (const next of [nextName(record) ?? [], furtherNames(record)].flat()) {
        names.add(next);
      }
    }
  }
  return found;
}
