import type { Unknown } from "./topology";
import type { Group, IndexedRecord, TopologyIndex } from "./topology-index";

/** Everything that a name can lead to, whatever the health. */
export interface Reach {
  sites: Set<string>;
  records: IndexedRecord[];
  /** What cannot be followed. */
  faults: Unknown[];
  /** Some of it may lead to further sites. */
  isOpen: boolean;
  /** Some lookup on the way can end without an address: geolocation without a default, a circle. */
  mayGiveNoAnswer: boolean;
}

/** What clients ask for. */
export type AddressType = "A" | "AAAA";

/** Follows aliases and CNAMEs through every record, healthy or not. */
export function reachFrom(index: TopologyIndex, name: string, type: AddressType): Reach {
  const reach: Reach = {
    sites: new Set(),
    records: [],
    faults: [],
    isOpen: false,
    mayGiveNoAnswer: false,
  };
  const ways = new Map<Group, Group[]>();
  const start = lookUp(index, name, type);
  if (!("records" in start)) {
    return { ...reach, ...withoutGroup(start) };
  }
  const pending = [start];
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    if (ways.has(group)) {
      continue;
    }
    const onwards: Group[] = [];
    ways.set(group, onwards);
    if (group.fault !== undefined) {
      reach.faults.push(group.fault);
    }
    reach.mayGiveNoAnswer ||= lacksDefault(group);
    for (const record of group.records) {
      reach.records.push(record);
      const next = follow(index, record, type);
      if (next !== undefined && "records" in next) {
        onwards.push(next);
        pending.push(next);
      } else if (next !== undefined) {
        const { faults, isOpen, mayGiveNoAnswer } = withoutGroup(next);
        reach.faults.push(...faults);
        reach.isOpen ||= isOpen;
        reach.mayGiveNoAnswer ||= mayGiveNoAnswer;
      }
      if (record.fault !== undefined) {
        reach.faults.push(record.fault);
        reach.isOpen = true;
      }
      for (const { site } of record.endpoints) {
        reach.sites.add(site);
      }
    }
  }
  reach.mayGiveNoAnswer ||= hasCircle(ways);
  return reach;
}

/** Takes away what nothing leads to until there is no more: what is left leads back to itself. */
function hasCircle(ways: ReadonlyMap<Group, readonly Group[]>): boolean {
  const incoming = new Map([...ways.keys()].map((group) => [group, 0]));
  const count = (group: Group, by: number) => {
    const left = (incoming.get(group) ?? 0) + by;
    incoming.set(group, left);
    return left;
  };
  [...ways.values()].flat().forEach((group) => count(group, 1));
  const free = new Set([...incoming].flatMap(([group, left]) => (left === 0 ? [group] : [])));
  for (const group of free) {
    for (const next of ways.get(group) ?? []) {
      if (count(next, -1) === 0) {
        free.add(next);
      }
    }
  }
  return free.size < ways.size;
}

/** Why a name has no records to look at: it has none of this type, or none are declared at all. */
export type NoGroup = { kind: "noData" } | { kind: "undeclared"; unknown: Unknown };

/** The records that a resolver is given for a name: of the type it asks for, or a CNAME. */
export function lookUp(index: TopologyIndex, name: string, type: AddressType): Group | NoGroup {
  const group = index.group(name, type) ?? index.group(name, "CNAME");
  if (group !== undefined) {
    return group;
  }
  const other = index.group(name, type === "A" ? "AAAA" : "A");
  return other === undefined
    ? {
        kind: "undeclared",
        unknown: { subject: name, reason: "no record of that name is declared" },
      }
    : { kind: "noData" };
}

function follow(
  index: TopologyIndex,
  { aliased, cname }: IndexedRecord,
  type: AddressType,
): Group | NoGroup | undefined {
  return aliased ?? (cname === undefined ? undefined : lookUp(index, cname, type));
}

function withoutGroup(missing: NoGroup): Pick<Reach, "faults" | "isOpen" | "mayGiveNoAnswer"> {
  return missing.kind === "undeclared"
    ? { faults: [missing.unknown], isOpen: true, mayGiveNoAnswer: false }
    : { faults: [], isOpen: false, mayGiveNoAnswer: true };
}

function lacksDefault({ records }: Group): boolean {
  return (
    records.some(({ routing }) => routing.kind === "geolocation") &&
    !records.some(
      ({ routing }) => routing.kind === "geolocation" && routing.location.kind === "default",
    )
  );
}
