import type { Fault } from "../contract/faults";
import { oneOf, shown } from "../contract/wording";

/**
 * Settings as Pulumi hands them to a program: text, integers and booleans as text, lists as JSON text.
 * Keyed by the setting's name without the project's namespace, plus `aws:region`. The defaults of
 * Pulumi.yaml are already in it.
 */
export type RawSettings = Readonly<Record<string, string | undefined>>;

/** Reads single values and gathers what is wrong with them; a value that is wrong is undefined. */
export class RawSettingsReader {
  readonly faults: Fault[] = [];

  constructor(private readonly raw: RawSettings) {}

  fault(path: string, reason: string): undefined {
    this.faults.push({ path, reason });
  }

  /** Empty text is an absent setting: Pulumi.yaml has no other way to say "no value". */
  optionalText(name: string): string | undefined {
    const value = Object.hasOwn(this.raw, name) ? this.raw[name] : undefined;
    return value === "" ? undefined : value;
  }

  text(name: string, allowed: string): string | undefined {
    const value = this.optionalText(name);
    return value ?? this.fault(name, `is not set; allowed: ${allowed}`);
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name, oneOf(choices));
    if (value === undefined) return undefined;
    const chosen = choices.find((choice) => choice === value);
    return chosen ?? this.fault(name, `found ${shown(value)}; allowed: ${oneOf(choices)}`);
  }

  flag(name: string): boolean | undefined {
    const value = this.choice(name, ["true", "false"]);
    return value === undefined ? undefined : value === "true";
  }

  wholeNumber(name: string, minimum: number): number | undefined {
    const allowed = `a whole number of at least ${minimum}`;
    const value = this.text(name, allowed);
    if (value === undefined) return undefined;
    const number = Number(value);
    return /^\d{1,15}$/.test(value) && number >= minimum
      ? number
      : this.fault(name, `found ${shown(value)}; allowed: ${allowed}`);
  }

  /** `allowed` says what an item may be. An absent list is empty. */
  textList(name: string, allowed: string): string[] | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return [];
    const list = parsed(value);
    if (!Array.isArray(list)) {
      return this.fault(
        name,
        `found ${shown(value)}; allowed: a YAML list in Pulumi.STACK.yaml, each item ${allowed}`,
      );
    }
    const strangers = list.flatMap((item: unknown, index) =>
      typeof item === "string" ? [] : [{ item, path: `${name}[${index}]` }],
    );
    for (const { item, path } of strangers) {
      this.fault(path, `found ${shown(item)}; allowed: ${allowed}, as text`);
    }
    return strangers.length === 0 ? (list as string[]) : undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
