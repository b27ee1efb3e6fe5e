import type { Contract } from "../contract/contract";
import type { Fault } from "../contract/faults";
import { faultFinder } from "../contract/schema-faults";
import { type Coverage, coverageSchema } from "./coverage";
import { type Exemption, exemptionsSchema } from "./exemptions";
import type { Level, Rule } from "./rule";
import type { JsonSchema } from "./slice";

/** The configuration of one rule, complete and valid. */
export interface RuleSettings {
  /** What the rule reads of the contract. */
  slice: object;
  coverage: readonly Coverage[];
  exemptions: readonly Exemption[];
  /** Only of stack rules, whose levels Pulumi does not know. */
  enforcementLevel: Level | "disabled" | undefined;
  /** Whether the contract in the pack was used, because the configuration gives none. */
  isBundled: boolean;
}

export type ReadRuleSettings =
  | { settings: RuleSettings; faults?: never }
  /** Paths are relative to the rule's configuration. */
  | { settings?: never; faults: Fault[] };

/** The properties that a rule's configuration may have; each may be left out. */
export function settingsProperties(rule: Rule): Record<string, JsonSchema> {
  return {
    ...rule.slice.properties,
    ...(rule.reach === "everywhere" ? {} : { coverage: coverageSchema }),
    ...(rule.kind === "resource"
      ? {}
      : {
          enforcementLevel: {
            description: "How this rule is enforced.",
            enum: ["mandatory", "advisory", "disabled"],
          },
        }),
    exemptions: exemptionsSchema,
  };
}

/** Reads the configuration of a rule anew only when it has changed. */
export class RuleSettingsReader {
  private last: { configuration: Configuration; read: ReadRuleSettings } | undefined;

  constructor(
    private readonly rule: Rule,
    private readonly bundled: Contract,
  ) {}

  read(configuration: Configuration): ReadRuleSettings {
    if (this.last === undefined || !isSame(this.last.configuration, configuration)) {
      this.last = { configuration, read: this.readAnew(configuration) };
    }
    return this.last.read;
  }

  private readAnew(configuration: Configuration): ReadRuleSettings {
    const faults = settingsFaults(settingsProperties(this.rule), configuration);
    if (faults.length > 0) {
      return { faults };
    }
    const { coverage, exemptions, enforcementLevel, ...slice } =
      configuration as Partial<RuleSettings>;
    const parts = Object.keys(this.rule.slice.properties);
    return {
      settings: {
        slice: { ...this.rule.slice.cut(this.bundled), ...slice },
        coverage: coverage ?? [],
        exemptions: exemptions ?? [],
        enforcementLevel,
        isBundled: parts.some((part) => !(part in slice)),
      },
    };
  }
}

type Configuration = Record<string, unknown>;

/** Property by property, because most properties are the same in many rules. */
function settingsFaults(
  properties: Record<string, JsonSchema>,
  configuration: Configuration,
): Fault[] {
  const names = Object.keys(properties);
  const anything = Object.fromEntries(names.map((name) => [name, {}]));
  return [
    ...faultsOf(
      { type: "object", additionalProperties: false, properties: anything },
      configuration,
    ),
    ...names
      .filter((name) => Object.hasOwn(configuration, name))
      .flatMap((name) =>
        faultsOf(properties[name]!, configuration[name]).map(({ path, reason }) => ({
          path: path === "" || path.startsWith("[") ? name + path : `${name}.${path}`,
          reason,
        })),
      ),
  ];
}

const faultFinders = new Map<string, (value: unknown) => Fault[]>();

/** A schema is compiled once: that takes far longer than all that the rules do in a preview. */
function faultsOf(schema: JsonSchema, value: unknown): Fault[] {
  const text = JSON.stringify(schema);
  const findFaults = faultFinders.get(text) ?? faultFinder(schema);
  faultFinders.set(text, findFaults);
  return findFaults(value);
}

/** The policy SDK gives a new object at every call, with the same values in it. */
function isSame(one: Configuration, other: Configuration): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}
