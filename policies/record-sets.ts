import { property } from "../contract/declared-fields";
import type { DeclaredResource } from "../declared/declared-resource";
import { groupBy } from "./group-by";
import { canonicalName } from "../failover/dns-names";

/**
 * Records that answer the same question: of one name, type and zone. A record whose name or type
 * cannot be seen is in no set.
 */
export function recordSets(records: readonly DeclaredResource[]): readonly DeclaredResource[][] {
  const known = records.filter((record) => ["name", "type"].every((key) => text(record, key)));
  const sets = groupBy(known, (record) =>
    JSON.stringify([canonicalName(text(record, "name") ?? ""), text(record, "type")]),
  );
  return [...sets.values()].flatMap(byZone);
}

/** While one of the zones cannot be seen, it may be any of the others. */
function byZone(records: readonly DeclaredResource[]): DeclaredResource[][] {
  return records.every((record) => text(record, "zoneId") !== undefined)
    ? [...groupBy(records, (record) => text(record, "zoneId") ?? "").values()]
    : [[...records]];
}

function text({ inputs }: DeclaredResource, key: string): string | undefined {
  const value = property(inputs, key);
  return typeof value === "string" ? value : undefined;
}
