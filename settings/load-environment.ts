import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInputError } from "../contract/faults";
import { type Environment, readEnvironment } from "./environment";
import type { RawSettings } from "./raw-settings";

/**
 * The environment of the running stack: its Pulumi configuration and the project's `contract.json`.
 * Warnings go to the Pulumi log. Every fault ends the program with one message and without a stack.
 */
export function loadEnvironment(): Environment {
  try {
    const environment = readEnvironment(readRawSettings(), readContractText());
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

/** Every key of the project's own namespace, so that a misspelt one is found too. */
function readRawSettings(): RawSettings {
  const namespace = `${pulumi.getProject()}:`;
  const own = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), value] as const);
  return {
    ...Object.fromEntries<string | undefined>(own),
    "aws:region": new pulumi.Config("aws").get("region"),
  };
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
