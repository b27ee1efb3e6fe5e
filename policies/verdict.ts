import { type Exemption, isExpired } from "./exemptions";
import { type Finding, type RuleMetadata, violation } from "./rule";

/**
 * Leaves out what is found of resources that are exempted from the rule. An exemption that has
 * expired exempts nothing, and is a violation itself as long as it stands in the configuration.
 */
export function withoutExempted(
  findings: readonly Finding[],
  exemptions: readonly Exemption[],
  judgedUrn: string,
  today: string,
): Finding[] {
  if (exemptions.length === 0) {
    return [...findings];
  }
  const inForce = new Set(
    exemptions.filter((exemption) => !isExpired(exemption, today)).map(({ resource }) => resource),
  );
  return findings.filter(({ resource = judgedUrn }) => !inForce.has(resource));
}

/** For each exemption of one of these resources that has expired. */
export function expiredExemptions(
  exemptions: readonly Exemption[],
  isHere: (urn: string) => boolean,
  today: string,
): Finding[] {
  return exemptions
    .filter((exemption) => isExpired(exemption, today) && isHere(exemption.resource))
    .map(({ resource, expires }) =>
      violation(
        `its exemption from this rule expired on ${expires}: remove it from the configuration, or give it a new reason and day`,
        resource,
      ),
    );
}

/** What a person reads: what is wrong, why that matters, and what to change. */
export function describeFindings(
  { why, fix }: RuleMetadata,
  kind: Finding["kind"],
  sentences: readonly string[],
): string {
  const list = sentences.map((sentence) => `- ${sentence}`).join("\n");
  switch (kind) {
    case "unseen":
      return `${unseenPrefix}\n${list}`;
    case "advice":
    case "violation":
      return `${list}\nWhy: ${why}\nFix: ${fix}`;
  }
}

/** How a message begins that is about values which a preview cannot know. */
export const unseenPrefix = "Not known before the update, and judged then:";

export interface Report {
  kind: Finding["kind"];
  /** URN. */
  resource: string;
  message: string;
}

/** One report for everything that is found of a resource and of one kind, by URN. */
export function reports(
  rule: RuleMetadata,
  findings: readonly Finding[],
  judgedUrn: string,
): Report[] {
  const groups = new Map<string, { kind: Finding["kind"]; resource: string; what: string[] }>();
  for (const { kind, what, resource = judgedUrn } of findings) {
    const id = `${resource} ${kind}`;
    const group = groups.get(id) ?? { kind, resource, what: [] };
    groups.set(id, group);
    if (!group.what.includes(what)) {
      group.what.push(what);
    }
  }
  return [...groups.values()]
    .sort((one, other) => (one.resource < other.resource ? -1 : 1))
    .map(({ kind, resource, what }) => ({
      kind,
      resource,
      message: describeFindings(rule, kind, what),
    }));
}
