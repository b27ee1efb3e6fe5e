import type { Contract } from "../contract/contract";
import { type Fault, InvalidInputError } from "../contract/faults";
import { faultFinder } from "../contract/schema-faults";
import { shown, suggestion } from "../contract/wording";
import { type Coverage, coverageSchema } from "./coverage";
import type { Exemption } from "./exemptions";
import type { Rule } from "./rule";
import { resourceRules, rules, stackRules } from "./rules";
import {
  type NamedExemption,
  namedExemptionsSchema,
  pulumiExemptions,
} from "./rules/pulumi-exemptions";
import { stackPolicyName } from "./stack-policy-name";

export type { NamedExemption };

export interface PackConfigurationOptions {
  /** The stacks that must hold something. @default none: no absence is a violation */
  coverage?: readonly Coverage[];
  /** @default none */
  exemptions?: readonly NamedExemption[];
}

/** Policy name to its level and configuration: the content of a file for `--policy-pack-config`. */
export type PackConfiguration = Record<string, Record<string, unknown>>;

/**
 * The whole configuration of the pack: to each rule its level, and what it reads of the contract.
 *
 * @throws InvalidInputError with every fault of coverage and exemptions.
 */
export function packConfiguration(
  contract: Contract,
  { coverage = [], exemptions = [] }: PackConfigurationOptions,
): PackConfiguration {
  const faults = optionFaults({ coverage, exemptions });
  if (faults.length > 0) {
    throw new InvalidInputError(faults);
  }
  const configured = (rule: Rule): Record<string, unknown> => ({
    enforcementLevel: rule.level,
    ...rule.slice.cut(contract),
    ...(rule.reach === "everywhere" || coverage.length === 0 ? {} : { coverage }),
    ...ownExemptions(rule, exemptions),
  });
  return {
    ...configurations(resourceRules, configured),
    [stackPolicyName]: {
      enforcementLevel: "mandatory",
      ...configurations(stackRules, configured),
    },
  };
}

function configurations(
  of: readonly Rule[],
  configured: (rule: Rule) => Record<string, unknown>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(of.map((rule) => [rule.name, configured(rule)]));
}

/** A rule gets its own, and the rule that lists them gets all. */
function ownExemptions(
  { name }: Rule,
  exemptions: readonly NamedExemption[],
): { all?: readonly NamedExemption[]; exemptions?: Exemption[] } {
  if (name === pulumiExemptions.name) {
    return { all: exemptions };
  }
  const own = exemptions
    .filter(({ rule }) => rule === name)
    .map(({ resource, reason, expires }) => ({ resource, reason, expires }));
  return own.length === 0 ? {} : { exemptions: own };
}

/** Every fault of coverage and exemptions, by their places in the options. */
export function optionFaults(options: Required<PackConfigurationOptions>): Fault[] {
  const findFaults = faultFinder({
    type: "object",
    properties: { coverage: coverageSchema, exemptions: namedExemptionsSchema },
  });
  const faults = findFaults(options);
  if (faults.length > 0) {
    return faults;
  }
  const names = rules.map(({ name }) => name);
  return options.exemptions.flatMap(({ rule }, index) =>
    names.includes(rule)
      ? []
      : [
          {
            path: `exemptions[${index}].rule`,
            reason: `found ${shown(rule)}, which is no rule of the pack; allowed: the name of one (policies/README.md lists them)${suggestion(rule, names)}`,
          },
        ],
  );
}
