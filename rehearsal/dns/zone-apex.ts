import type { ResourceRecord, SoaRecord } from "./message";

/**
 * Name servers that Route 53 gives a hosted zone (Developer Guide, "NS and SOA records that Amazon
 * Route 53 creates for a public hosted zone").
 */
export const delegationSetSize = 4;

/** TTL of the NS records of a new zone (same page). */
const delegationTtlSeconds = 172_800;

/** Names that nobody can take for real ones (RFC 2606, section 2). */
export function delegation(apex: string): ResourceRecord[] {
  return Array.from({ length: delegationSetSize }, (_, position) => ({
    name: apex,
    type: "NS",
    ttlSeconds: delegationTtlSeconds,
    data: nameServerName(position + 1),
  }));
}

/**
 * The SOA record that comes with every negative answer. Of its TTL and its minimum the lesser is
 * how long resolvers keep that there is no answer (RFC 2308, section 5); the other numbers are
 * those of a new zone (same page).
 */
export function startOfAuthority(apex: string, negativeTtlSeconds: number): SoaRecord {
  const ttlSeconds = Math.floor(negativeTtlSeconds);
  return {
    name: apex,
    type: "SOA",
    ttlSeconds,
    data: {
      mname: nameServerName(1),
      rname: "hostmaster.rehearsal.invalid",
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: Math.max(86_400, ttlSeconds),
    },
  };
}

function nameServerName(number: number): string {
  return `ns-${number}.rehearsal.invalid`;
}
