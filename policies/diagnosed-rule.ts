import { stackRules } from "./rules";
import { stackPolicyName } from "./stack-policy-name";

const headings = new Map(stackRules.map(({ name }) => [`${name}:`, name]));

/**
 * The rule that a diagnostic of the pack is from: its policy's, or, of the policy that runs all stack
 * rules, the one that heads the message. A fault of that policy's configuration is from the policy.
 */
export function diagnosedRule(policy: string, message: string): string {
  if (policy !== stackPolicyName) {
    return policy;
  }
  const [heading] = message.split("\n").filter((line) => headings.has(line));
  return headings.get(heading ?? "") ?? policy;
}
