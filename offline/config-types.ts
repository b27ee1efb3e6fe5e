/** The type that `config:` of Pulumi.yaml gives a key. */
export interface ConfigType {
  type: string;
  /** Only of an array: the type of what is in it. */
  items: ConfigType | undefined;
}

/** A value of a stack file, as YAML gives it. */
export type ConfigValue = string | number | boolean | null | ConfigValue[] | ConfigObject;
export interface ConfigObject {
  [key: string]: ConfigValue;
}

/** The text by which the Pulumi CLI hands a value to a program: itself, or JSON. */
export function configText(value: ConfigValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Whether the Pulumi CLI accepts a value for a type. To the CLI a plain value is its text, so that
 * `5` is a string too; inside of arrays it compares types.
 */
export function acceptsValue(configType: ConfigType, value: ConfigValue): boolean {
  const isPlain = typeof value !== "object";
  return matches(configType, isPlain ? configText(value) : value);
}

/** For instance `array<string>`. */
export function describeType({ type, items }: ConfigType): string {
  return items === undefined ? type : `array<${describeType(items)}>`;
}

function matches({ type, items }: ConfigType, value: ConfigValue): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return typeof value === "string" ? /^[+-]?\d+$/.test(value) : Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return (
        Array.isArray(value) && items !== undefined && value.every((item) => matches(items, item))
      );
    default:
      return false;
  }
}

/**
 * Where a value holds something that is encrypted, for instance `["", "[1].password"]`.
 * The CLI writes such a value as a map with the only key `secure`.
 */
export function encryptedPlaces(value: ConfigValue): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      encryptedPlaces(item).map((place) => `[${index}]${place}`),
    );
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && typeof value["secure"] === "string") {
    return [""];
  }
  return entries.flatMap(([key, item]) => encryptedPlaces(item).map((place) => `.${key}${place}`));
}
