import { firstWhere } from "./binary-search";
import { compare, emptyVersion, includes, merge, type Order, type Version } from "./version";

/** A write that was acknowledged, with its version or one that includes it. */
export interface AcknowledgedWrite {
  version: Version;
  /** When it was acknowledged, in seconds since the epoch. */
  endedAt: number;
}

/** A write that a read does not show. */
export interface MissedWrite {
  endedAt: number;
  /** How the read's version relates to the write's. */
  order: Order;
}

/** Writes of one item, asked for what reads of it do not show. */
export class AcknowledgedWrites {
  private readonly sorted: readonly AcknowledgedWrite[];
  /** At each index the merger of all versions up to it: what misses one of them is found by halving. */
  private readonly merged: readonly Version[];

  constructor(writes: readonly AcknowledgedWrite[]) {
    this.sorted = writes.toSorted((one, other) => one.endedAt - other.endedAt);
    let all = emptyVersion;
    this.merged = this.sorted.map(({ version }) => (all = merge(all, version)));
  }

  /** The first of the writes acknowledged before a time that a read of `version` does not show. */
  firstMissed(version: Version, before: number): MissedWrite | undefined {
    const { sorted, merged } = this;
    const count = firstWhere(sorted.length, (index) => sorted[index]!.endedAt >= before);
    const first = firstWhere(count, (index) => !includes(version, merged[index]!));
    const write = sorted[first];
    return write === undefined || first === count
      ? undefined
      : { endedAt: write.endedAt, order: compare(version, write.version) };
  }
}
