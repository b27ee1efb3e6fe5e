import type { DeclaredStack } from "./declared-stack";
import {
  asObject,
  asOptionalList,
  asOptionalObject,
  asText,
  isObject,
  type JsonObject,
} from "./json-shape";
import { refuseFailedPreview, refusePartialPreview } from "./preview-completeness";
import { placeResources, type UnplacedResource } from "./regions";
import { readResourceState, type ResourceState } from "./resource-state";
import { nameStack } from "./stack-name";

/** What the engine would do to a resource (`PreviewStep` of Pulumi's display package). */
export interface PreviewStep {
  /** For instance `create`, `same` or `delete-replaced`. */
  op: string;
  urn: string;
  /** Absent where the resource is not there afterwards. */
  newState: ResourceState | undefined;
  oldState: JsonObject | undefined;
}

/** After these the resource is another one; what AWS reported of the old one says nothing of it. */
const replacingOps = ["replace", "create-replacement", "import-replacement", "read-replacement"];

/**
 * What a stack would hold after an update, from `pulumi preview --json --show-sames`.
 *
 * @throws {UnreadableDeclarationError} also when the preview failed or leaves resources out: what is
 *   not seen must not be taken as absent.
 */
export function readPreview(document: JsonObject): DeclaredStack {
  refuseFailedPreview(document);
  const steps = asOptionalList(document["steps"], "steps").map(readStep);
  refusePartialPreview(document, steps);

  const resources = lastStates(steps).flatMap(({ op, newState, oldState }) =>
    newState === undefined || newState.isExternal
      ? []
      : [withReported(newState.resource, replacingOps.includes(op) ? undefined : oldState)],
  );
  const config = readConfig(document);
  return {
    ...nameStack(resources, "The preview"),
    config,
    resources: placeResources(resources, config["aws:region"]),
  };
}

function readStep(value: unknown, index: number): PreviewStep {
  const place = `steps[${index}]`;
  const step = asObject(value, place);
  const { newState, oldState } = step;
  return {
    op: asText(step["op"], `${place}.op`),
    urn: asText(step["urn"], `${place}.urn`),
    newState: isObject(newState) ? readResourceState(newState, `${place}.newState`) : undefined,
    oldState: isObject(oldState) ? oldState : undefined,
  };
}

/**
 * One step for each resource, in the engine's order. A replacement can be shown as several, and a
 * preview with `--refresh` reads each resource before it decides.
 */
function lastStates(steps: readonly PreviewStep[]): PreviewStep[] {
  const deciding = steps.filter(({ op, newState }) => op !== "refresh" && newState !== undefined);
  return [...new Map(deciding.map((step) => [step.urn, step])).values()];
}

/** Unchanged outputs stand only in the old state. */
function withReported(
  resource: UnplacedResource,
  oldState: JsonObject | undefined,
): UnplacedResource {
  if (oldState === undefined) {
    return resource;
  }
  const reported = readResourceState(oldState, `the old state of ${resource.urn}`).resource;
  return { ...resource, outputs: { ...reported.outputs, ...resource.outputs } };
}

function readConfig(document: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asOptionalObject(document["config"], "config")).map(([key, value]) => [
      key,
      asText(value, `config.${key}`),
    ]),
  );
}
