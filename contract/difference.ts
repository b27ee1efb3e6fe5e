import { type DeclaredValue, UnknownValue } from "../declared/declared-resource";

/**
 * A property as a program declares it: `undefined` where it is absent, an `UnknownValue` where it
 * cannot be seen, and a value of the wrong kind where the program has it wrong.
 */
export type Declared = DeclaredValue | undefined;

/** One place in which what is declared is not what was expected, or cannot be seen. */
export interface Difference {
  /** The place in the contract's own names, for instance `globalSecondaryIndexes["by-date"].rangeKey`. */
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
