import { isIPv4 } from "node:net";
import type { AddressType } from "../../failover/reach";
import type { Group, IndexedRecord } from "../../failover/topology-index";

/** The addresses that a question for a type is answered with at the end of its way, if any. */
export function addressType(type: string, group: Group): AddressType | undefined {
  if (type === "ANY") {
    return group.type === "AAAA" ? "AAAA" : "A";
  }
  return type === "A" || type === "AAAA" ? type : undefined;
}

/**
 * The addresses of the wanted type behind records that end the way. For a CNAME to an endpoint's
 * own name, which is in no zone here, they stand in its place, and are kept as long as it would be.
 *
 * @returns nothing where a site has no address
 */
export function addressesOf(
  records: readonly IndexedRecord[],
  wanted: AddressType | undefined,
  addressOf: (site: string) => string | undefined,
): { type: AddressType; data: string }[] | undefined {
  const found = new Map<string, AddressType>();
  for (const { site } of records.flatMap(({ endpoints }) => endpoints)) {
    const address = addressOf(site);
    if (address === undefined) {
      return undefined;
    }
    found.set(address, isIPv4(address) ? "A" : "AAAA");
  }
  return [...found].flatMap(([data, type]) => (type === wanted ? [{ type, data }] : []));
}
