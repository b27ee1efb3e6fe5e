import type { RecordedRegistration, RecordedRun } from "../offline/recorded-run";
import type { DeclaredInputs } from "./declared-resource";
import type { DeclaredStack } from "./declared-stack";
import { placeResources, type UnplacedResource } from "./regions";
import { readProperties } from "./wire-values";

/**
 * What a program declared when it ran offline.
 *
 * @param config The stack's configuration that the program was given.
 */
export function readOfflineRun(run: RecordedRun, config: Record<string, string>): DeclaredStack {
  return {
    project: run.project,
    stack: run.stack,
    config,
    resources: placeResources(run.registrations.map(readRegistration), config["aws:region"]),
  };
}

/** The outputs that the stack would have. */
export function readOfflineOutputs(run: RecordedRun): DeclaredInputs {
  return readProperties(run.outputs, "the stack's outputs");
}

function readRegistration(registration: RecordedRegistration): UnplacedResource {
  const { urn, type, name, parent, custom, dependencies, propertyDependencies } = registration;
  return {
    urn,
    type,
    name,
    parent: parent === "" ? undefined : parent,
    custom,
    inputs: readProperties(registration.inputs, urn),
    outputs: {},
    dependencies,
    propertyDependencies,
    provider: registration.provider,
    providers: registration.providers,
  };
}
