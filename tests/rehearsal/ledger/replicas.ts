import type {
  ArrivalRecord,
  HeldItem,
  JournalEntry,
  RequestRecord,
} from "../../../rehearsal/ledger/records";
import { put } from "./example-records";

type Counters = Record<string, number>;

/** A version of the item, with what it truly goes back to. */
interface Version {
  counters: Counters;
  /** When its write came, by the clock of its Region; of two the greater one wins. */
  stamp: [time: number, noticed: number];
  keys: string[];
  /** Keys of all writes that it truly goes back to. */
  content: ReadonlySet<string>;
}

/** An overwriting as it truly took place. */
interface TrueOverwriting {
  region: string;
  lost: Version;
  winner: Version;
  isKept: boolean;
}

export interface ReplicasOptions {
  regions: readonly string[];
  /** By Region, what its clock is ahead. */
  skew: readonly number[];
  recentRequests: number;
  /** Whether the journal keeps an overwriting, by number. */
  keeps: (number: number) => boolean;
}

/**
 * Replicas of a table with one item, of which the last writer wins, with version vectors and a journal,
 * and with what a ledger cannot see: which writes versions truly go back to.
 */
export class Replicas {
  readonly requests: RequestRecord[] = [];
  readonly arrivals: ArrivalRecord[] = [];
  readonly journal: JournalEntry[] = [];
  readonly overwritings: TrueOverwriting[] = [];
  readonly finals = new Map<string, Version>();
  readonly written = new Map<string, Version>();
  private readonly links = new Map<string, Version[]>();
  private readonly sessions = new Map<string, Version>();
  /** Far from 0, as every Region's clock: it never counts to the same number twice. */
  private now = 100;

  constructor(private readonly options: ReplicasOptions) {}

  /** @param client whose session the write goes on, where it has one */
  write(region: string, client: string | undefined): void {
    this.now += 1;
    const clock = this.now + this.options.skew[this.options.regions.indexOf(region)]!;
    const current = this.finals.get(region);
    const session = client === undefined ? undefined : this.sessions.get(client);
    const key = `key ${this.now}`;
    const counters = merged(current?.counters ?? {}, session?.counters ?? {});
    counters[region] = Math.max((counters[region] ?? 0) + 1, clock * 100);
    const version: Version = {
      counters,
      stamp: [Math.max(clock, current?.stamp[0] ?? clock), this.now],
      keys: [key, ...(current?.keys ?? [])].slice(0, this.options.recentRequests),
      content: new Set([key, ...(current?.content ?? []), ...(session?.content ?? [])]),
    };
    this.finals.set(region, version);
    this.written.set(key, version);
    this.see(client, version);
    const changes = { idempotencyKey: key, region, startedAt: this.now };
    this.requests.push(put(tokenOf(version), changes));
    for (const other of this.options.regions.filter((each) => each !== region)) {
      this.link(region, other).push(version);
    }
  }

  read(region: string, client: string): void {
    const version = this.finals.get(region);
    if (version !== undefined) {
      this.see(client, version);
    }
  }

  /** Brings the next change; false where none is under way. */
  deliver(from: string, to: string): boolean {
    const arriving = this.link(from, to).shift();
    if (arriving === undefined) {
      return false;
    }
    const current = this.finals.get(to);
    const isApplied = current === undefined || isGreater(arriving.stamp, current.stamp);
    const overwrites = isApplied && current !== undefined && !hasSeen(arriving, current);
    if (isApplied) {
      this.finals.set(to, arriving);
    }
    if (overwrites) {
      this.overwrite(to, current, arriving);
    }
    this.arrivals.push({
      from,
      to,
      id: "i",
      idempotencyKey: arriving.keys[0]!,
      version: tokenOf(arriving),
      outcome: overwrites ? "overwrote" : isApplied ? "applied" : "discarded",
      lostVersion: overwrites ? tokenOf(current) : null,
      seconds: 1,
    });
    return true;
  }

  get held(): HeldItem[] {
    return [...this.finals].map(([region, version]) => ({
      region,
      id: "i",
      version: tokenOf(version),
      recentRequests: version.keys,
    }));
  }

  private overwrite(region: string, lost: Version, winner: Version): void {
    const isKept = this.options.keeps(this.overwritings.length);
    this.overwritings.push({ region, lost, winner, isKept });
    if (isKept && !this.journal.some(({ lostVersion }) => lostVersion === tokenOf(lost))) {
      this.journal.push({
        region,
        id: "i",
        lostVersion: tokenOf(lost),
        winnerVersion: tokenOf(winner),
        recentRequests: lost.keys,
      });
    }
  }

  private see(client: string | undefined, version: Version): void {
    if (client === undefined) {
      return;
    }
    const session = this.sessions.get(client);
    this.sessions.set(client, {
      ...version,
      counters: merged(session?.counters ?? {}, version.counters),
      content: new Set([...(session?.content ?? []), ...version.content]),
    });
  }

  private link(from: string, to: string): Version[] {
    const name = `${from} ${to}`;
    const link = this.links.get(name) ?? [];
    this.links.set(name, link);
    return link;
  }
}

function tokenOf({ counters }: Version): string {
  return Object.keys(counters)
    .sort()
    .map((region) => `${region}:${counters[region]!}`)
    .join(".");
}

function merged(one: Counters, other: Counters): Counters {
  const regions = Object.keys({ ...one, ...other });
  return Object.fromEntries(
    regions.map((region) => [region, Math.max(one[region] ?? 0, other[region] ?? 0)]),
  );
}

function hasSeen(version: Version, other: Version): boolean {
  return Object.entries(other.counters).every(
    ([region, counter]) => (version.counters[region] ?? 0) >= counter,
  );
}

function isGreater([time, noticed]: Version["stamp"], other: Version["stamp"]): boolean {
  return time > other[0] || (time === other[0] && noticed > other[1]);
}
