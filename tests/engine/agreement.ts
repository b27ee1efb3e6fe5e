import { isDeepStrictEqual } from "node:util";
import {
  type DeclaredInputs,
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "../../declared/declared-resource";
import type { DeclaredStack } from "../../declared/declared-stack";

/** How far what was read offline says the same as the engine. */
export interface Agreement {
  /** What one of them says otherwise, or the engine does not know and offline does. */
  disagreements: string[];
  /** What only the engine knows, as type and place of the property, each once. */
  knownToEngineOnly: string[];
}

/**
 * Compares resources by URN: type, name, parent, Region, inputs and what they depend on. Left out is
 * what no program declares: children that only awsx knows, and the version that the engine notes
 * with a provider. (Default providers are in neither.)
 */
export function compareDeclared(offline: DeclaredStack, engine: DeclaredStack): Agreement {
  const agreement: Agreement = { disagreements: [], knownToEngineOnly: [] };
  const engineResources = new Map(
    engine.resources.filter(isDeclared).map((resource) => [resource.urn, resource]),
  );
  for (const resource of offline.resources) {
    const counterpart = engineResources.get(resource.urn);
    engineResources.delete(resource.urn);
    if (counterpart === undefined) {
      agreement.disagreements.push(`${resource.urn} is declared offline only`);
    } else {
      compareResources(resource, counterpart, agreement);
    }
  }
  agreement.disagreements.push(
    ...[...engineResources.keys()].map((urn) => `${urn} is declared in the engine only`),
  );
  agreement.knownToEngineOnly = [...new Set(agreement.knownToEngineOnly)].sort();
  return agreement;
}

function isDeclared({ urn }: { urn: string }): boolean {
  return !urn.includes("$awsx:ec2:Vpc$");
}

function compareResources(
  offline: DeclaredResource,
  engine: DeclaredResource,
  agreement: Agreement,
): void {
  const facts = ({ type, name, parent, custom, region, ...links }: DeclaredResource) => ({
    type,
    name,
    parent,
    custom,
    region,
    dependencies: declaredOnes(links.dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(links.propertyDependencies)
        .map(([property, urns]) => [property, declaredOnes(urns)] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
  });
  if (!isDeepStrictEqual(facts(offline), facts(engine))) {
    agreement.disagreements.push(
      `${offline.urn}: ${JSON.stringify(facts(offline))} offline, ${JSON.stringify(facts(engine))} in the engine`,
    );
  }
  compareValues(
    offline.inputs,
    withoutVersion(engine),
    { urn: offline.urn, place: offline.type },
    agreement,
  );
}

function withoutVersion({ type, inputs }: DeclaredResource): DeclaredInputs {
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([property]) => !(type.startsWith("pulumi:providers:") && property === "version"),
    ),
  );
}

function declaredOnes(urns: readonly string[]): string[] {
  return urns.filter((urn) => isDeclared({ urn })).sort();
}

function compareValues(
  offline: DeclaredValue | undefined,
  engine: DeclaredValue | undefined,
  { urn, place }: { urn: string; place: string },
  agreement: Agreement,
): void {
  if (isObject(offline) && isObject(engine)) {
    for (const key of new Set([...Object.keys(offline), ...Object.keys(engine)])) {
      compareValues(offline[key], engine[key], { urn, place: `${place} ${key}` }, agreement);
    }
  } else if (Array.isArray(offline) && Array.isArray(engine)) {
    for (let index = 0; index < Math.max(offline.length, engine.length); index += 1) {
      compareValues(offline[index], engine[index], { urn, place: `${place}[]` }, agreement);
    }
  } else if (offline instanceof UnknownValue && engine !== undefined) {
    if (!(engine instanceof UnknownValue)) {
      agreement.knownToEngineOnly.push(place);
    }
  } else if (!isDeepStrictEqual(offline, engine)) {
    agreement.disagreements.push(
      `${urn}: ${place} is ${JSON.stringify(offline)} offline and ${JSON.stringify(engine)} in the engine`,
    );
  }
}

function isObject(value: DeclaredValue | undefined): value is DeclaredInputs {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof UnknownValue)
  );
}
