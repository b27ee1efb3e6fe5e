import { UnknownValue } from "../declared/declared-resource";
import type { HealthCheckContract } from "./contract";
import { asksEndpoint, type DeclaredHealthCheck } from "./declared-health-check";
import type { Difference } from "./difference";
import { above, unequal } from "./limits";

/**
 * Type, port and path must be as contracted. A lower interval or threshold is allowed: the check then
 * sees a failure earlier, and a Region is left only when more than four fifths of the checkers agree.
 * A check of another kind (`CALCULATED` and so on) differs in its type, and in nothing else.
 */
export function compareHealthCheck(
  expected: HealthCheckContract,
  found: DeclaredHealthCheck,
): Difference[] {
  const ofType = unequal("type", expected.type, found.type);
  if (!asksEndpoint(found.type) && !(found.type instanceof UnknownValue)) return ofType;
  return [
    ...ofType,
    ...unequal("port", expected.port, found.port),
    ...unequal("path", expected.path, found.path),
    ...compareDetection(expected, found),
  ];
}

/** How long a check takes to see that its endpoint fails. */
export function compareDetection(
  expected: Pick<HealthCheckContract, "intervalSeconds" | "failureThreshold">,
  found: DeclaredHealthCheck,
): Difference[] {
  return [
    ...above("intervalSeconds", expected.intervalSeconds, found.intervalSeconds),
    ...above("failureThreshold", expected.failureThreshold, found.failureThreshold),
  ].map((difference) => ({
    ...difference,
    because: "a higher value sees a failure later, and clients wait that much longer",
  }));
}
