import type { Learned } from "./learned";
import { announcedSeconds, keptSeconds, type Manner } from "./manner";
import { type Question, withoutCase } from "./message";

/** Something learned, and since when. Times are seconds of the resolver's clock. */
export interface Kept {
  learned: Learned;
  since: number;
  until: number;
  announcedSeconds: number;
}

export function keep(learned: Learned, since: number, manner: Manner): Kept {
  return {
    learned,
    since,
    until: since + keptSeconds(manner, learned.ttlSeconds),
    announcedSeconds: announcedSeconds(manner, learned.ttlSeconds),
  };
}

/** Something learned, with what is left of the announced TTL, in whole seconds. */
export interface Known {
  learned: Learned;
  ttlSeconds: number;
}

/** What a resolver knows, by name and type. */
export class ResolverCache {
  private readonly entries = new Map<string, Kept>();

  add(kept: Kept): void {
    const { learned } = kept;
    this.entries.set(keyOf(learned.name, learned.kind === "noName" ? anyType : learned.type), kept);
  }

  /** What answers a question, or a CNAME that leads on. */
  find({ name, type }: Question, now: number): Known | undefined {
    const kept = [anyType, type, "CNAME"]
      .map((one) => this.entries.get(keyOf(name, one)))
      .find((one) => one !== undefined && one.until > now && !isNoCname(one, type));
    return (
      kept && {
        learned: kept.learned,
        ttlSeconds: Math.max(0, Math.floor(kept.announcedSeconds - (now - kept.since))),
      }
    );
  }
}

/** A name that does not exist has no records of any type (RFC 8020). */
const anyType = "*";

function keyOf(name: string, type: string): string {
  return `${type} ${withoutCase(name)}`;
}

/** That a name has no CNAME says nothing about other types. */
function isNoCname({ learned }: Kept, type: string): boolean {
  return learned.kind === "noData" && learned.type !== type;
}
