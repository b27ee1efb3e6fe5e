import type { Assumptions } from "../failover/constants";
import type { HealthCheck, Topology } from "../failover/topology";

/**
 * The same failover with time running `speed` times as fast: intervals, TTLs and the propagation are
 * divided by it. Time limits of probes stay as they are, because real connections have to keep them;
 * so do TTLs above 0 that would fall below the second that DNS counts in.
 */
export function speedUp(topology: Topology, speed: number): Topology {
  return {
    ...topology,
    recordSets: topology.recordSets.map((record) => ({
      ...record,
      ttlSeconds: record.ttlSeconds === undefined ? undefined : ttlAt(record.ttlSeconds, speed),
    })),
    healthChecks: Object.fromEntries(
      Object.entries(topology.healthChecks).map(([id, check]) => [id, checkAt(check, speed)]),
    ),
    endpoints: Object.fromEntries(
      Object.entries(topology.endpoints).map(([id, endpoint]) => [
        id,
        {
          ...endpoint,
          keepAliveSeconds: divided(endpoint.keepAliveSeconds, speed),
          targetHealth: endpoint.targetHealth && {
            ...endpoint.targetHealth,
            intervalSeconds: divided(endpoint.targetHealth.intervalSeconds, speed),
          },
        },
      ]),
    ),
  };
}

export function speedUpAssumptions(assumed: Assumptions, speed: number): Assumptions {
  const { propagationSeconds, aliasTtlSeconds, negativeTtlSeconds } = assumed;
  return {
    ...assumed,
    propagationSeconds: {
      least: propagationSeconds.least / speed,
      most: propagationSeconds.most / speed,
    },
    aliasTtlSeconds: ttlAt(aliasTtlSeconds, speed),
    negativeTtlSeconds: ttlAt(negativeTtlSeconds, speed),
  };
}

/** TTLs are whole seconds (RFC 1035, section 3.2.1). */
function ttlAt(ttlSeconds: number, speed: number): number {
  return ttlSeconds === 0 ? 0 : Math.max(1, Math.ceil(ttlSeconds / speed));
}

function checkAt(check: HealthCheck, speed: number): HealthCheck {
  return check.kind === "endpoint"
    ? { ...check, intervalSeconds: divided(check.intervalSeconds, speed) }
    : check;
}

function divided(seconds: number | undefined, speed: number): number | undefined {
  return seconds === undefined ? undefined : seconds / speed;
}
