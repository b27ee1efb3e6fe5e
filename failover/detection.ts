import type { Assumptions } from "./constants";
import type { Signal } from "./signals";
import type { EndpointCheck, TargetHealth } from "./topology";

/** A site was lost (its signal turns unhealthy), or is back. */
export type Change = "loss" | "return";

/** In seconds. */
export interface Interval {
  /** For a fast failure: a refused connection, an error status. */
  mean: number;
  /** For the slowest failing probe at every step. */
  worst: number;
}

/** How long a signal takes to turn after its site has changed; absent where that is not known. */
export function detectionTime(
  signal: Signal,
  change: Change,
  assumed: Assumptions,
): Interval | undefined {
  switch (signal.kind) {
    case "endpoint":
      return checkersTime(signal.check, change, assumed);
    case "targetHealth":
      return targetHealthTime(signal.targetHealth, change);
    case "alarm": {
      const { periodSeconds, dataPoints } = signal.check;
      if (periodSeconds === undefined || dataPoints === undefined) {
        return undefined;
      }
      // The change falls anywhere into a period, which may not count as a whole.
      return {
        mean: (dataPoints - 0.5) * periodSeconds + assumed.alarmDelaySeconds,
        worst: (dataPoints + 1) * periodSeconds + assumed.alarmDelaySeconds,
      };
    }
  }
}

/**
 * The checkers of one check do not wait for each other (Developer Guide, "Values that you specify
 * when you create or update health checks", Request interval), so their phases are uniform. The
 * status turns with the checker that takes the healthy share over or under its limit. An interval
 * counts from the response to the next request, so that a probe without a response adds its limit.
 *
 * A loss needs `failureThreshold` failing probes one after the other. On the way back as many pass,
 * each at once; only the probe that is under way when the site returns still has to fail.
 */
function checkersTime(
  check: EndpointCheck,
  change: Change,
  assumed: Assumptions,
): Interval | undefined {
  const { intervalSeconds, failureThreshold } = check;
  if (intervalSeconds === undefined || failureThreshold === undefined) {
    return undefined;
  }
  const checkers = checkerCount(check, assumed);
  const turning = turningChecker(checkers, change, assumed);
  const slow = probeLimitSeconds(check.protocol, assumed);
  const slowProbes = change === "loss" ? failureThreshold : 1;
  return {
    // The mean of the k-th smallest of n uniform phases is k / (n + 1).
    mean: (failureThreshold - 1 + turning / (checkers + 1)) * intervalSeconds,
    worst: failureThreshold * intervalSeconds + slowProbes * slow,
  };
}

export function checkerCount({ checkerRegions }: EndpointCheck, assumed: Assumptions): number {
  const regions = checkerRegions?.length ?? 0;
  return (regions === 0 ? assumed.checkerRegionCount : regions) * assumed.checkersPerRegion;
}

/** Which of the checkers, in the order in which they turn, turns the status of the check. */
export function turningChecker(checkers: number, change: Change, assumed: Assumptions): number {
  const tolerated = Math.floor(checkers * assumed.healthyShare);
  return change === "loss" ? checkers - tolerated : tolerated + 1;
}

/** The longest that a probe of this kind waits before it counts as failed. */
export function probeLimitSeconds(
  protocol: EndpointCheck["protocol"],
  assumed: Assumptions,
): number {
  const { connectLimitSeconds, responseLimitSeconds, bodyLimitSeconds } = assumed;
  switch (protocol) {
    case "TCP":
      return assumed.tcpConnectLimitSeconds;
    case "HTTP":
    case "HTTPS":
      return connectLimitSeconds + responseLimitSeconds;
    case "HTTP_STR_MATCH":
    case "HTTPS_STR_MATCH":
      return connectLimitSeconds + responseLimitSeconds + bodyLimitSeconds;
  }
}

/**
 * A load balancer's checks start an interval apart, whatever they find (Elastic Load Balancing user
 * guides, `HealthCheckIntervalSeconds`); the last failing one may use up its timeout.
 */
function targetHealthTime(targetHealth: TargetHealth, change: Change): Interval | undefined {
  const { intervalSeconds, timeoutSeconds, unhealthyThreshold, healthyThreshold } = targetHealth;
  const threshold = change === "loss" ? unhealthyThreshold : healthyThreshold;
  const lastProbe = change === "loss" ? timeoutSeconds : 0;
  if (intervalSeconds === undefined || threshold === undefined || lastProbe === undefined) {
    return undefined;
  }
  return {
    mean: (threshold - 0.5) * intervalSeconds,
    worst: threshold * intervalSeconds + lastProbe,
  };
}
