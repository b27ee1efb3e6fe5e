import { includes, type Version } from "./version";
import { VersionRanges } from "./version-ranges";

/** A version that was overwritten in a Region by one whose writer had not seen it. */
export interface Overwriting {
  lost: Version;
  winner: Version;
}

/**
 * The overwritings of one item.
 *
 * Final versions alone do not show them: the next write of a Region that has lost its own latest
 * writes to another Region's counts on from the clock, so that its version seems to include them.
 */
export class Overwritings {
  private readonly ranges;

  constructor(all: readonly Overwriting[]) {
    this.ranges = new VersionRanges(all.map(({ lost, winner }) => ({ above: winner, upTo: lost })));
  }

  /**
   * Whether a write was overwritten by what has led to `later`, directly or by way of versions that
   * were overwritten in their turn. A write counts as overwritten even where a client that had seen
   * both versions has brought them together since: that leaves the same version vector.
   */
  hasLost(write: Version, later: Version): boolean {
    const winners = new Set<Version>();
    const versions = [write];
    for (const version of versions) {
      for (const { above: winner, upTo: lost } of this.ranges.containing(version)) {
        // What overwrote a version that goes on from `later` has not led to it.
        const isLater = includes(lost, later) && includes(later, write);
        if (winners.has(winner) || isLater || includes(winner, write)) {
          continue;
        }
        if (includes(later, winner)) {
          return true;
        }
        winners.add(winner);
        versions.push(winner);
      }
    }
    return false;
  }
}
