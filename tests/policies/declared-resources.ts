import { readProperties } from "../../declared/wire-values";
import { isGlobal } from "../../declared/global-services";
import type { AnalyzedResource } from "../../offline/analyzer";
import type { JudgedResource } from "../../policies/rule";

/** The same resources as rules see them, without the way through the policy server. */
export function declaredResources(resources: readonly AnalyzedResource[]): JudgedResource[] {
  return resources.map((resource) => {
    const inputs = readProperties(resource.properties, resource.urn);
    const region = resource.properties["region"] ?? resource.provider?.properties["region"];
    return {
      ignoreChanges: resource.ignoreChanges,
      resource: {
        urn: resource.urn,
        type: resource.type,
        name: resource.name,
        parent: resource.parent,
        custom: resource.provider !== undefined,
        region: typeof region === "string" && !isGlobal(resource.type) ? region : undefined,
        inputs,
        outputs: {},
        dependencies: [...resource.dependencies],
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, [...urns]]),
        ),
      },
    };
  });
}
