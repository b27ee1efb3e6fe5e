import type { ServerAddress } from "./dns/dns-listener";

/** Where everything listens: an address for each part, the same ports in every Region. */
export interface Network {
  /** The load balancers' port for HTTPS. */
  httpsPort: number;
  /** The load balancers' port for HTTP, which redirects. */
  httpPort: number;
  /** The service's own. */
  servicePort: number;
  /** Where the service finds its Region's DynamoDB. */
  tablePort: number;
  /** Of name servers and resolvers. */
  dnsPort: number;
  siteAddress: (position: number) => string;
  nameServerAddress: (position: number) => string;
  resolverAddress: (position: number) => string;
}

/** Everything that a rehearsal listens at itself. */
export function addressesOf(
  network: Network,
  counts: { sites: number; nameServers: number; resolvers: number },
): ServerAddress[] {
  const { httpsPort, httpPort, servicePort, tablePort, dnsPort } = network;
  const at = (count: number, addressAt: (position: number) => string, ports: readonly number[]) =>
    Array.from({ length: count }, (_, position) => addressAt(position)).flatMap((address) =>
      ports.map((port) => ({ address, port })),
    );
  return [
    ...at(counts.sites, network.siteAddress, [httpsPort, httpPort, servicePort, tablePort]),
    ...at(counts.nameServers, network.nameServerAddress, [dnsPort]),
    ...at(counts.resolvers, network.resolverAddress, [dnsPort]),
  ];
}

/**
 * Loopback only: Linux lets a process listen at every address of 127.0.0.0/8, so that each Region can
 * have one of its own and the same port, which is what an address in DNS needs.
 */
export const loopback: Network = {
  httpsPort: 8443,
  httpPort: 8080,
  servicePort: 8081,
  tablePort: 8000,
  dnsPort: 5300,
  siteAddress: (position) => `127.83.1.${position + 1}`,
  nameServerAddress: (position) => `127.83.53.${position + 1}`,
  resolverAddress: (position) => `127.83.54.${position + 1}`,
};
