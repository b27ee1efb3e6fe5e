import type { DeclaredInputs, DeclaredResource } from "../../../declared/declared-resource";
import { readTopology } from "../../../failover/topology-from-resources";
import type { HealthCheck, RecordSet, Topology } from "../../../failover/topology";

const projectUrn = "urn:pulumi:dev::shop";

/** A resource with nothing but what is given. */
export function declare(
  type: string,
  name: string,
  inputs: DeclaredInputs = {},
  others: Partial<DeclaredResource> = {},
): DeclaredResource {
  return {
    urn: `${projectUrn}::${type}::${name}`,
    type,
    name,
    parent: undefined,
    custom: true,
    region: undefined,
    inputs,
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    ...others,
  };
}

/** What an input comes from. */
export type Sources = Record<string, DeclaredResource[]>;

export function from(sources: Sources): Pick<DeclaredResource, "propertyDependencies"> {
  return {
    propertyDependencies: Object.fromEntries(
      Object.entries(sources).map(([input, resources]) => [input, resources.map(({ urn }) => urn)]),
    ),
  };
}

export const record = (name: string, inputs: DeclaredInputs, sources: Sources = {}) =>
  declare("aws:route53/record:Record", name, { zoneId: "Z1", ...inputs }, from(sources));

export const check = (name: string, inputs: DeclaredInputs, sources: Sources = {}) =>
  declare("aws:route53/healthCheck:HealthCheck", name, inputs, from(sources));

export const loadBalancer = (region: string, others: Partial<DeclaredResource> = {}) =>
  declare("aws:lb/loadBalancer:LoadBalancer", `lb-${region}`, {}, { region, ...others });

export const zone = (name: string, inputs: DeclaredInputs = {}, zoneId?: string) =>
  declare(
    "aws:route53/zone:Zone",
    name,
    { name, ...inputs },
    zoneId === undefined ? {} : { outputs: { zoneId } },
  );

export function failover(role: "PRIMARY" | "SECONDARY"): DeclaredInputs {
  return { failoverRoutingPolicies: [{ type: role }], setIdentifier: role.toLowerCase() };
}

/** A topology of these resources, with short ways to its parts. */
export class Read {
  readonly topology: Topology;

  constructor(...resources: DeclaredResource[]) {
    this.topology = readTopology(resources);
  }

  record(name: string): RecordSet {
    const found = this.topology.recordSets.filter(({ id }) => id.endsWith(`::${name}`));
    if (found.length !== 1) {
      throw new Error(`${found.length} records are ${name}`);
    }
    return found[0]!;
  }

  check(record: string): HealthCheck | undefined {
    const { healthCheck } = this.record(record);
    return healthCheck === undefined ? undefined : this.topology.healthChecks[healthCheck];
  }

  /** The sites that a record's own values or alias stand for. */
  sites(record: string): string[] {
    const { target } = this.record(record);
    const endpoints =
      target.kind === "values"
        ? target.endpoints
        : target.kind === "aliasEndpoint"
          ? [target.endpoint]
          : [];
    return endpoints.map((endpoint) => this.topology.endpoints[endpoint]!.site);
  }

  /** Why it is not known where a record leads. */
  whyUnknown(record: string): string {
    const { target } = this.record(record);
    if (target.kind !== "unknown") {
      throw new Error(`${record} leads to ${JSON.stringify(target)}`);
    }
    return target.reason;
  }
}
