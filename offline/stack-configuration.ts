import * as fs from "node:fs";
import * as path from "node:path";
import { type Fault, InvalidInputError } from "../contract/faults";
import {
  acceptsValue,
  configText,
  type ConfigValue,
  describeType,
  encryptedPlaces,
} from "./config-types";
import {
  asMap,
  type ConfigDeclaration,
  fullKey,
  type ProjectFile,
  readProjectFile,
} from "./project-file";
import { UnusableInputError } from "./unusable-input";
import { readYamlFile } from "./yaml-file";

/** The Pulumi CLI's own rule for the names of stacks. */
const stackName = /^[A-Za-z0-9_.-]{1,100}$/;

export interface StackConfiguration {
  project: string;
  stack: string;
  /** `namespace:key` to its text, defaults of Pulumi.yaml included. */
  config: Record<string, string>;
}

/**
 * The configuration of a stack, as the Pulumi CLI makes it of Pulumi.yaml and `Pulumi.STACK.yaml`.
 *
 * @throws {UnusableInputError} when a file is missing or cannot be read without Pulumi's services.
 * @throws {InvalidInputError} with every value that is missing or of the wrong type.
 */
export function readStackConfiguration(folder: string, stack: string): StackConfiguration {
  const project = readProjectFile(folder);
  const fileName = stackFileName(folder, stack);
  const content = asMap(readYamlFile(path.join(folder, fileName)), fileName);
  refuseEnvironments(fileName, content["environment"]);

  const ownValues = readValues(project.name, asMap(content["config"], `${fileName}: config`));
  refuseEncrypted(fileName, ownValues);
  const values = withDefaults(project, ownValues);
  const faults = [...project.config].flatMap(([key, declaration]) =>
    checkValue(fileName, stack, declaration, values.get(key)),
  );
  if (faults.length > 0) {
    throw new InvalidInputError(faults);
  }
  return {
    project: project.name,
    stack,
    config: Object.fromEntries([...values].map(([key, value]) => [key, configText(value)])),
  };
}

function stackFileName(folder: string, stack: string): string {
  if (!stackName.test(stack)) {
    throw new UnusableInputError(
      `"${stack}" is not the name of a stack. Allowed are letters, digits, ".", "_" and "-", at most 100.`,
    );
  }
  const fileName = `Pulumi.${stack}.yaml`;
  if (!fs.existsSync(path.join(folder, fileName))) {
    const existing = existingStacks(folder);
    throw new UnusableInputError(
      `There is no ${fileName} in ${folder}. ` +
        (existing.length === 0
          ? "Write one for each environment."
          : `Stacks with such a file: ${existing.join(", ")}.`),
    );
  }
  return fileName;
}

function existingStacks(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

function refuseEnvironments(fileName: string, environment: unknown): void {
  if (environment !== undefined && environment !== null) {
    throw new UnusableInputError(
      `${fileName}: environment: takes values from Pulumi ESC, which cannot be opened offline. ` +
        "Preview this stack with `pulumi preview`.",
    );
  }
}

function readValues(project: string, config: Record<string, unknown>): Map<string, ConfigValue> {
  const entries = Object.entries(config) as [string, ConfigValue][];
  // `namespace:config:key` is an old way to write the same key.
  return new Map(
    entries.map(([key, value]) => [fullKey(project, key).replace(":config:", ":"), value]),
  );
}

function refuseEncrypted(fileName: string, values: Map<string, ConfigValue>): void {
  const encrypted = [...values].flatMap(([key, value]) =>
    encryptedPlaces(value).map((place) => `${key}${place}`),
  );
  if (encrypted.length > 0) {
    throw new UnusableInputError(
      `${fileName}: ${encrypted.join(", ")} ${encrypted.length === 1 ? "is" : "are"} encrypted ` +
        "(secure:) and cannot be decrypted offline. Preview this stack with `pulumi preview`.",
    );
  }
}

function withDefaults(
  project: ProjectFile,
  ownValues: Map<string, ConfigValue>,
): Map<string, ConfigValue> {
  const defaults = [...project.config].flatMap(([key, declaration]) =>
    declaration.default === undefined ? [] : [[key, declaration.default] as const],
  );
  return new Map([...defaults, ...ownValues]);
}

function checkValue(
  fileName: string,
  stack: string,
  { key, type, description, secret }: ConfigDeclaration,
  value: ConfigValue | undefined,
): Fault[] {
  const path = `${fileName}: ${key}`;
  if (value === undefined) {
    const meaning = description === undefined ? "" : ` (${description})`;
    const remedy = `pulumi config set ${key} VALUE --stack ${stack}`;
    return [{ path, reason: `it has no value and no default${meaning}. Set it: ${remedy}` }];
  }
  if (secret) {
    return [{ path, reason: "Pulumi.yaml makes it a secret, which cannot be read offline" }];
  }
  if (type !== undefined && !acceptsValue(type, value)) {
    const found = JSON.stringify(value);
    return [{ path, reason: `it must be of type ${describeType(type)}, and is ${found}` }];
  }
  return [];
}
