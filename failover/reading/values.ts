import { items, property } from "../../contract/declared-fields";
import {
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "../../declared/declared-resource";

export type Declared = DeclaredValue | undefined;

/**
 * An input, `undefined` where nothing is declared. Policies see outputs, in which what was left out
 * stands as an empty text or list.
 */
export function input(resource: DeclaredResource, name: string): Declared {
  const value = property(resource.inputs, name);
  const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
  return isEmpty ? undefined : value;
}

/** The only item of a block that the provider takes as a list. */
export function onlyBlock(resource: DeclaredResource, name: string): Declared {
  const value = input(resource, name);
  return Array.isArray(value) ? value[0] : value;
}

/** What the provider reports about a resource, or its program declares. */
export function reported(resource: DeclaredResource, name: string): Declared {
  return property(resource.outputs, name) ?? property(resource.inputs, name);
}

/**
 * The known texts at a place such as `dnsEntries[].dnsName`, where `[]` stands for every item of a
 * list and for a block that the provider takes as a list of one.
 */
export function textsAt(resource: DeclaredResource, place: string): string[] {
  const [first = "", ...path] = place.replaceAll("[]", ".[]").split(".");
  let values: Declared[] = [reported(resource, first)];
  for (const key of path) {
    values =
      key === "[]"
        ? values.flatMap((value) => listOf(value))
        : values.map((value) => property(value, key));
  }
  return values.filter((value): value is string => typeof value === "string" && value !== "");
}

function listOf(value: Declared): Declared[] {
  const list = items(value);
  return list instanceof UnknownValue ? [] : list;
}

export function isUnknown(value: unknown): value is UnknownValue {
  return value instanceof UnknownValue;
}

/** Why a value is not known, as the end of a sentence. */
export function whyUnknown({ why }: UnknownValue): string {
  return why === "secret" ? "is a secret" : `is ${untilUpdate}`;
}

/** How every reason reads that an update does away with. */
export const untilUpdate = "not known before the update";
