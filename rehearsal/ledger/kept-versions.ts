import { groupBy } from "../../failover/group-by";
import { emptyVersion, type Version } from "./version";
import { VersionRanges } from "./version-ranges";

/** A version of an item, with the idempotency keys of its last writes. */
export interface Trace {
  version: Version;
  keys: ReadonlySet<string>;
}

/** The versions of one item that the journal has kept. */
export class KeptVersions {
  private readonly byKey;
  private readonly ranges;

  constructor(entries: readonly Trace[]) {
    this.byKey = groupBy(
      entries.flatMap(({ version, keys }) => [...keys].map((key) => ({ key, version }))),
      ({ key }) => key,
    );
    this.ranges = new VersionRanges(
      entries.map(({ version }) => ({ above: emptyVersion, upTo: version })),
    );
  }

  /** Those that remember the idempotency key of a write. */
  remembering(key: string): readonly Version[] {
    return (this.byKey.get(key) ?? []).map(({ version }) => version);
  }

  /** Those that include a version, the nearest first. */
  including(version: Version): Iterable<{ upTo: Version }> {
    return this.ranges.containing(version);
  }
}
