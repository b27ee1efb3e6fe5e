import { UnknownValue } from "../declared/declared-resource";
import { isObject } from "./declared-fields";
import type { Declared } from "./difference";
import { propertyPath } from "./paths";

/** A place in which values that should be equal are not, or one of them cannot be seen. */
export interface Disagreement {
  path: string;
  /** One for each side, in the order given. */
  values: Declared[];
}

/**
 * Compares values in normal form, all with each other. Objects are followed as far as all sides have
 * them; a list is one value. An unknown value agrees with nothing, not even with another one.
 */
export function disagreements(values: readonly Declared[], path: string): Disagreement[] {
  if (values.every(isObject)) {
    const names = new Set(values.flatMap((value) => Object.keys(value)));
    return [...names].flatMap((name) =>
      disagreements(
        values.map((value) => (Object.hasOwn(value, name) ? value[name] : undefined)),
        propertyPath(path, name),
      ),
    );
  }
  return values.some(holdsUnknown) || !areEqual(values) ? [{ path, values: [...values] }] : [];
}

function areEqual(values: readonly Declared[]): boolean {
  return new Set(values.map(canonical)).size <= 1;
}

/** JSON text that does not depend on the order in which properties were written. */
function canonical(value: Declared): string {
  return JSON.stringify([value], (_, part: Declared) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

export function holdsUnknown(value: Declared): boolean {
  if (value instanceof UnknownValue) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}
