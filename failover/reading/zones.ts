import type { DeclaredResource } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import { absoluteName, canonicalName } from "../dns-names";
import { input, isUnknown, onlyBlock, reported } from "./values";

const zones: LinkTarget = { types: ["aws:route53/zone:Zone"], namedBy: ["zoneId", "id"] };

/** The hosted zone that a record stands in, as far as it can be seen. */
export interface HostedZone {
  /** Two records with different identities stand in different zones; absent where it cannot be seen. */
  identity: string | undefined;
  /** In canonical form. */
  name: string | undefined;
  /** It answers only inside the VPCs that it is associated with. */
  isPrivate: boolean;
}

export function readZone(record: DeclaredResource, links: Links): HostedZone {
  const zoneId = input(record, "zoneId");
  const link = links.follow(record, "zoneId", zoneId, zones);
  if (link.leadsTo === "resource") {
    const name = input(link.resource, "name");
    return {
      identity: identityOf(link.resource) ?? link.resource.urn,
      name: typeof name === "string" ? canonicalName(name) : undefined,
      isPrivate: onlyBlock(link.resource, "vpcs") !== undefined,
    };
  }
  return {
    identity: typeof zoneId === "string" ? zoneId : undefined,
    name: undefined,
    isPrivate: false,
  };
}

function identityOf(zone: DeclaredResource): string | undefined {
  const zoneId = reported(zone, "zoneId");
  return typeof zoneId === "string" ? zoneId : undefined;
}

/**
 * The whole name of a record in canonical form. Where its zone's name cannot be seen, the name that AWS
 * reports, or the name as it stands if it may be a whole one: names of one label never are.
 *
 * @returns `undefined` where it cannot be told.
 */
export function readRecordName(record: DeclaredResource, zone: HostedZone): string | undefined {
  const name = input(record, "name") ?? "";
  if (isUnknown(name) || typeof name !== "string") {
    return undefined;
  }
  if (zone.name !== undefined) {
    return absoluteName(name, zone.name);
  }
  const fqdn = reported(record, "fqdn");
  if (typeof fqdn === "string" && fqdn !== "") {
    return canonicalName(fqdn);
  }
  return canonicalName(name).includes(".") ? canonicalName(name) : undefined;
}
