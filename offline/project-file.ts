import * as path from "node:path";
import { type Fault, InvalidInputError } from "../contract/faults";
import type { ConfigType, ConfigValue } from "./config-types";
import { UnusableInputError } from "./unusable-input";
import { readYamlFile } from "./yaml-file";

const fileName = "Pulumi.yaml";
const typeNames = ["string", "integer", "boolean", "array", "object"];

export interface ProjectFile {
  name: string;
  /** Full key (`namespace:key`) to its declaration. */
  config: Map<string, ConfigDeclaration>;
}

/** What Pulumi.yaml says of a configuration key. */
export interface ConfigDeclaration {
  /** As it is written in Pulumi.yaml. */
  key: string;
  /** `undefined` where any value is accepted. */
  type: ConfigType | undefined;
  description: string | undefined;
  /** What holds where the stack says nothing; `undefined` if the stack has to say it. */
  default: ConfigValue | undefined;
  secret: boolean;
}

/**
 * Reads Pulumi.yaml as the Pulumi CLI does.
 *
 * @throws {UnusableInputError} when there is none, or it is not YAML.
 * @throws {InvalidInputError} with every fault of its declarations.
 */
export function readProjectFile(folder: string): ProjectFile {
  const content = asMap(readYamlFile(path.join(folder, fileName)), fileName);
  const { name } = content;
  if (typeof name !== "string" || name === "") {
    throw new UnusableInputError(`${fileName}: the project has no name. Add: name: my-project`);
  }
  const entries = Object.entries(asMap(content["config"], `${fileName}: config`));
  const declarations = entries.map(([key, entry]) => declare(name, key, entry));
  const faults = declarations.flatMap(findFaults);
  if (faults.length > 0) {
    throw new InvalidInputError(faults);
  }
  return { name, config: new Map(declarations.map((each) => [fullKey(name, each.key), each])) };
}

/** A key without a namespace is the project's own. */
export function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/** `key: value` is short for a default. */
function declare(project: string, key: string, entry: unknown): ConfigDeclaration {
  const long = asObject(entry) ?? { default: entry };
  const type = asConfigType(long);
  return {
    key,
    type: fullKey(project, key).startsWith(`${project}:`) ? type : undefined,
    description: typeof long["description"] === "string" ? long["description"] : undefined,
    default: (long["default"] ?? long["value"]) as ConfigValue | undefined,
    secret: long["secret"] === true,
  };
}

function asConfigType(content: Record<string, unknown>): ConfigType | undefined {
  const type = content["type"];
  const items = asObject(content["items"]);
  return type === undefined
    ? undefined
    : {
        type: typeof type === "string" ? type : JSON.stringify(type),
        items: items === undefined ? undefined : asConfigType(items),
      };
}

function findFaults({ key, type }: ConfigDeclaration): Fault[] {
  const path = `${fileName}: config.${key}`;
  if (type !== undefined && !typeNames.includes(type.type)) {
    return [{ path, reason: `the type is ${type.type}, allowed are ${typeNames.join(", ")}` }];
  }
  if (type?.type === "array" && type.items === undefined) {
    return [
      { path, reason: "an array needs the type of what is in it: add items: { type: string }" },
    ];
  }
  return [];
}

/**
 * A map of a YAML file; nothing is an empty one.
 *
 * @throws {UnusableInputError} when something else stands there.
 */
export function asMap(value: unknown, place: string): Record<string, unknown> {
  const map = asObject(value ?? {});
  if (map === undefined) {
    throw new UnusableInputError(`${place} must be a map, and is ${JSON.stringify(value)}.`);
  }
  return map;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
