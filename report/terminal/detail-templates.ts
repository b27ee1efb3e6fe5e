import {
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "../../declared/declared-resource";
import { parseUrn } from "../../declared/urn";

/**
 * How one fact about a resource is shown: a text with `{path.to.input}` in it, or a function. A fact
 * is left out where an input that it names is not declared.
 */
export type Detail = string | ((resource: DeclaredResource) => string | undefined);

/** Word for a value that only AWS can tell. */
export const unknownWord = "unknown";

export interface ShownDetail {
  text: string;
  /** Nothing in it is known. */
  isUnknown: boolean;
}

export function showDetails(resource: DeclaredResource, details: readonly Detail[]): ShownDetail[] {
  return details.flatMap((detail) => {
    const text = typeof detail === "string" ? fillIn(detail, resource) : detail(resource);
    return text === undefined
      ? []
      : [{ text, isUnknown: !/\w/.test(text.replaceAll(unknownWord, "")) }];
  });
}

/** A fact that is stated only where an input is true. */
export function when(path: string, text: string): Detail {
  return (resource) => {
    const value = inputAt(resource, path);
    return value === true
      ? text
      : value instanceof UnknownValue
        ? `${text} ${unknownWord}`
        : undefined;
  };
}

/** An input at a place like `healthCheck.path` or `aliases.0.name`; unknown where a part on the way is. */
export function inputAt(resource: DeclaredResource, path: string): DeclaredValue | undefined {
  let value: DeclaredValue | undefined = resource.inputs;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || value instanceof UnknownValue) {
      return value instanceof UnknownValue ? value : undefined;
    }
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}

export function show(value: DeclaredValue): string {
  if (value instanceof UnknownValue) {
    return value.why === "secret" ? "secret" : unknownWord;
  }
  if (Array.isArray(value)) {
    return value.map(show).join(", ");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Logical name of the only resource that an input comes from. */
export function sourceOf(resource: DeclaredResource, property: string): string | undefined {
  const [urn, ...others] = resource.propertyDependencies[property] ?? [];
  return urn === undefined || others.length > 0 ? undefined : parseUrn(urn)?.name;
}

function fillIn(template: string, resource: DeclaredResource): string | undefined {
  const places = [...template.matchAll(/\{([\w.]+)\}/g)];
  let text = template;
  for (const [place, path = ""] of places) {
    const value = inputAt(resource, path);
    if (value === undefined) {
      return undefined;
    }
    text = text.replace(place, () => show(value));
  }
  return text;
}
