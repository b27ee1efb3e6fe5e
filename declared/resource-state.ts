import type { DeclaredInputs } from "./declared-resource";
import {
  asFlag,
  asObject,
  asOptionalObject,
  asOptionalText,
  asText,
  asTexts,
  type JsonObject,
} from "./json-shape";
import type { UnplacedResource } from "./regions";
import { UnreadableDeclarationError } from "./unreadable-declaration";
import { parseUrn } from "./urn";
import { readProperties } from "./wire-values";

/** A resource in a preview or a deployment (`ResourceV3` of Pulumi's apitype package). */
export interface ResourceState {
  resource: UnplacedResource;
  /** It waits to be deleted, or has been deleted to be created again. */
  isGone: boolean;
  /** The stack only reads it. */
  isExternal: boolean;
}

/** @throws {UnreadableDeclarationError} when it is not one. */
export function readResourceState(value: unknown, place: string): ResourceState {
  const state = asObject(value, place);
  const urn = asText(state["urn"], `${place}.urn`);
  const parts = parseUrn(urn);
  if (parts === undefined) {
    throw new UnreadableDeclarationError(`${place}.urn is not a URN: ${urn.slice(0, 60)}.`);
  }
  const parent = asOptionalText(state["parent"], `${place}.parent`);
  return {
    resource: {
      urn,
      type: asText(state["type"], `${place}.type`),
      name: parts.name,
      parent: parent === "" ? undefined : parent,
      custom: asFlag(state["custom"], `${place}.custom`),
      inputs: readProperties(asOptionalObject(state["inputs"], `${place}.inputs`), urn),
      outputs: readOutputs(state, place, urn),
      dependencies: asTexts(state["dependencies"], `${place}.dependencies`),
      propertyDependencies: readPropertyDependencies(state, place),
      provider: asOptionalText(state["provider"], `${place}.provider`),
      // A state does not hold the providers that a component passes on.
      providers: {},
    },
    isGone:
      asFlag(state["delete"], `${place}.delete`) ||
      asFlag(state["pendingReplacement"], `${place}.pendingReplacement`),
    isExternal: asFlag(state["external"], `${place}.external`),
  };
}

/** With the resource's id among them, which the state keeps beside them. */
function readOutputs(state: JsonObject, place: string, urn: string): DeclaredInputs {
  const { id } = state;
  return {
    ...(typeof id === "string" && id !== "" ? { id } : {}),
    ...readProperties(asOptionalObject(state["outputs"], `${place}.outputs`), urn),
  };
}

/** Properties whose value comes from no other resource are left out. */
function readPropertyDependencies(state: JsonObject, place: string): Record<string, string[]> {
  const path = `${place}.propertyDependencies`;
  return Object.fromEntries(
    Object.entries(asOptionalObject(state["propertyDependencies"], path))
      .map(([property, urns]) => [property, asTexts(urns, `${path}.${property}`)] as const)
      .filter(([, urns]) => urns.length > 0),
  );
}
