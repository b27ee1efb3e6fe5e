import type { ReportViolation, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { Links } from "../declared/links";
import { readStackPolicyArguments } from "../declared/policy-arguments";
import { advise } from "./advise";
import { configurationSchema } from "./configuration-schema";
import { standing } from "./coverage";
import type { PackEnvironment } from "./pack-environment";
import { reaches } from "./reach";
import type { StackRule } from "./rule";
import { type RuleSettings, RuleSettingsReader, settingsProperties } from "./rule-settings";
import { readStackSettings } from "./stack-settings";
import { stackPolicyName } from "./stack-policy-name";
import type { StackView } from "./stack-view";
import * as types from "./types";
import { expiredExemptions, type Report, reports, withoutExempted } from "./verdict";
import { configurationFaults } from "./wording";

/**
 * Every stack rule in one policy of Pulumi's. The policy server decodes the whole stack again for
 * each policy, which for a large stack takes longer than all rules together.
 *
 * A message begins with the name of its rule, under which the policy's configuration holds what the
 * rule is given.
 */
export function stackPolicy(
  rules: readonly StackRule[],
  environment: PackEnvironment,
): StackValidationPolicy {
  const readers = new Map(
    rules.map((rule) => [rule, new RuleSettingsReader(rule, environment.contract)]),
  );
  const names = new Set(rules.map(({ name }) => name));
  return {
    name: stackPolicyName,
    description,
    enforcementLevel: "mandatory",
    configSchema: configurationSchema(
      Object.fromEntries(
        rules.map((rule) => [
          rule.name,
          {
            description: rule.description,
            type: "object",
            additionalProperties: false,
            properties: settingsProperties(rule),
          },
        ]),
      ),
    ),
    validateStack: (args, report) => {
      const configuration: Record<string, unknown> = args.getConfig();
      const stack = new StackUnderJudgement(args, environment);
      for (const [rule, reader] of readers) {
        const own = configuration[rule.name] ?? {};
        const { settings, faults } = reader.read(own as Record<string, unknown>);
        if (faults !== undefined) {
          report(configurationFaults(rule.name, faults), stack.urn);
        } else if (settings.enforcementLevel !== "disabled") {
          reportAll(rule, settings, stack.judge(rule, settings), report);
        }
      }
      environment.journal.clear();
      for (const name of Object.keys(configuration).filter((key) => !names.has(key))) {
        report(unknownRule(name, names), stack.urn);
      }
    },
  };
}

const description = "What several resources of a stack have to be together.";

class StackUnderJudgement {
  readonly urn: string;
  private readonly view: Omit<StackView, "standing" | "judgedByBundledContract">;

  constructor(
    args: StackValidationArgs,
    private readonly environment: PackEnvironment,
  ) {
    const resources = readStackPolicyArguments(args.resources);
    const options = new Map(args.resources.map(({ urn, opts }) => [urn, opts]));
    const root = resources.find(({ type }) => type === types.stack) ?? resources[0];
    this.urn = root?.urn ?? "";
    this.view = {
      resources,
      links: new Links(resources),
      settings: readStackSettings(environment.config, this.urn),
      today: environment.today(),
      ignoreChanges: ({ urn }) => options.get(urn)?.ignoreChanges ?? [],
    };
  }

  judge(rule: StackRule, settings: RuleSettings): Report[] {
    const { slice, coverage, exemptions } = settings;
    if (!reaches(rule.reach, coverage, this.urn)) {
      return [];
    }
    const { today } = this.view;
    const stack = {
      ...this.view,
      standing: standing(coverage, this.urn),
      judgedByBundledContract: this.environment.journal.rules(),
    };
    const isHere = (urn: string): boolean =>
      exemptions.length > 0 && this.view.resources.some((resource) => resource.urn === urn);
    const findings = rule.judge(stack, slice);
    if (findings.length > 0) {
      this.environment.journal.note(rule, settings);
    }
    return reports(
      rule,
      [
        ...withoutExempted(findings, exemptions, this.urn, today),
        ...expiredExemptions(exemptions, isHere, today),
      ],
      this.urn,
    );
  }
}

/** The level that Pulumi knows is that of the policy; what a rule only advises says so itself. */
function reportAll(
  rule: StackRule,
  settings: RuleSettings,
  found: readonly Report[],
  report: ReportViolation,
): void {
  const level = settings.enforcementLevel ?? rule.level;
  for (const { kind, resource, message } of found) {
    const named = `${rule.name}:\n${message}`;
    if (kind === "violation" && level === "mandatory") {
      report(named, resource);
    } else {
      advise(report, description, named, resource);
    }
  }
}

function unknownRule(name: string, known: ReadonlySet<string>): string {
  return (
    `The configuration of ${stackPolicyName} names ${JSON.stringify(name)}, which is no stack rule; ` +
    `allowed: ${[...known].join(", ")}.\nFix: write it with \`failover policy-config\`.`
  );
}
