import type { Declared, Difference } from "./difference";

export function unequal(path: string, expected: Declared, found: Declared): Difference[] {
  return found === expected ? [] : [{ path, expected, found }];
}

/** What is more than a maximum, is no number, or cannot be seen. */
export function above(path: string, maximum: number, found: Declared): Difference[] {
  const isWithin = typeof found === "number" && found <= maximum;
  return isWithin ? [] : [{ path, expected: maximum, bound: "at most", found }];
}
