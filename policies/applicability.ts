import type { Contract } from "../contract/contract";
import type { PackConfiguration } from "./pack-configuration";
import { reaches } from "./reach";
import type { JudgedResource, Rule } from "./rule";
import { RuleSettingsReader } from "./rule-settings";
import { rules } from "./rules";
import { stackPolicyName } from "./stack-policy-name";

/** A rule of the pack and how much of a stack it has to judge. */
export interface Applicability {
  rule: Rule;
  /** How many resources it judges; with 0 it is not applicable, which is not the same as passed. */
  resources: number;
}

/**
 * What each rule has to judge in a stack, in the order of the pack.
 *
 * It is worked out here because a rule that reports through Pulumi's protocol that it is not
 * applicable, for every resource, takes longer than all rules together.
 *
 * @param stackUrn Of any resource of the stack.
 * @param bundled The contract in the pack.
 */
export function applicability(
  stackUrn: string,
  resources: readonly JudgedResource[],
  configuration: PackConfiguration,
  bundled: Contract,
): Applicability[] {
  return rules.map((rule) => ({
    rule,
    resources: judgedResources(
      rule,
      stackUrn,
      resources,
      ownConfiguration(rule, configuration),
      bundled,
    ),
  }));
}

function judgedResources(
  rule: Rule,
  stackUrn: string,
  resources: readonly JudgedResource[],
  configuration: Record<string, unknown>,
  bundled: Contract,
): number {
  const { settings } = new RuleSettingsReader(rule, bundled).read(configuration);
  if (settings === undefined || !reaches(rule.reach, settings.coverage, stackUrn)) {
    return 0;
  }
  return resources
    .filter(({ resource }) => rule.appliesTo.includes(resource.type))
    .filter((judged) => rule.kind === "stack" || rule.concerns(judged, settings.slice)).length;
}

function ownConfiguration(rule: Rule, configuration: PackConfiguration): Record<string, unknown> {
  const own =
    rule.kind === "resource"
      ? configuration[rule.name]
      : (configuration[stackPolicyName]?.[rule.name] as Record<string, unknown> | undefined);
  if (rule.kind === "stack") {
    return own ?? {};
  }
  // Pulumi takes the level of a policy of its own out of the configuration.
  const { enforcementLevel: _level, ...properties } = own ?? {};
  return properties;
}
