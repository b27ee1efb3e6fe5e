import { UnreadableDeclarationError } from "./unreadable-declaration";

/** Readers of a JSON document; each names the place in it when something else stands there. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseObject(text: string, documentName: string): JsonObject {
  let content: unknown;
  try {
    content = JSON.parse(text) as unknown;
  } catch (error) {
    throw new UnreadableDeclarationError(
      `${documentName} is not JSON: ${(error as SyntaxError).message}`,
    );
  }
  return asObject(content, documentName);
}

export function asObject(value: unknown, place: string): JsonObject {
  return isObject(value) ? value : fail(place, "an object", value);
}

export function asList(value: unknown, place: string): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : fail(place, "a list", value);
}

export function asText(value: unknown, place: string): string {
  return typeof value === "string" ? value : fail(place, "a text", value);
}

/** Pulumi leaves out what is empty or false. */
export function asOptionalText(value: unknown, place: string): string {
  return value === undefined ? "" : asText(value, place);
}

export function asFlag(value: unknown, place: string): boolean {
  return value === undefined
    ? false
    : typeof value === "boolean"
      ? value
      : fail(place, "true or false", value);
}

export function asTexts(value: unknown, place: string): string[] {
  return asOptionalList(value, place).map((item, index) => asText(item, `${place}[${index}]`));
}

export function asOptionalList(value: unknown, place: string): readonly unknown[] {
  return value === undefined || value === null ? [] : asList(value, place);
}

export function asOptionalObject(value: unknown, place: string): JsonObject {
  return value === undefined || value === null ? {} : asObject(value, place);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(place: string, expected: string, found: unknown): never {
  const shown = found === undefined ? "nothing" : JSON.stringify(found).slice(0, 60);
  throw new UnreadableDeclarationError(`${place} should be ${expected}, and is ${shown}.`);
}
