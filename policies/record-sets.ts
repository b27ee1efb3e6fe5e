import { property } from "../contract/declared-fields";
import type { DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import { groupBy } from "../failover/group-by";
import { canonicalName } from "../failover/dns-names";
import { toZone } from "./link-targets";

/** Records that answer the same question: of one name, type and zone. */
export interface RecordSet {
  records: readonly DeclaredResource[];
  /** Whether they may be in several zones, because the zone of one of them cannot be seen. */
  isUnclear: boolean;
}

/** A record whose name or type cannot be seen is in no set. */
export function recordSets(records: readonly DeclaredResource[], links: Links): RecordSet[] {
  const known = records.filter((record) => !isOfHiddenSet(record));
  const sets = groupBy(known, (record) =>
    JSON.stringify([canonicalName(text(record, "name") ?? ""), text(record, "type")]),
  );
  return [...sets.values()].flatMap((set) => byZone(set, links));
}

/** Whether a record may be one of any set. */
export function isOfHiddenSet(record: DeclaredResource): boolean {
  return ["name", "type"].some((key) => !text(record, key));
}

function byZone(records: readonly DeclaredResource[], links: Links): RecordSet[] {
  const zones = new Map(records.map((record) => [record, zoneOf(record, links)]));
  const sets = groupBy(records, (record) => zones.get(record)?.key ?? "");
  const isHidden = [...zones.values()].some(({ isKnown }) => !isKnown);
  return isHidden && sets.size > 1
    ? [{ records, isUnclear: true }]
    : [...sets.values()].map((own) => ({ records: own, isUnclear: false }));
}

/** Zones that come from the same place are the same, even before their id is known. */
function zoneOf(record: DeclaredResource, links: Links): { key: string; isKnown: boolean } {
  const link = links.follow(record, "zoneId", property(record.inputs, "zoneId"), toZone);
  const key = link.leadsTo === "resource" ? link.resource.urn : text(record, "zoneId");
  return key === undefined
    ? { key: [...(record.propertyDependencies["zoneId"] ?? [])].sort().join(), isKnown: false }
    : { key, isKnown: true };
}

function text({ inputs }: DeclaredResource, key: string): string | undefined {
  const value = property(inputs, key);
  return typeof value === "string" ? value : undefined;
}
