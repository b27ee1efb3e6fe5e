import * as fs from "node:fs";
import * as path from "node:path";
import { type Environment, readEnvironment } from "../settings/environment";
import type { RawSettings } from "../settings/raw-settings";
import { readStackConfiguration, type StackConfiguration } from "./stack-configuration";
import { UnusableInputError } from "./unusable-input";

/** What a stack's program is given, as Pulumi has it and as the program reads it. */
export interface StackSettings {
  configuration: StackConfiguration;
  environment: Environment;
}

/** @throws {UnusableInputError | InvalidInputError} with everything that is wrong with them */
export function readStackSettings(projectFolder: string, stack: string): StackSettings {
  const configuration = readStackConfiguration(projectFolder, stack);
  const environment = readEnvironment(rawSettings(configuration), readContractText(projectFolder));
  return { configuration, environment };
}

/** The project's own keys without its name, and the stack's Region. */
function rawSettings({ project, config }: StackConfiguration): RawSettings {
  const namespace = `${project}:`;
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, text]) => [key.slice(namespace.length), text] as const);
  return { ...Object.fromEntries(own), "aws:region": config["aws:region"] };
}

function readContractText(folder: string): string {
  try {
    return fs.readFileSync(path.join(folder, "contract.json"), "utf8");
  } catch (error) {
    throw new UnusableInputError(
      `contract.json cannot be read beside Pulumi.yaml: ${(error as Error).message}`,
    );
  }
}
