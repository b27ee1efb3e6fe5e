import * as path from "node:path";
import type { DeclaredResource, DeclaredValue } from "../../declared/declared-resource";
import type { DeclaredStack } from "../../declared/declared-stack";
import { readOfflineRun } from "../../declared/offline-run";
import { startProgramProcess } from "../../offline/run-program";
import { readStackConfiguration } from "../../offline/stack-configuration";

const root = path.join(__dirname, "../..");
const runs = new Map<string, Promise<DeclaredStack>>();

/** What the real program declares, run offline with a stack's settings, some of them changed. */
export function ownStack(
  stack: string,
  changes: Record<string, string> = {},
): Promise<DeclaredStack> {
  const key = JSON.stringify([stack, changes]);
  const run = runs.get(key) ?? runOwnProgram(stack, changes);
  runs.set(key, run);
  return run;
}

async function runOwnProgram(
  stack: string,
  changes: Record<string, string>,
): Promise<DeclaredStack> {
  const configuration = readStackConfiguration(root, stack);
  const config = { ...configuration.config };
  for (const [setting, value] of Object.entries(changes)) {
    config[`${configuration.project}:${setting}`] = value;
  }
  const program = await startProgramProcess(root);
  try {
    return readOfflineRun(await program.run({ ...configuration, config }), config);
  } finally {
    program.stop();
  }
}

/** A copy of declared resources in which a test breaks something. */
export class Edited {
  readonly resources: DeclaredResource[];

  constructor(original: readonly DeclaredResource[]) {
    // Values that cannot be seen stay the same objects: `structuredClone` would lose their class.
    this.resources = original.map((resource) => ({
      ...resource,
      inputs: { ...resource.inputs },
      propertyDependencies: { ...resource.propertyDependencies },
    }));
  }

  /** @param kind The last part of its type, for instance `Record`. */
  find(kind: string, name: string): DeclaredResource {
    const found = this.resources.filter(
      (resource) => resource.type.endsWith(`:${kind}`) && resource.name === name,
    );
    if (found.length !== 1) {
      throw new Error(`${found.length} resources are ${kind} ${name}.`);
    }
    return found[0]!;
  }

  /** @param value `undefined` removes the input, with what it came from. */
  set(kind: string, name: string, input: string, value: DeclaredValue | undefined): this {
    const resource = this.find(kind, name);
    if (value === undefined) {
      Reflect.deleteProperty(resource.inputs, input);
    } else {
      resource.inputs[input] = value;
    }
    Reflect.deleteProperty(resource.propertyDependencies, input);
    return this;
  }

  /** Lets an input come from these, its value being known no more than before. */
  take(kind: string, name: string, input: string, sources: DeclaredResource[]): this {
    this.find(kind, name).propertyDependencies[input] = sources.map(({ urn }) => urn);
    return this;
  }

  remove(kind: string, name: string): this {
    this.resources.splice(this.resources.indexOf(this.find(kind, name)), 1);
    return this;
  }
}
