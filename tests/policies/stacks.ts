import * as path from "node:path";
import type { AnalyzedResource } from "../../offline/analyzer";
import { analyzedResources } from "../../offline/analyzed-resources";
import { readStackConfiguration } from "../../offline/stack-configuration";
import { runProject } from "../offline/projects";

/** What a program declares, as the engine would hand it to the pack. */
export interface TestStack {
  project: string;
  stack: string;
  config: Record<string, string>;
  resources: AnalyzedResource[];
}

const projectFolder = path.join(__dirname, "../..");
const runs = new Map<string, Promise<TestStack>>();

/** The real program; compliant fixtures are taken from it, so that it and the pack stay together. */
export function ownStack(stack: string): Promise<TestStack> {
  return programStack(projectFolder, stack);
}

/** A program of tests/policies/programs. */
export function testProgram(name: string): Promise<TestStack> {
  return programStack(path.join(__dirname, "programs", name), "dev");
}

export function programStack(folder: string, stack: string): Promise<TestStack> {
  const key = `${folder} ${stack}`;
  const run = runs.get(key) ?? runProgram(folder, stack);
  runs.set(key, run);
  return run;
}

async function runProgram(folder: string, stack: string): Promise<TestStack> {
  const { project, config } = readStackConfiguration(folder, stack);
  const run = await runProject(folder, stack);
  return { project, stack, config, resources: analyzedResources(run, config) };
}
