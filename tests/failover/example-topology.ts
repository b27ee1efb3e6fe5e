import { layOutChain, regionalName } from "../../failover/chain";
import type {
  CalculatedCheck,
  Endpoint,
  EndpointCheck,
  HealthCheck,
  RecordSet,
  Topology,
} from "../../failover/topology";

export const name = "app.example.com";
export const regions = ["us-east-1", "us-west-2", "eu-central-1"];

/** A topology of the given parts; records and endpoints are found by their identifiers. */
export function topologyOf(
  recordSets: RecordSet[],
  healthChecks: Record<string, HealthCheck> = {},
  endpoints: Endpoint[] = [],
): Topology {
  const named = new Set(
    recordSets.flatMap(({ target }) =>
      target.kind === "values"
        ? target.endpoints
        : target.kind === "aliasEndpoint"
          ? [target.endpoint]
          : [],
    ),
  );
  const declared = new Map(endpoints.map((endpoint) => [endpoint.label, endpoint]));
  return {
    recordSets,
    healthChecks,
    endpoints: Object.fromEntries(
      [...new Set([...named, ...declared.keys()])].map((id) => [
        id,
        declared.get(id) ?? loadBalancer(id),
      ]),
    ),
    unknowns: [],
  };
}

/** A load balancer whose site is its identifier. */
export function loadBalancer(id: string, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    label: id,
    site: id,
    keepAliveSeconds: 300,
    targetHealth: {
      intervalSeconds: 10,
      timeoutSeconds: 5,
      unhealthyThreshold: 2,
      healthyThreshold: 2,
    },
    ...changes,
  };
}

/** A record with one address of an endpoint, simple and unguarded unless changed. */
export function record(
  id: string,
  recordName: string,
  changes: Partial<Omit<RecordSet, "id" | "name">> = {},
): RecordSet {
  return {
    id,
    label: id,
    name: recordName,
    type: "A",
    routing: { kind: "simple" },
    target: { kind: "values", endpoints: [id] },
    healthCheck: undefined,
    ttlSeconds: 10,
    ...changes,
  };
}

/** An HTTPS check, every 10 s and twice, of the endpoint of that identifier. */
export function checkOf(endpoint: string, changes: Partial<EndpointCheck> = {}): EndpointCheck {
  return {
    kind: "endpoint",
    label: `check of ${endpoint}`,
    protocol: "HTTPS",
    intervalSeconds: 10,
    failureThreshold: 2,
    checkerRegions: undefined,
    observes: { kind: "endpoint", endpoint },
    disabled: false,
    inverted: false,
    ...changes,
  };
}

export function calculated(
  children: string[],
  healthThreshold: number,
  changes: Partial<CalculatedCheck> = {},
): CalculatedCheck {
  return {
    kind: "calculated",
    label: `calculated from ${children.join(" and ")}`,
    children,
    healthThreshold,
    disabled: false,
    inverted: false,
    ...changes,
  };
}

/** The chain that this program declares below a zone's apex: CNAME pairs with a short TTL. */
export function cnameChain(
  sites: readonly string[] = regions,
  { check = {}, ttlSeconds = 10 }: { check?: Partial<EndpointCheck>; ttlSeconds?: number } = {},
): Topology {
  const links = layOutChain(name, sites).map(({ id, name, role, target, guardedBy }) =>
    record(id, name, {
      type: "CNAME",
      routing: role === "SIMPLE" ? { kind: "simple" } : { kind: "failover", role },
      target: {
        kind: "cname",
        name:
          target.kind === "region" ? regionalName("app.example.com", target.region) : target.name,
      },
      healthCheck: guardedBy,
      ttlSeconds,
    }),
  );
  const regional = sites.map((site) =>
    record(`name of ${site}`, regionalName(name, site), {
      target: { kind: "aliasEndpoint", endpoint: site, evaluateTargetHealth: false },
      ttlSeconds: undefined,
    }),
  );
  return topologyOf([...links, ...regional], checksByName(sites, check));
}

/** The chain at a zone's apex: alias pairs that evaluate their targets, with checks besides. */
export function aliasChain(sites: readonly string[] = regions): Topology {
  const links = layOutChain(name, sites).map(({ id, name, role, target, guardedBy }) =>
    record(id, name, {
      routing: role === "SIMPLE" ? { kind: "simple" } : { kind: "failover", role },
      target:
        target.kind === "region"
          ? { kind: "aliasEndpoint", endpoint: target.region, evaluateTargetHealth: true }
          : { kind: "alias", name: target.name, type: "A", evaluateTargetHealth: true },
      healthCheck: guardedBy,
      ttlSeconds: undefined,
    }),
  );
  return topologyOf(links, checksOf(sites));
}

/** Checks by the identifier of what they watch. */
export function checksOf(
  endpoints: readonly string[],
  changes: Partial<EndpointCheck> = {},
): Record<string, EndpointCheck> {
  return Object.fromEntries(endpoints.map((endpoint) => [endpoint, checkOf(endpoint, changes)]));
}

function checksByName(
  sites: readonly string[],
  changes: Partial<EndpointCheck>,
): Record<string, EndpointCheck> {
  return Object.fromEntries(
    sites.map((site) => [
      site,
      checkOf(site, { observes: { kind: "name", name: regionalName(name, site) }, ...changes }),
    ]),
  );
}
