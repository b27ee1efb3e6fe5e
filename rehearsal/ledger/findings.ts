import type { RequestRecord } from "./records";

/** A request by which a count can be understood. */
export interface Example {
  id: string;
  idempotencyKey: string | null;
  /** The Region that answered. */
  region: string | null;
  /** When it ended, in seconds since the epoch. */
  at: number;
  reason: string;
}

/** Requests that something holds of: how many, and the first of them. */
export interface Tally {
  count: number;
  examples: Example[];
}

const mostExamples = 3;

export function newTally(): Tally {
  return { count: 0, examples: [] };
}

export function addTo(tally: Tally, request: RequestRecord, reason: string): void {
  const { id, idempotencyKey, region, endedAt: at } = request;
  tally.count += 1;
  if (tally.examples.length < mostExamples) {
    tally.examples.push({ id, idempotencyKey, region, at, reason });
  }
}

/** What speaks against the service, by Region and reason. */
export class Findings {
  private readonly tallies = new Map<string, Tally>();

  /** @param what the kind of request, in the plural */
  add(request: RequestRecord, what: string, reason: string): void {
    const group = `${request.region ?? "no Region"}: ${what} ${reason}`;
    const tally = this.tallies.get(group) ?? newTally();
    this.tallies.set(group, tally);
    addTo(tally, request, reason);
  }

  /** One sentence for each Region and reason, with its count and the first examples. */
  get sentences(): string[] {
    return [...this.tallies].map(
      ([group, { count, examples }]) =>
        `${group}: ${count}, for example ${examples.map(shown).join("; ")}`,
    );
  }
}

function shown({ id, idempotencyKey, at }: Example): string {
  const key = idempotencyKey === null ? "" : ` with key ${idempotencyKey}`;
  return `${id}${key} at ${new Date(at * 1000).toISOString()}`;
}
