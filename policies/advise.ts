import type { EnforcementLevel, ReportViolation } from "@pulumi/policy";

/**
 * Reports something that stops nothing, whatever the level of the policy that finds it.
 *
 * The policy server takes an object in place of the text (`makeReportViolationFun` in its
 * `server.js`), which its types leave out. The version of the SDK is pinned, and the tests go through
 * the server.
 */
export function advise(
  report: ReportViolation,
  policyDescription: string,
  message: string,
  urn: string,
): void {
  const violation: { message: string; urn: string; enforcementLevel: EnforcementLevel } = {
    // As the server does it with a text.
    message: `${policyDescription}\n${message}`,
    urn,
    enforcementLevel: "advisory",
  };
  report(violation as unknown as string);
}
