import type { RegionalServiceArgs } from "./regional-service";

type ServiceSurroundings = Pick<
  RegionalServiceArgs,
  "region" | "table" | "peerRegions" | "rpoSeconds"
>;

/**
 * What the service reads from its environment; the module `regional_app.settings` says what else there
 * is.
 */
export function serviceEnvironment(
  { region, table, peerRegions, rpoSeconds }: ServiceSurroundings,
  port: number,
): Record<string, string> {
  return {
    AWS_REGION: region,
    TABLE_NAME: table.name,
    TABLE_KEY: table.hashKey,
    // Sorted, so that another order of the chain starts no new tasks.
    PEER_REGIONS: [...peerRegions].sort().join(","),
    PORT: String(port),
    RPO_SECONDS: String(rpoSeconds),
  };
}
