import { type Difference, valueInWords } from "../contract/difference";
import type { Fault } from "../contract/faults";
import { UnknownValue } from "../declared/declared-resource";
import { type Finding, unseen, violation } from "./rule";

/** Words of AWS's own, which cannot be secret. All other text can: Pulumi hands it to us unmarked. */
const wordsOfAws: ReadonlySet<string> = new Set([
  ...["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED"],
  ...["CLOUDWATCH_METRIC", "RECOVERY_CONTROL"],
  ...["PAY_PER_REQUEST", "PROVISIONED", "EVENTUAL", "STRONG"],
  ...["AWS_OWNED_KEY", "AWS_MANAGED_KEY", "CUSTOMER_MANAGED_KEY", "AWS_MANAGED_KEY_BY_ARN"],
  ...["ALL", "KEYS_ONLY", "INCLUDE", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"],
  ...["S", "N", "B"],
]);

/** Departures from the contract as findings. */
export function findingsOf(differences: readonly Difference[], resource?: string): Finding[] {
  return differences.map((difference) => {
    const { path, expected, bound, found, because } = difference;
    if (found instanceof UnknownValue) {
      return unseen(path, resource);
    }
    const limit = bound === undefined ? "" : `${bound} `;
    const reason = because === undefined ? "" : ` (${because})`;
    return violation(
      `${path}: found ${foundInWords(found, expected !== undefined)}; ` +
        `the contract says ${limit}${valueInWords(expected)}${reason}`,
      resource,
    );
  });
}

/**
 * What is declared, as far as it cannot be a secret.
 *
 * @param isExpected Whether anything should be there.
 */
export function foundInWords(value: Difference["found"], isExpected = true): string {
  if (value === undefined) {
    return "nothing";
  }
  if (typeof value === "boolean" || typeof value === "number") {
    return String(value);
  }
  if (typeof value === "string" && wordsOfAws.has(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return isExpected ? "something else" : "something";
}

export function configurationFaults(ruleName: string, faults: readonly Fault[]): string {
  return [
    `The configuration of ${ruleName} cannot be used, so that nothing is judged:`,
    ...faults.map(({ path, reason }) => `- ${path === "" ? "it" : path}: ${reason}`),
    "Fix: write it with `failover policy-config`, or correct it by hand.",
  ].join("\n");
}
