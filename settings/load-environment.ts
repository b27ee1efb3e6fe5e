import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInputError } from "../contract/faults";
import { type Environment, readEnvironment } from "./environment";
import { settingNames } from "./read-settings";

/**
 * The environment of the running stack: its Pulumi configuration and the project's `contract.json`.
 * Warnings go to the Pulumi log. Every fault ends the program with one message and without a stack.
 */
export function loadEnvironment(): Environment {
  const config = new pulumi.Config();
  const rawSettings = {
    ...Object.fromEntries(settingNames.map((name) => [name, config.get(name)])),
    "aws:region": new pulumi.Config("aws").get("region"),
  };
  try {
    const environment = readEnvironment(rawSettings, readContractText());
    for (const { path, reason } of environment.warnings) {
      void pulumi.log.warn(`${path}: ${reason}`);
    }
    return environment;
  } catch (error) {
    if (error instanceof InvalidInputError) {
      throw new pulumi.RunError(error.message);
    }
    throw error;
  }
}

/** Pulumi runs a program in its project's folder. */
function readContractText(): string {
  try {
    return fs.readFileSync("contract.json", "utf8");
  } catch {
    throw new pulumi.RunError(
      `contract.json cannot be read in ${process.cwd()}. It has to lie beside Pulumi.yaml.`,
    );
  }
}
