import { parseUrn } from "../declared/urn";
import type { AnalyzedProvider, AnalyzedResource } from "./analyzer";
import type { RecordedRegistration, RecordedRun } from "./recorded-run";

/** What a program declared, as the engine would hand it to a policy pack. */
export function analyzedResources(
  run: RecordedRun,
  config: Record<string, string>,
): AnalyzedResource[] {
  const byUrn = new Map(run.registrations.map((resource) => [resource.urn, resource]));
  return run.registrations.map((resource) => ({
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent === "" ? undefined : resource.parent,
    properties: resource.inputs,
    provider: resource.custom ? providerOf(resource, byUrn, config) : undefined,
    ignoreChanges: resource.options.ignoreChanges,
    protect: resource.options.protect,
    dependencies: resource.dependencies,
    propertyDependencies: resource.propertyDependencies,
  }));
}

function providerOf(
  { type, provider, urn }: RecordedRegistration,
  byUrn: ReadonlyMap<string, RecordedRegistration>,
  config: Record<string, string>,
): AnalyzedProvider {
  const explicit = byUrn.get(provider.slice(0, provider.lastIndexOf("::")));
  if (explicit !== undefined) {
    const { inputs } = explicit;
    return { urn: explicit.urn, type: explicit.type, name: explicit.name, properties: inputs };
  }
  return defaultProvider(type.split(":")[0] ?? "", urn, config);
}

/** The engine makes it of the stack's configuration. */
function defaultProvider(
  name: string,
  urn: string,
  config: Record<string, string>,
): AnalyzedProvider {
  const { stack = "", project = "" } = parseUrn(urn) ?? {};
  const type = `pulumi:providers:${name}`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${name}:`));
  return {
    urn: `urn:pulumi:${stack}::${project}::${type}::default`,
    type,
    name: "default",
    properties: Object.fromEntries(own.map(([key, text]) => [key.slice(name.length + 1), text])),
  };
}
