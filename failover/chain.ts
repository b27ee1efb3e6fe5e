import { canonicalName } from "./dns-names";

/** How a link of the chain answers: with a CNAME of its own TTL, or as an alias (zone apex only). */
export type RecordForm = "CNAME" | "ALIAS";

export type ChainTarget =
  { kind: "region"; region: string } | { kind: "link"; link: number; name: string };

/** One record set of a failover chain, before it is given to Route 53. */
export interface ChainRecord {
  /** Position of the link, from 1 at the failover name itself. */
  link: number;
  /** `SIMPLE` only where the chain has a single Region, and so nothing to fail over to. */
  role: "PRIMARY" | "SECONDARY" | "SIMPLE";
  /**
   * Logical name and set identifier. It comes from link and role and never from the Region, so that
   * reordering the chain updates records in place (a changed set identifier would replace them).
   */
  id: string;
  /** The DNS name that the record answers for. */
  name: string;
  target: ChainTarget;
  /** The Region whose health check guards the record; absent where a record is always in use. */
  guardedBy: string | undefined;
  /** The Region whose stack declares the record when every Region has a stack of its own. */
  owner: string;
}

/** The name that a Region's load balancer answers at, whether or not the chain leads there. */
export function regionalName(domainName: string, region: string): string {
  return `${region}.${domainName}`;
}

/** The name of a link: the failover name itself for the first, a name below it for the others. */
export function linkName(domainName: string, link: number): string {
  return link === 1 ? domainName : `failover-${link}.${domainName}`;
}

/**
 * A CNAME cannot stand at a zone's apex (RFC 1034, section 3.6.2), so there the chain is of aliases;
 * elsewhere a CNAME, because its TTL is ours to choose and an alias to a load balancer has 60 s.
 */
export function recordForm(domainName: string, hostedZone: string): RecordForm {
  return canonicalName(domainName) === canonicalName(hostedZone) ? "ALIAS" : "CNAME";
}

/**
 * Lays out the failover of `regions`, first choice first: N Regions are N-1 pairs. A link's PRIMARY
 * leads to its Region, its SECONDARY to the next link, and the last SECONDARY to the last Region.
 *
 * Records come from the tail of the chain to its head, which is the order to create aliases in: an
 * alias to another record is refused while that record does not exist.
 */
export function layOutChain(domainName: string, regions: readonly string[]): ChainRecord[] {
  const [onlyRegion] = regions;
  if (onlyRegion === undefined) {
    return [];
  }
  if (regions.length === 1) {
    return [
      {
        link: 1,
        role: "SIMPLE",
        id: "link-1",
        name: domainName,
        target: { kind: "region", region: onlyRegion },
        guardedBy: undefined,
        owner: onlyRegion,
      },
    ];
  }
  return pairs(regions)
    .map(([region, next], index) =>
      linkRecords(domainName, region, next, index + 1, regions.length),
    )
    .reverse()
    .flat();
}

function linkRecords(
  domainName: string,
  region: string,
  next: string,
  link: number,
  regionCount: number,
): ChainRecord[] {
  const isLastLink = link === regionCount - 1;
  const shared = { link, name: linkName(domainName, link) };
  return [
    {
      ...shared,
      role: "PRIMARY",
      id: `link-${link}-primary`,
      target: { kind: "region", region },
      guardedBy: region,
      owner: region,
    },
    {
      ...shared,
      role: "SECONDARY",
      id: `link-${link}-secondary`,
      target: isLastLink
        ? { kind: "region", region: next }
        : { kind: "link", link: link + 1, name: linkName(domainName, link + 1) },
      guardedBy: isLastLink ? next : undefined,
      owner: next,
    },
  ];
}

function pairs(regions: readonly string[]): [string, string][] {
  return regions.slice(1).map((next, index) => [regions[index] as string, next]);
}
