import { regionInfo } from "../settings/regions";

/** Prefix lengths of a subnet in each zone: few addresses for load balancers, room for tasks. */
export const subnetPrefixLengths = { public: 24, private: 20 } as const;

/**
 * The IPv4 range of a Region's VPC, `10.<slot>.0.0/16`.
 *
 * It depends on the Region's name only, never on its position in the chain: reordering Regions moves
 * no network, and two Regions never overlap, so that they can be connected later.
 */
export function networkRange(region: string): string {
  return `10.${regionInfo(region).networkSlot}.0.0/16`;
}

/**
 * How many zones a network spans. AWS offers three to every account in each Region but us-west-1,
 * where new accounts see two (AWS documentation, "Regions and Availability Zones").
 */
export function zoneCount(region: string): number {
  return region === "us-west-1" ? 2 : 3;
}
