import * as fs from "node:fs";
import * as path from "node:path";
import type { DeclaredInputs, DeclaredResource } from "../../../declared/declared-resource";
import type { OfflinePreview } from "../../../offline/preview-stack";
import { readEnvironment } from "../../../settings/environment";

const contract = fs.readFileSync(path.join(__dirname, "../../../contract.json"), "utf8");

export const stackUrn = "urn:pulumi:prod::demo::pulumi:pulumi:Stack::demo-prod";
export const urnOf = (type: string, name: string) => `urn:pulumi:prod::demo::${type}::${name}`;

/** A resource with nothing but what is given. */
export function declared(
  type: string,
  name: string,
  rest: Partial<DeclaredResource> = {},
): DeclaredResource {
  return {
    urn: urnOf(type, name),
    type,
    name,
    parent: stackUrn,
    custom: type.startsWith("aws:"),
    region: undefined,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    ...rest,
  };
}

export const withInputs = (type: string, inputs: DeclaredInputs): DeclaredResource =>
  declared(type, "name", { inputs });

/** A preview of these resources by the repository's own contract, in three Regions. */
export function previewOf(
  resources: DeclaredResource[],
  changes: { settings?: Record<string, string>; warnings?: string[] } = {},
): OfflinePreview {
  return {
    environment: readEnvironment(
      {
        scope: "all",
        regions: '["us-east-1","us-west-2","eu-central-1"]',
        tableRegion: "us-east-1",
        domainName: "app.example.com",
        hostedZone: "example.com",
        taskCpuUnits: "512",
        taskMemoryMebibytes: "1024",
        wholeLoadTasks: "2",
        protect: "true",
        ...changes.settings,
      },
      contract,
    ),
    declared: {
      project: "demo",
      stack: "prod",
      config: {},
      resources: [
        { ...declared("pulumi:pulumi:Stack", "demo-prod"), parent: undefined },
        ...resources,
      ],
    },
    outputs: {},
    warnings: changes.warnings ?? [],
    verdict: { rules: [], violations: [], advice: [] },
    proof: undefined,
  };
}

/** Without colours, and marked ones in brackets where a test asks for them. */
export const plain = (columns: number) => ({
  columns,
  paint: (_style: unknown, text: string) => text,
});
