import type { ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";
import { readPolicyArguments } from "../declared/policy-arguments";
import { advise } from "./advise";
import { configurationSchema } from "./configuration-schema";
import type { PackEnvironment } from "./pack-environment";
import { reaches } from "./reach";
import type { JudgedResource, ResourceRule } from "./rule";
import { type RuleSettings, RuleSettingsReader, settingsProperties } from "./rule-settings";
import { expiredExemptions, reports, withoutExempted } from "./verdict";
import { configurationFaults } from "./wording";

/** A rule as Pulumi runs it: with a name, a level and a configuration of its own. */
export function resourcePolicy(
  rule: ResourceRule,
  environment: PackEnvironment,
): ResourceValidationPolicy {
  const settingsReader = new RuleSettingsReader(rule, environment.contract);
  const types = new Set(rule.appliesTo);

  const validate: ResourceValidationPolicy["validateResource"] = (args, report) => {
    // Other types are left alone in silence: reporting each of them costs more than the rules.
    if (!types.has(args.type)) {
      return;
    }
    const { settings, faults } = settingsReader.read(args.getConfig());
    if (faults !== undefined) {
      report(configurationFaults(rule.name, faults), args.urn);
      return;
    }
    const judged = {
      resource: readPolicyArguments(args),
      ignoreChanges: args.opts.ignoreChanges,
    };
    if (
      !reaches(rule.reach, settings.coverage, args.urn) ||
      !rule.concerns(judged, settings.slice)
    ) {
      return;
    }
    environment.journal.note(rule, settings);
    reportFindings(rule, judged, settings, environment.today(), report);
  };
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: configurationSchema(settingsProperties(rule)),
    remediationSteps: rule.fix,
    validateResource: validate,
  };
}

function reportFindings(
  rule: ResourceRule,
  judged: JudgedResource,
  { slice, exemptions }: RuleSettings,
  today: string,
  report: ReportViolation,
): void {
  const { urn } = judged.resource;
  const findings = [
    ...withoutExempted(rule.judge(judged, slice), exemptions, urn, today),
    ...expiredExemptions(exemptions, (resource) => resource === urn, today),
  ];
  for (const { kind, message } of reports(rule, findings, urn)) {
    if (kind === "violation") {
      report(message, urn);
    } else {
      advise(report, rule.description, message, urn);
    }
  }
}
