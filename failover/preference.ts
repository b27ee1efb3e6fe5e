import { byWeight, withRole } from "./choice";
import { maximumDepth } from "./health";
import { type AddressType, lookUp } from "./reach";
import { type Group, type IndexedRecord, type TopologyIndex } from "./topology-index";

/**
 * What the records of a name ask for, whatever their checks make of it: PRIMARY before SECONDARY and
 * weights before zero weights, all the way down; where several records are peers, any of them.
 */
export class Preference {
  private readonly start: Group | undefined;
  private readonly below = new Map<Group, Set<string>>();

  constructor(
    private readonly index: TopologyIndex,
    name: string,
    private readonly type: AddressType,
  ) {
    const group = lookUp(index, name, type);
    this.start = "records" in group ? group : undefined;
  }

  /** Sites in groups of equal rank, first choice first. */
  ranks(): string[][] {
    return this.start === undefined ? [] : this.ranksOf(this.start, new Set());
  }

  /** The sites that the records prefer among those that are healthy. */
  sites(isHealthy: (site: string) => boolean): Set<string> {
    const sites = new Set<string>();
    const groups = new Set(this.start === undefined ? [] : [this.start]);
    for (const group of groups) {
      for (const record of this.records(group, isHealthy)) {
        const next = this.next(record);
        if (next !== undefined) {
          groups.add(next);
        }
        for (const { site } of record.endpoints.filter(({ site }) => isHealthy(site))) {
          sites.add(site);
        }
      }
    }
    return sites;
  }

  /** The records of a group that should answer; none where nothing below the group is healthy. */
  records(group: Group, isHealthy: (site: string) => boolean): IndexedRecord[] {
    for (const rank of tiers(group)) {
      const serving = rank.filter((record) => this.serves(record, isHealthy));
      if (serving.length > 0) {
        return serving;
      }
    }
    return [];
  }

  /** Every site that a record can lead to. */
  sitesOf(record: IndexedRecord): Set<string> {
    const sites = new Set(record.endpoints.map(({ site }) => site));
    const next = this.next(record);
    for (const site of next === undefined ? [] : this.sitesBelow(next)) {
      sites.add(site);
    }
    return sites;
  }

  /** Where a record leads when it does not end the way. */
  next({ aliased, cname }: IndexedRecord): Group | undefined {
    const next =
      aliased ?? (cname === undefined ? undefined : lookUp(this.index, cname, this.type));
    return next !== undefined && "records" in next ? next : undefined;
  }

  private serves(record: IndexedRecord, isHealthy: (site: string) => boolean): boolean {
    if (record.endpoints.some(({ site }) => isHealthy(site))) {
      return true;
    }
    const next = this.next(record);
    if (next !== undefined) {
      for (const site of this.sitesBelow(next)) {
        if (isHealthy(site)) {
          return true;
        }
      }
    }
    return false;
  }

  private sitesBelow(start: Group): Set<string> {
    let sites = this.below.get(start);
    if (sites === undefined) {
      sites = new Set();
      const groups = new Set([start]);
      for (const group of groups) {
        for (const record of group.records) {
          const next = this.next(record);
          if (next !== undefined) {
            groups.add(next);
          }
          for (const { site } of record.endpoints) {
            sites.add(site);
          }
        }
      }
      this.below.set(start, sites);
    }
    return sites;
  }

  private ranksOf(group: Group, onTheWay: Set<Group>): string[][] {
    if (onTheWay.has(group) || onTheWay.size >= maximumDepth) {
      return [];
    }
    onTheWay.add(group);
    const ranks = tiers(group).flatMap((tier) => {
      const below = tier.map((record) => this.ranksBelow(record, onTheWay));
      const [only] = below;
      // Peers are one group; a record on its own keeps the order below it.
      return tier.length === 1 && only !== undefined ? only : [below.flat(2)];
    });
    onTheWay.delete(group);
    return ranks;
  }

  private ranksBelow(record: IndexedRecord, onTheWay: Set<Group>): string[][] {
    const next = this.next(record);
    return next === undefined
      ? [record.endpoints.map(({ site }) => site)]
      : this.ranksOf(next, onTheWay);
  }
}

/** The records of a group by rank. */
function tiers({ records }: Group): IndexedRecord[][] {
  const [first] = records;
  if (first?.routing.kind === "failover") {
    const primary = withRole(records, "PRIMARY");
    const secondary = withRole(records, "SECONDARY");
    return [primary, secondary].flatMap((record) => (record === undefined ? [] : [[record]]));
  }
  if (first?.routing.kind === "weighted") {
    const { weighty, weightless } = byWeight(records);
    return [weighty, weightless].filter((tier) => tier.length > 0);
  }
  return [records];
}
