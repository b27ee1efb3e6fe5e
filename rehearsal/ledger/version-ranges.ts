import { firstWhere } from "./binary-search";
import { groupBy } from "../../failover/group-by";
import { counterOf, includes, type Version } from "./version";

/** The versions that `upTo` includes and `above` does not. */
export interface VersionRange {
  above: Version;
  upTo: Version;
}

/** What a range is of one Region's counter. */
interface CounterRange<Range> {
  region: string;
  above: bigint;
  upTo: bigint;
  range: Range;
}

/** One Region's, sorted by `upTo`, and for each the lowest `above` of it and those that follow. */
interface SortedRanges<Range> {
  sorted: readonly CounterRange<Range>[];
  lowestAbove: readonly bigint[];
}

/** Ranges of versions of one item, asked for those that a version is in. */
export class VersionRanges<Range extends VersionRange> {
  private readonly byRegion: ReadonlyMap<string, SortedRanges<Range>>;

  constructor(ranges: readonly Range[]) {
    const byRegion = groupBy(ranges.flatMap(counterRanges), ({ region }) => region);
    this.byRegion = new Map([...byRegion].map(([region, some]) => [region, sort(some)]));
  }

  /** May give a range more than once. */
  *containing(version: Version): Generator<Range> {
    for (const [region, counter] of version) {
      const { sorted, lowestAbove } = this.byRegion.get(region) ?? { sorted: [], lowestAbove: [] };
      let index = firstWhere(sorted.length, (at) => sorted[at]!.upTo >= counter);
      // Ranges of one Region hardly overlap, so that this ends after a few of them.
      for (; index < sorted.length && lowestAbove[index]! < counter; index += 1) {
        const { above, range } = sorted[index]!;
        if (above < counter && includes(range.upTo, version)) {
          yield range;
        }
      }
    }
  }
}

function counterRanges<Range extends VersionRange>(range: Range): CounterRange<Range>[] {
  return [...range.upTo].flatMap(([region, upTo]) => {
    const above = counterOf(range.above, region);
    return above < upTo ? [{ region, above, upTo, range }] : [];
  });
}

function sort<Range>(ranges: readonly CounterRange<Range>[]): SortedRanges<Range> {
  const sorted = ranges.toSorted((one, other) => Number(one.upTo - other.upTo));
  const lowestAbove = sorted.map(({ above }) => above);
  for (let index = sorted.length - 2; index >= 0; index -= 1) {
    const following = lowestAbove[index + 1]!;
    if (following < lowestAbove[index]!) {
      lowestAbove[index] = following;
    }
  }
  return { sorted, lowestAbove };
}
