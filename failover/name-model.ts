import {
  type ClientKind,
  clientsOf,
  distinct,
  hasOtherType,
  type Resolution,
  Resolver,
} from "./answer";
import { type Assumptions, assumptions } from "./constants";
import { Health } from "./health";
import { Preference } from "./preference";
import { type AddressType, reachFrom } from "./reach";
import type { IndexedCheck, Signal } from "./signals";
import type { Topology, Unknown } from "./topology";
import { type IndexedRecord, indexTopology, type TopologyIndex } from "./topology-index";

/** Sites as bits: bit `i` stands for the site `sites[i]`. */
export type SiteSet = number;

/** What a name answers in one state of the sites. */
export interface StateAnswer {
  /** Sites that new connections may reach. */
  sites: SiteSet;
  /** False where something unknown decides; `sites` are then those that can be told. */
  settled: boolean;
  /** An end of the name is not known at all. */
  open: boolean;
  someWithout: boolean;
}

/** One name of a topology, with the sites that its answer can depend on. */
export class NameModel {
  readonly index: TopologyIndex;
  readonly clients: ClientKind[];
  /** Sites that the name leads to, in the order of its failover records, then those only watched. */
  readonly sites: string[];
  /** How many of `sites` the name leads to. */
  readonly siteCount: number;
  /** Groups of equal rank, first choice first. */
  readonly ranks: string[][];
  readonly signals: Signal[];
  readonly records: IndexedRecord[];
  /** What cannot be followed, and may lead to further sites. */
  readonly unfollowed: Unknown[];
  readonly preferences: Map<AddressType, Preference>;
  private readonly bits: Map<string, number>;
  /** The site's bit, by the index of a signal. */
  private readonly signalBits: number[] = [];

  constructor(
    topology: Topology,
    readonly name: string,
    readonly assumed: Assumptions = assumptions,
  ) {
    this.index = indexTopology(topology);
    this.clients = clientsOf(this.index, name);
    const types = [...new Set(this.clients.map(({ type }) => type))];
    const reaches = types.map((type) => reachFrom(this.index, name, type));
    this.records = [...new Set(reaches.flatMap(({ records }) => records))];
    this.unfollowed = distinct(reaches.flatMap(({ faults }) => faults));
    this.signals = signalsOf(this.records);
    this.preferences = new Map(types.map((type) => [type, new Preference(this.index, name, type)]));
    this.ranks = withoutRepeats(
      [...this.preferences.values()].flatMap((preference) => preference.ranks()),
    );
    const reached = this.ranks.flat();
    this.siteCount = reached.length;
    this.sites = [...new Set([...reached, ...this.signals.map(({ site }) => site)])];
    this.bits = new Map(this.sites.map((site, bit) => [site, bit]));
    for (const { index, site } of this.signals) {
      this.signalBits[index] = this.bits.get(site) as number;
    }
  }

  /** Every site that the name leads to. */
  get ownSites(): SiteSet {
    return 2 ** this.siteCount - 1;
  }

  /** Every site that can change an answer. */
  get allSites(): SiteSet {
    return 2 ** this.sites.length - 1;
  }

  has(set: SiteSet, site: string): boolean {
    return ((set >> (this.bits.get(site) ?? 31)) & 1) === 1;
  }

  namesOf(set: SiteSet): string[] {
    return this.sites.filter((site) => this.has(set, site));
  }

  /** For every kind of client the name in a settled state, or with `undecided` signals on the way. */
  resolvers(failed: SiteSet, undecided?: ReadonlySet<Signal>): Resolver[] {
    const health = new Health((signal) =>
      undecided?.has(signal) === true
        ? "undecided"
        : ((failed >> (this.signalBits[signal.index] as number)) & 1) === 1
          ? "unhealthy"
          : "healthy",
    );
    return this.clients.map((client) => new Resolver(this.index, health, client));
  }

  /** The name followed by every kind of client. */
  resolutions(failed: SiteSet): Resolution[] {
    return this.resolvers(failed).map((resolver) => resolver.resolve(this.name));
  }

  answerIn(failed: SiteSet): StateAnswer {
    const answer: StateAnswer = { sites: 0, settled: true, open: false, someWithout: false };
    for (const [position, resolution] of this.resolutions(failed).entries()) {
      const { ends, settled, open, someWithout } = resolution;
      const client = this.clients[position] as ClientKind;
      answer.settled &&= settled;
      answer.someWithout ||= someWithout && !hasOtherType(client, this.clients);
      answer.open ||= open;
      for (const { endpoints } of ends) {
        for (const { site } of endpoints) {
          answer.sites |= 1 << (this.bits.get(site) as number);
        }
      }
    }
    return answer;
  }

  /** The sites that a name with perfect checks would answer. */
  preferred(failed: SiteSet): SiteSet {
    let preferred = 0;
    for (const preference of this.preferences.values()) {
      for (const site of preference.sites((site) => !this.has(failed, site))) {
        preferred |= 1 << (this.bits.get(site) as number);
      }
    }
    return preferred;
  }
}

function signalsOf(records: readonly IndexedRecord[]): Signal[] {
  const signals = new Set<Signal>();
  const addCheck = (check: IndexedCheck) => {
    if (check.kind === "signal") {
      signals.add(check.signal);
    } else if (check.kind === "calculated") {
      check.children.forEach(addCheck);
    }
  };
  for (const { check, targetSignal } of records) {
    if (check !== undefined) {
      addCheck(check);
    }
    if (targetSignal !== undefined) {
      signals.add(targetSignal);
    }
  }
  return [...signals];
}

function withoutRepeats(ranks: readonly string[][]): string[][] {
  const seen = new Set<string>();
  return ranks
    .map((rank) => rank.filter((site) => seen.size < seen.add(site).size))
    .filter((rank) => rank.length > 0);
}
