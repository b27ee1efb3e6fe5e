/**
 * What the model takes for granted of Route 53, of load balancers and of resolvers. Every number can
 * be replaced; those that AWS does not publish are marked as assumptions.
 */
export interface Assumptions {
  /** Checkers in one checker Region. An assumption: 16 are usually seen for the eight Regions. */
  checkersPerRegion: number;
  /** Checker Regions of a check that names none (API field `HealthCheckConfig.Regions`). */
  checkerRegionCount: number;
  /**
   * A check is healthy while more than this share of its checkers reports healthy (Developer Guide,
   * "How Route 53 determines whether a health check is healthy").
   */
  healthyShare: number;
  /** HTTP(S): time to open the connection (same page). */
  connectLimitSeconds: number;
  /** HTTP(S): time from there to the status code (same page). */
  responseLimitSeconds: number;
  /** String matching: time from there to the body (same page). */
  bodyLimitSeconds: number;
  /** TCP: time to open the connection (same page). */
  tcpConnectLimitSeconds: number;
  /** From a changed status to the last name server that answers by it. An assumption. */
  propagationSeconds: { least: number; most: number };
  /** TTL of an alias to a load balancer (Developer Guide, "Choosing between alias and non-alias records"). */
  aliasTtlSeconds: number;
  /** How long 'no answer' is kept: the TTL of the SOA record that Route 53 gives a new zone. */
  negativeTtlSeconds: number;
  /** From the end of an alarm's period to its data point. An assumption. */
  alarmDelaySeconds: number;
}

export const assumptions: Assumptions = {
  checkersPerRegion: 2,
  checkerRegionCount: 8,
  healthyShare: 0.18,
  connectLimitSeconds: 4,
  responseLimitSeconds: 2,
  bodyLimitSeconds: 2,
  tcpConnectLimitSeconds: 10,
  propagationSeconds: { least: 0, most: 10 },
  aliasTtlSeconds: 60,
  negativeTtlSeconds: 900,
  alarmDelaySeconds: 60,
};
