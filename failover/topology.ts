/**
 * What Route 53 is told, and what it leads to, as plain data that survives JSON.
 *
 * Whatever could not be read or followed has a place of its own (`kind: "unknown"`, or `undefined`
 * where said so): the evaluation carries the reason to every obligation that needs it.
 */
export interface Topology {
  recordSets: RecordSet[];
  /** By the identifier that `RecordSet.healthCheck` and `children` use. */
  healthChecks: Record<string, HealthCheck>;
  /** By the identifier that targets and checks use. */
  endpoints: Record<string, Endpoint>;
  /** What has no place above and may still change an answer, for instance a record without a name. */
  unknowns: Unknown[];
}

/** Something that an obligation needs and that cannot be told from what is declared. */
export interface Unknown {
  /** What it is about, in the words of a declaration. */
  subject: string;
  /** Why it is not known. */
  reason: string;
}

export type RecordType = "A" | "AAAA" | "CNAME";

/** One record set. Those of the same `name` and `type` form a group, which answers together. */
export interface RecordSet {
  /** Unique in the topology. */
  id: string;
  /** What messages call it. */
  label: string;
  /** In canonical form: see `canonicalName`. */
  name: string;
  type: RecordType;
  routing: Routing;
  target: Target;
  /** Absent where the record has none. An unknown one is an unknown `HealthCheck`. */
  healthCheck: string | undefined;
  /** Absent on an alias, which has the TTL of its target; elsewhere absent means not known. */
  ttlSeconds: number | undefined;
}

export type Routing =
  | { kind: "simple" }
  | { kind: "failover"; role: "PRIMARY" | "SECONDARY" }
  | { kind: "weighted"; weight: number }
  | { kind: "latency"; region: string }
  | { kind: "geolocation"; location: GeoLocation }
  | { kind: "multivalue" }
  /** Geoproximity, CIDR, traffic policies, or a policy that cannot be read. */
  | { kind: "unknown"; reason: string };

/** Codes are Route 53's own, in upper case (API field `GeoLocation`). */
export type GeoLocation =
  | { kind: "default" }
  | { kind: "continent"; continent: string }
  | { kind: "country"; country: string }
  | { kind: "subdivision"; country: string; subdivision: string };

export type Target =
  /** Addresses, or the one name of a CNAME that is an endpoint's own; a client takes any of them. */
  | { kind: "values"; endpoints: string[] }
  /** A CNAME to a name that is looked up in turn, in canonical form. */
  | { kind: "cname"; name: string }
  /** An alias to the record group of that name and type, in canonical form. */
  | { kind: "alias"; name: string; type: RecordType; evaluateTargetHealth: boolean }
  | { kind: "aliasEndpoint"; endpoint: string; evaluateTargetHealth: boolean }
  | { kind: "unknown"; reason: string };

export type HealthCheck =
  | EndpointCheck
  | CalculatedCheck
  | AlarmCheck
  | RoutingControlCheck
  | { kind: "unknown"; label: string; reason: string };

/** What every kind of check has. */
interface CheckSettings {
  /** What messages call it. */
  label: string;
  /** A disabled check is always healthy. Together with `inverted` it is not documented. */
  disabled: boolean;
  inverted: boolean;
}

/** A check that Route 53's checkers make themselves. */
export interface EndpointCheck extends CheckSettings {
  kind: "endpoint";
  protocol: "HTTP" | "HTTPS" | "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" | "TCP";
  /** Absent where it is not known. */
  intervalSeconds: number | undefined;
  /** Absent where it is not known. */
  failureThreshold: number | undefined;
  /** Absent for all of them. */
  checkerRegions: string[] | undefined;
  observes: Observed;
}

export type Observed =
  /** Looked up over IPv4 at every probe, in canonical form. */
  | { kind: "name"; name: string }
  | { kind: "endpoint"; endpoint: string }
  | { kind: "unknown"; reason: string };

export interface CalculatedCheck extends CheckSettings {
  kind: "calculated";
  children: string[];
  /** How many children have to be healthy. 0 is always healthy, more than there are never. */
  healthThreshold: number;
}

/** A check that follows a CloudWatch alarm's data, and not the alarm's state. */
export interface AlarmCheck extends CheckSettings {
  kind: "alarm";
  /**
   * The endpoint whose failure the alarm's data shows, for certain and also when the whole site has
   * failed. Otherwise unknown: what a metric says when its Region is away is nobody's guess.
   */
  observes: Observed;
  /** Absent where it is not known. */
  periodSeconds: number | undefined;
  /** Data points to alarm; as many are taken for the way back. Absent where it is not known. */
  dataPoints: number | undefined;
}

/** A switch that people turn: no failure changes it. */
export interface RoutingControlCheck extends CheckSettings {
  kind: "routingControl";
  /** ON is healthy. Absent where nothing declares it, as in Pulumi. */
  state: "ON" | "OFF" | undefined;
}

/** Where connections end: a load balancer, an instance, a bucket, an address. */
export interface Endpoint {
  label: string;
  /** What fails as one: the endpoint's Region, or where that is not known the endpoint itself. */
  site: string;
  /** How long it keeps an idle or busy connection at most; absent where it is not known. */
  keepAliveSeconds: number | undefined;
  /**
   * Its own check of its targets, which an alias with target health goes by. Absent where Route 53's
   * evaluation of such an endpoint is not known: an alias that evaluates it is then unknown too.
   */
  targetHealth: TargetHealth | undefined;
}

/** Any part of it may be unknown; then only times are. */
export interface TargetHealth {
  intervalSeconds: number | undefined;
  timeoutSeconds: number | undefined;
  unhealthyThreshold: number | undefined;
  healthyThreshold: number | undefined;
}

/** The entry of an identifier, which may be any text: `constructor` is not an entry. */
export function ownEntry<T>(entries: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(entries, id) ? entries[id] : undefined;
}
