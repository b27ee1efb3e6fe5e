import { groupByName, nextName, recordsBelow } from "./records-by-name";
import type { RecordSet, Topology, Unknown } from "./topology";

/**
 * Failover names, sorted: those that no other record leads to, and that can lead to more than one
 * answer (some record on the way has a routing policy).
 */
export function findFailoverNames({ recordSets }: Topology): string[] {
  const byName = groupByName(recordSets);
  const ledTo = new Set(recordSets.map(nextName));
  return [...byName.keys()]
    .filter((name) => !ledTo.has(name))
    .filter((name) => recordsBelow(name, byName).some(({ routing }) => routing.kind !== "simple"))
    .sort();
}

/** Every name that a record is declared for, sorted. */
export function findNames({ recordSets }: Topology): string[] {
  return [...new Set(recordSets.map(({ name }) => name))].sort();
}

/** Records below a name of which nobody can tell where they lead: sites may be missing with them. */
export function findLooseEnds({ recordSets }: Topology, name: string): Unknown[] {
  return recordsBelow(name, groupByName(recordSets)).flatMap(({ label, target }) =>
    target.kind === "unknown" ? [{ subject: label, reason: target.reason }] : [],
  );
}

/** How much of a name's failover these records are. */
export type Wholeness =
  /** Every failover record has its partner, and every name that is led to is declared. */
  | "whole"
  /** The rest of it is in other stacks. */
  | "partial"
  /** No record below the name has the failover policy: it may share load, or stay in one site. */
  | "without failover records";

export function wholenessOf({ recordSets }: Topology, name: string): Wholeness {
  const byName = groupByName(recordSets);
  const below = recordsBelow(name, byName);
  const failover = below.filter(({ routing }) => routing.kind === "failover");
  if (failover.length === 0) {
    return "without failover records";
  }
  const hasPartner = (record: RecordSet) =>
    failover.some(
      (other) => other !== record && other.name === record.name && other.type === record.type,
    );
  const isDeclared = (record: RecordSet) => byName.has(nextName(record) ?? record.name);
  return failover.every(hasPartner) && below.every(isDeclared) ? "whole" : "partial";
}
