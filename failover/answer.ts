import { choose } from "./choice";
import { type Place, placesFor } from "./geography";
import { Health, maximumDepth } from "./health";
import { type AddressType, lookUp, type NoGroup, reachFrom } from "./reach";
import type { Topology, Unknown } from "./topology";
import {
  type Group,
  type IndexedRecord,
  indexTopology,
  type TopologyIndex,
} from "./topology-index";

/** Where new connections to a name end while certain sites have failed. */
export interface Answer {
  /**
   * The site, or a sorted list where peers share the answer (weighted, multivalue, latency,
   * geolocation: any client anywhere). `null` where the name leads nowhere or `unknown` says why the
   * answer is not known.
   */
  answer: string | string[] | null;
  unknown: Unknown[];
  /** Some clients, or all, are given no address: geolocation without a default, records in a circle. */
  someWithout: boolean;
  /** Identifiers of the record sets that the answer comes through. */
  path: string[];
}

/**
 * Route 53's answer once every check has noticed the failure.
 *
 * @param name in canonical form
 */
export function answer(topology: Topology, name: string, failedSites: ReadonlySet<string>): Answer {
  const index = indexTopology(topology);
  const health = new Health(({ site }) => (failedSites.has(site) ? "unhealthy" : "healthy"));
  const clients = clientsOf(index, name);
  const found = clients.map((client) => {
    const resolver = new Resolver(index, health, client);
    const resolution = resolver.resolve(name);
    return { client, resolver, resolution };
  });
  const path = found.flatMap(({ resolver, resolution }) => resolver.pathOf(resolution.questions));
  const unknown = found.flatMap(({ resolver, resolution }) => resolver.unknownsOf(resolution));
  return {
    answer: unknown.length > 0 ? null : inShort(sitesOf(found.map(({ resolution }) => resolution))),
    unknown: distinct(unknown),
    someWithout: found.some(
      ({ client, resolution }) => resolution.someWithout && !hasOtherType(client, clients),
    ),
    path: [...new Set(path.map(({ id }) => id))],
  };
}

/** What decides over answers of a client besides health. */
export interface ClientKind {
  type: AddressType;
  place: Place;
}

/**
 * Every kind of client that a name tells apart. A name is asked for the addresses that it can have; one
 * without any for its A records.
 */
export function clientsOf(index: TopologyIndex, name: string): ClientKind[] {
  const reached = (["A", "AAAA"] as const).map((type) => ({
    type,
    reach: reachFrom(index, name, type),
  }));
  const types = reached.filter(({ reach }) => reach.sites.size > 0 || reach.isOpen);
  const locations = reached.flatMap(({ reach }) =>
    reach.records.flatMap(({ routing }) =>
      routing.kind === "geolocation" ? [routing.location] : [],
    ),
  );
  const places = placesFor(locations);
  return (types.length === 0 ? reached.slice(0, 1) : types).flatMap(({ type }) =>
    places.map((place) => ({ type, place })),
  );
}

/** Without an IPv6 address, clients take the IPv4 one. */
export function hasOtherType({ type }: ClientKind, clients: readonly ClientKind[]): boolean {
  return type === "AAAA" && clients.some((other) => other.type === "A");
}

/** What a resolver is given for one question, aliases followed: that is what it keeps. */
export interface Outcome {
  /** Records with values, CNAMEs, aliases to endpoints; any of them, for any client. */
  records: IndexedRecord[];
  settled: boolean;
  /** An end is not known at all: it may be a site that `records` do not name, or none. */
  open: boolean;
  someWithout: boolean;
}

/** A name followed to its end: the outcome of every question on the way. */
export interface Resolution {
  questions: Map<Group, Outcome>;
  ends: Set<IndexedRecord>;
  settled: boolean;
  /** See `Outcome`. */
  open: boolean;
  someWithout: boolean;
  /** Names that are asked for and cannot be followed. */
  unfollowed: Unknown[];
}

const leadsNowhere: Outcome = { records: [], settled: true, open: false, someWithout: true };

/** Answers of Route 53 to one kind of client in one state of the signals. */
export class Resolver {
  private readonly outcomes: (Outcome | undefined)[] = [];
  private aliasDepth = 0;

  constructor(
    private readonly index: TopologyIndex,
    readonly health: Health,
    private readonly client: ClientKind,
  ) {}

  resolve(name: string): Resolution {
    const resolution: Resolution = {
      questions: new Map(),
      ends: new Set(),
      settled: true,
      open: false,
      someWithout: false,
      unfollowed: [],
    };
    this.follow(lookUp(this.index, name, this.client.type), resolution, new Set());
    return resolution;
  }

  /** The outcome of asking for the records of a group. */
  outcome(group: Group): Outcome {
    const known = this.outcomes[group.index];
    if (known !== undefined) {
      return known;
    }
    if (this.aliasDepth >= maximumDepth) {
      return { records: [], settled: false, open: true, someWithout: false };
    }
    // Met again on its own way, the group leads in a circle.
    this.outcomes[group.index] = leadsNowhere;
    this.aliasDepth += 1;
    const outcome = this.followAliases(group);
    this.aliasDepth -= 1;
    return (this.outcomes[group.index] = outcome);
  }

  /** The records that an answer comes through, in the order in which they are met. */
  pathOf(questions: ReadonlyMap<Group, Outcome>): IndexedRecord[] {
    const path = new Set<IndexedRecord>();
    const groups = new Set(questions.keys());
    for (const group of groups) {
      for (const record of this.choose(group).records) {
        path.add(record);
        if (record.aliased !== undefined) {
          groups.add(record.aliased);
        }
      }
    }
    return [...path];
  }

  choose(group: Group) {
    return choose(group, (record) => this.health.ofRecord(record), this.client.place);
  }

  /** What would have to be known for the resolution to be settled; nothing where it is. */
  unknownsOf({ questions, unfollowed, settled }: Resolution): Unknown[] {
    if (settled) {
      return [];
    }
    const unknowns = [...unfollowed];
    const groups = new Set(questions.keys());
    for (const group of groups) {
      if (group.fault !== undefined) {
        unknowns.push(group.fault);
      }
      const choice = this.choose(group);
      for (const record of choice.settled ? [] : group.records) {
        unknowns.push(...this.health.unknownsOf(record));
      }
      for (const { fault, aliased } of choice.records) {
        if (fault !== undefined) {
          unknowns.push(fault);
        }
        if (aliased !== undefined) {
          groups.add(aliased);
        }
      }
    }
    const [first] = groups;
    return unknowns.length === 0 && first !== undefined
      ? [tooDeep(first.name)]
      : distinct(unknowns);
  }

  private followAliases(group: Group): Outcome {
    const choice = this.choose(group);
    let { settled, someWithout } = choice;
    // Where Route 53's own choice is not known, it may also be none of the records.
    let open = group.fault !== undefined;
    if (
      choice.records.every(({ aliased, fault }) => aliased === undefined && fault === undefined)
    ) {
      return { ...choice, open };
    }
    const records = new Set<IndexedRecord>();
    for (const record of choice.records) {
      if (record.aliased === undefined) {
        records.add(record);
        settled &&= record.fault === undefined;
        open ||= record.fault !== undefined;
        continue;
      }
      const next = this.outcome(record.aliased);
      settled &&= next.settled;
      open ||= next.open;
      someWithout ||= next.someWithout;
      for (const end of next.records) {
        records.add(end);
      }
    }
    return { records: [...records], settled, open, someWithout };
  }

  private follow(group: Group | NoGroup, resolution: Resolution, onTheWay: Set<Group>): void {
    if (!("records" in group)) {
      if (group.kind === "undeclared") {
        resolution.settled = false;
        resolution.open = true;
        resolution.unfollowed.push(group.unknown);
      } else {
        resolution.someWithout = true;
      }
      return;
    }
    if (onTheWay.has(group)) {
      resolution.someWithout = true;
      return;
    }
    if (onTheWay.size >= maximumDepth) {
      resolution.settled = false;
      resolution.open = true;
      resolution.unfollowed.push(tooDeep(group.name));
      return;
    }
    if (resolution.questions.has(group)) {
      return;
    }
    const outcome = this.outcome(group);
    resolution.questions.set(group, outcome);
    resolution.settled &&= outcome.settled;
    resolution.open ||= outcome.open;
    resolution.someWithout ||= outcome.someWithout;
    onTheWay.add(group);
    for (const record of outcome.records) {
      if (record.cname === undefined) {
        resolution.ends.add(record);
      } else {
        this.follow(lookUp(this.index, record.cname, this.client.type), resolution, onTheWay);
      }
    }
    onTheWay.delete(group);
  }
}

function sitesOf(resolutions: readonly Resolution[]): Set<string> {
  const sites = new Set<string>();
  for (const { ends } of resolutions) {
    for (const { endpoints } of ends) {
      for (const { site } of endpoints) {
        sites.add(site);
      }
    }
  }
  return sites;
}

function inShort(sites: ReadonlySet<string>): Answer["answer"] {
  const [only, ...others] = [...sites].sort();
  return only === undefined ? null : others.length === 0 ? only : [only, ...others];
}

function tooDeep(name: string): Unknown {
  return { subject: name, reason: `it leads through more than ${maximumDepth} names` };
}

export function distinct(unknowns: readonly Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((one) => [`${one.subject}: ${one.reason}`, one])).values()];
}
