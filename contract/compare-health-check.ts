import type { HealthCheckContract } from "./contract";
import type { DeclaredHealthCheck } from "./declared-health-check";
import type { Difference } from "./difference";

/**
 * Type, port and path must be as contracted; interval and threshold may be lower, because the check
 * then sees a failure earlier.
 */
export declare function compareHealthCheck(
  expected: HealthCheckContract,
  found: DeclaredHealthCheck,
): Difference[];
