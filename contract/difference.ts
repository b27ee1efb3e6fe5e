import { type DeclaredValue, UnknownValue } from "../declared/declared-resource";

/**
 * A property as a program declares it: `undefined` where it is absent, an `UnknownValue` where it
 * cannot be seen, and a value of the wrong kind where the program has it wrong.
 */
export type Declared = DeclaredValue | undefined;

/** One place in which what is declared is not what was expected, or cannot be seen. */
export interface Difference {
  /**
   * The place in the contract's own names, for instance `globalSecondaryIndexes["by-date"].rangeKey`;
   * in the provider's where the contract has none (`ttl`).
   */
  path: string;
  /** What the contract says; `undefined` where it has nothing. */
  expected: Declared;
  /** How `expected` limits what may be found. @default it must be equal */
  bound?: "at least" | "at most";
  /** What is declared, AWS's default included; `undefined` for nothing. */
  found: Declared;
  /** Why it matters or what to change, where `expected` alone does not say it. */
  because?: string;
}

/** Whether the difference is only that the value cannot be seen. */
export function isUnseen(difference: Difference): boolean {
  return difference.found instanceof UnknownValue;
}

/**
 * A difference as a sentence in the form of every fault: `rangeKey: found nothing; allowed: "date"`.
 * Secrets are never shown.
 */
export function describeDifference(difference: Difference): string {
  const { path, expected, bound, found, because } = difference;
  const seen = isUnseen(difference)
    ? `is ${valueInWords(found)}, so that it cannot be compared`
    : `found ${valueInWords(found)}`;
  const limit = bound === undefined ? "" : `${bound} `;
  const allowed =
    isUnseen(difference) && expected === undefined
      ? ""
      : `; allowed: ${limit}${valueInWords(expected)}`;
  return `${path}: ${seen}${allowed}${because === undefined ? "" : `: ${because}`}`;
}

/** A declared value on one line, short whatever it is. */
export function valueInWords(value: Declared): string {
  if (value === undefined) return "nothing";
  if (value instanceof UnknownValue) return unknownInWords[value.why];
  const text = JSON.stringify(withWords(value));
  return text.length <= longestShownValue
    ? text
    : `${text.slice(0, longestShownValue)}... (${text.length} characters)`;
}

const longestShownValue = 160;

const unknownInWords: Record<UnknownValue["why"], string> = {
  computed: "not known before the update",
  secret: "a secret",
};

function withWords(value: DeclaredValue): DeclaredValue {
  if (value instanceof UnknownValue) return `(${unknownInWords[value.why]})`;
  if (Array.isArray(value)) return value.map(withWords);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withWords(part)]));
}
