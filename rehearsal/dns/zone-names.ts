import { isWithin, parentsOf } from "../../failover/dns-names";
import type { TopologyIndex } from "../../failover/topology-index";

/** Which names a zone has, in canonical form. */
export class ZoneNames {
  private readonly names: Set<string>;

  constructor(index: TopologyIndex, apex: string) {
    const declared = index.groups.map(({ name }) => name);
    // A name above a declared one exists too, without records (RFC 8020, section 2).
    this.names = new Set(
      [apex, ...declared.flatMap((name) => [name, ...parentsOf(name)])].filter((name) =>
        isWithin(name, apex),
      ),
    );
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /**
   * Whether a wildcard answers for a name that the zone does not have: the one right below the
   * closest name above it (RFC 4592, section 3.3.1).
   */
  hasWildcardFor(name: string): boolean {
    const closest = parentsOf(name).find((parent) => this.names.has(parent));
    return closest !== undefined && this.names.has(`*.${closest}`);
  }
}
