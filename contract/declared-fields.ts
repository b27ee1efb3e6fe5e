import { computed, type DeclaredValue, UnknownValue } from "../declared/declared-resource";
import type { Declared } from "./difference";

/**
 * Readers of declared inputs. They take any JSON: what is not of the kind that the provider accepts
 * is unknown where it holds other properties, and stays as it is where it is a value.
 */
export type DeclaredObject = { [key: string]: DeclaredValue };

export function isObject(value: Declared): value is DeclaredObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof UnknownValue)
  );
}

/** One property of a block; `undefined` where block or property is absent, and null is absent. */
export function property(block: Declared, name: string): Declared {
  if (isObject(block)) return Object.hasOwn(block, name) ? (block[name] ?? undefined) : undefined;
  return block === undefined || block === null ? undefined : unseen(block);
}

/** A property that AWS never has empty: the provider reports empty text where there is nothing. */
export function filled(block: Declared, name: string): Declared {
  const value = property(block, name);
  return value === "" ? undefined : value;
}

/** A number that AWS never has at zero: the provider reports zero where there is nothing. */
export function positive(block: Declared, name: string): Declared {
  const value = numeric(property(block, name));
  return value === 0 ? undefined : value;
}

/** The items of a list, none where it is absent. */
export function items(list: Declared): Declared[] | UnknownValue {
  if (Array.isArray(list)) return list;
  return list === undefined || list === null ? [] : unseen(list);
}

/** A boolean; the provider accepts it as text too. */
export function flag(value: Declared, byDefault?: boolean): Declared {
  if (value === undefined) return byDefault;
  return value === "true" ? true : value === "false" ? false : value;
}

/** A number; the provider accepts it as text too. */
export function numeric(value: Declared, byDefault?: number): Declared {
  if (value === undefined) return byDefault;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

/** A list without an order, sorted; `undefined` where it is absent. */
export function sortedList(value: Declared): Declared {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return unseen(value);
  const hidden = value.find((item) => item instanceof UnknownValue);
  return hidden ?? [...value].sort(inOrder);
}

/** Names to values, for instance tags. */
export function dictionary(value: Declared): DeclaredObject | UnknownValue {
  if (isObject(value)) return value;
  return value === undefined || value === null ? {} : unseen(value);
}

/** The same order whatever the order of writing: by JSON text. */
export function inOrder(one: Declared, other: Declared): number {
  const [first, second] = [JSON.stringify([one]), JSON.stringify([other])];
  return first < second ? -1 : first > second ? 1 : 0;
}

function unseen(value: DeclaredValue): UnknownValue {
  return value instanceof UnknownValue ? value : computed;
}

export function withoutAbsent(properties: Record<string, Declared>): DeclaredObject {
  return Object.fromEntries(
    Object.entries(properties).filter(
      (entry): entry is [string, DeclaredValue] => entry[1] !== undefined,
    ),
  );
}
