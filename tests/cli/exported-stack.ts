import type { DeclaredInputs, DeclaredResource } from "../../declared/declared-resource";
import { UnknownValue } from "../../declared/declared-resource";

/** What `pulumi stack export` prints of resources, each with its Region among its inputs. */
export function exportedStack(
  project: string,
  stack: string,
  resources: readonly DeclaredResource[],
): string {
  const own = (urn: string) =>
    urn.replace(/^urn:pulumi:[^:]+::[^:]+/, `urn:pulumi:${stack}::${project}`);
  const stackUrn = own(`urn:pulumi:x::x::pulumi:pulumi:Stack::${project}-${stack}`);
  const state = resources.map(({ urn, type, inputs, outputs, region, propertyDependencies }) => ({
    urn: own(urn),
    type,
    custom: true,
    id: urn,
    parent: stackUrn,
    inputs: onWire({ ...inputs, ...(region === undefined ? {} : { region }) }),
    outputs: onWire({ ...inputs, ...outputs }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map(own)]),
    ),
  }));
  return JSON.stringify({
    version: 3,
    deployment: {
      manifest: {},
      resources: [{ urn: stackUrn, type: "pulumi:pulumi:Stack", custom: false }, ...state],
    },
  });
}

/** With Pulumi's mark for an unknown value. */
function onWire(inputs: DeclaredInputs): unknown {
  return JSON.parse(
    JSON.stringify(inputs, (_, value: unknown) => {
      const isMark = typeof value === "object" && value !== null && "$unknown" in value;
      return value instanceof UnknownValue || isMark
        ? "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
        : value;
    }),
  );
}
