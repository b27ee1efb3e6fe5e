import * as fc from "fast-check";
import type {
  Endpoint,
  GeoLocation,
  HealthCheck,
  RecordSet,
  RecordType,
  Routing,
  Target,
  Topology,
} from "../../failover/topology";
import { at, buildChecks, pick, type RawCheck, rawCheck, usually } from "./arbitrary-checks";

/** A topology and the names in it; no record of an earlier name is led to by that of a later one. */
export interface NamedTopology {
  topology: Topology;
  /** From the one that clients are likely to ask for to the ones that only records lead to. */
  names: [string, ...string[]];
}

export interface TopologyLimits {
  /** From 2 to 6. */
  maxSites: number;
  /** How many names carry records. */
  maxNames: number;
  /** Whether targets, policies, checks and links that nobody knows occur. */
  unknowns: boolean;
}

/**
 * Topologies that Route 53 would accept, and some that it would not (a PRIMARY without a check):
 * trees of names that share branches, with every routing policy, target and kind of check. Checks
 * may watch another site than the record that they guard, or a name whose answer changes.
 */
export function anyTopology(limits: TopologyLimits): fc.Arbitrary<NamedTopology> {
  return fc
    .record({
      sites: fc.integer({ min: 2, max: limits.maxSites }),
      endpoints: fc.array(rawEndpoint(limits), { minLength: 2, maxLength: limits.maxSites + 2 }),
      checks: fc.array(rawCheck(limits.unknowns), { minLength: 2, maxLength: 8 }),
      nodes: fc.array(rawNode(limits), { minLength: 2, maxLength: limits.maxNames, size: "max" }),
    })
    .map(build);
}

/** The Regions that the sites are named after, in this order. */
export const siteNames = [
  "us-east-1",
  "us-west-2",
  "eu-central-1",
  "ap-southeast-2",
  "sa-east-1",
  "ap-northeast-1",
];

const locations: GeoLocation[] = [
  { kind: "default" },
  { kind: "continent", continent: "NA" },
  { kind: "country", country: "US" },
  { kind: "subdivision", country: "US", subdivision: "WA" },
  { kind: "continent", continent: "EU" },
  { kind: "country", country: "FR" },
  { kind: "country", country: "JP" },
];

// ---- What is drawn: picks stay numbers until the sizes that they choose from are known ----

type RawPolicy = Exclude<Routing["kind"], "unknown"> | "unknown";
type RawTarget =
  | { kind: "values"; picks: number[] }
  | { kind: "endpointAlias"; pick: number; evaluateTargetHealth: boolean }
  | { kind: "link"; pick: number; asAlias: boolean; evaluateTargetHealth: boolean }
  | { kind: "unknown" };

interface RawRecord {
  target: RawTarget;
  guard: { kind: "own" | "any"; pick: number } | undefined;
  weight: number;
  ttlSeconds: number;
}

interface RawNode {
  types: RecordType[];
  policy: RawPolicy;
  records: RawRecord[];
  /** Where the geolocation or latency records of the node begin in their list. */
  offset: number;
}

type RawEndpoint = Pick<Endpoint, "keepAliveSeconds" | "targetHealth"> & { site: number };

function rawEndpoint({ unknowns }: TopologyLimits): fc.Arbitrary<RawEndpoint> {
  const targetHealth = fc.record({
    intervalSeconds: fc.constantFrom(5, 10, 30),
    timeoutSeconds: fc.constantFrom(2, 5),
    unhealthyThreshold: fc.integer({ min: 2, max: 5 }),
    healthyThreshold: fc.integer({ min: 2, max: 5 }),
  });
  return fc.record({
    site: pick,
    keepAliveSeconds: fc.constantFrom(60, 300, 3600),
    targetHealth: unknowns ? fc.option(targetHealth, { nil: undefined }) : targetHealth,
  });
}

function rawNode({ unknowns }: TopologyLimits): fc.Arbitrary<RawNode> {
  const values = fc.oneof(
    { weight: 5, arbitrary: fc.array(pick, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(pick, { minLength: 2, maxLength: 3 }) },
  );
  const target = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("link" as const),
        pick,
        asAlias: usually,
        evaluateTargetHealth: usually,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("values" as const), picks: values }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("endpointAlias" as const),
        pick,
        evaluateTargetHealth: usually,
      }),
    },
    ...(unknowns
      ? [{ weight: 1, arbitrary: fc.record({ kind: fc.constant("unknown" as const) }) }]
      : []),
  );
  const record = fc.record({
    target,
    guard: fc.option(fc.record({ kind: fc.constantFrom("own", "own", "any"), pick }), {
      freq: 3,
      nil: undefined,
    }),
    weight: fc.constantFrom(0, 0, 1, 10),
    ttlSeconds: fc.constantFrom(0, 1, 10, 60, 300),
  });
  const policies: RawPolicy[] = [
    "failover",
    "failover",
    "failover",
    "weighted",
    "latency",
    "geolocation",
    "multivalue",
    "simple",
    "simple",
  ];
  return fc.record({
    types: fc.constantFrom<RecordType[]>(["A"], ["A"], ["A"], ["CNAME"], ["AAAA"], ["A", "AAAA"]),
    policy: fc.constantFrom(...policies, ...(unknowns ? ["unknown" as const] : [])),
    records: fc.oneof(
      { weight: 8, arbitrary: fc.array(record, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(record, { minLength: 9, maxLength: 10 }) },
    ),
    offset: pick,
  });
}

// ---- What it makes ----

interface RawTopology {
  sites: number;
  endpoints: RawEndpoint[];
  checks: RawCheck[];
  nodes: RawNode[];
}

function build(raw: RawTopology): NamedTopology {
  const names = raw.nodes.map((_, index) => `n${index}.example.com`) as [string, ...string[]];
  const endpoints = Object.fromEntries(
    raw.endpoints.map(({ site, ...settings }, index): [string, Endpoint] => {
      const id = `endpoint-${index}`;
      // Every site has an endpoint before any has two.
      const number = index < raw.sites ? index : site;
      return [id, { label: id, site: at(siteNames.slice(0, raw.sites), number), ...settings }];
    }),
  );
  const healthChecks = buildChecks(raw.checks, Object.keys(endpoints), names);
  const recordSets = raw.nodes.flatMap((node, index) =>
    node.types.flatMap((type) => buildGroup(raw.nodes, index, type, endpoints, healthChecks)),
  );
  return { topology: { recordSets, healthChecks, endpoints, unknowns: [] }, names };
}

function buildGroup(
  nodes: RawNode[],
  index: number,
  type: RecordType,
  endpoints: Record<string, Endpoint>,
  healthChecks: Record<string, HealthCheck>,
): RecordSet[] {
  const { policy: wanted, records, offset } = nodes[index]!;
  // Neither a CNAME nor an alias can be a multivalue record.
  const policy = wanted === "multivalue" && type === "CNAME" ? "weighted" : wanted;
  const largest = { simple: 1, failover: 2, geolocation: locations.length, latency: 6 };
  const size = policy in largest ? largest[policy as keyof typeof largest] : records.length;
  return records.slice(0, size).map((record, position): RecordSet => {
    const id = `n${index}-${type}-${position}`;
    const target = buildTarget(nodes, index, type, record.target, Object.keys(endpoints), policy);
    const isAlias = target.kind === "alias" || target.kind === "aliasEndpoint";
    return {
      id,
      label: id,
      name: `n${index}.example.com`,
      type,
      routing: buildRouting(policy, position, record, offset),
      target,
      healthCheck: guardOf(record, target, healthChecks),
      ttlSeconds: isAlias ? undefined : record.ttlSeconds,
    };
  });
}

/** The check of the record's own endpoint if there is one, or any. */
function guardOf(
  { guard }: RawRecord,
  target: Target,
  healthChecks: Record<string, HealthCheck>,
): string | undefined {
  const ids = Object.keys(healthChecks);
  if (guard === undefined || ids.length === 0) {
    return undefined;
  }
  const endpoint =
    target.kind === "values"
      ? target.endpoints[0]
      : target.kind === "aliasEndpoint"
        ? target.endpoint
        : undefined;
  const own = ids.filter((id) => {
    const check = healthChecks[id]!;
    return (
      check.kind === "endpoint" &&
      check.observes.kind === "endpoint" &&
      check.observes.endpoint === endpoint
    );
  });
  return at(guard.kind === "own" && own.length > 0 ? own : ids, guard.pick);
}

function buildRouting(
  policy: RawPolicy,
  position: number,
  { weight }: RawRecord,
  offset: number,
): Routing {
  switch (policy) {
    case "failover":
      // A lone record takes either role.
      return {
        kind: policy,
        role: (position + (offset % 7 === 0 ? 1 : 0)) % 2 === 0 ? "PRIMARY" : "SECONDARY",
      };
    case "weighted":
      return { kind: policy, weight };
    case "latency":
      return { kind: policy, region: at(siteNames, position + offset) };
    case "geolocation":
      return { kind: policy, location: at(locations, position + offset) };
    case "unknown":
      return { kind: policy, reason: "geoproximity" };
    case "simple":
    case "multivalue":
      return { kind: policy };
  }
}

function buildTarget(
  nodes: RawNode[],
  index: number,
  type: RecordType,
  target: RawTarget,
  endpoints: string[],
  policy: RawPolicy,
): Target {
  const later = nodes.flatMap(({ types }, position) =>
    position > index ? [{ types, name: `n${position}.example.com` }] : [],
  );
  switch (target.kind) {
    case "unknown":
      return { kind: "unknown", reason: "it is declared elsewhere" };
    case "link": {
      const { evaluateTargetHealth } = target;
      const sameType = later.filter(({ types }) => types.includes(type));
      if (type === "CNAME" && later.length > 0 && (!target.asAlias || sameType.length === 0)) {
        return { kind: "cname", name: at(later, target.pick).name };
      }
      if (policy !== "multivalue" && sameType.length > 0) {
        const { name } = at(sameType, target.pick);
        return { kind: "alias", name, type, evaluateTargetHealth };
      }
      return { kind: "values", endpoints: [at(endpoints, target.pick)] };
    }
    case "endpointAlias":
      return policy === "multivalue" || type === "CNAME"
        ? { kind: "values", endpoints: [at(endpoints, target.pick)] }
        : {
            kind: "aliasEndpoint",
            endpoint: at(endpoints, target.pick),
            evaluateTargetHealth: target.evaluateTargetHealth,
          };
    case "values": {
      const chosen = [...new Set(target.picks.map((number) => at(endpoints, number)))];
      // A CNAME has one value.
      return { kind: "values", endpoints: type === "CNAME" ? chosen.slice(0, 1) : chosen };
    }
  }
}
