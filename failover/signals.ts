import { reachFrom } from "./reach";
import type {
  AlarmCheck,
  EndpointCheck,
  HealthCheck,
  Observed,
  TargetHealth,
  Unknown,
} from "./topology";
import { ownEntry } from "./topology";
import type { TopologyIndex } from "./topology-index";

/**
 * Something that finds out by itself that a site has failed: the checkers of one health check, an
 * alarm, or a load balancer that checks its targets. It follows one site.
 */
export type Signal = { index: number; label: string; site: string } & (
  | { kind: "endpoint"; check: EndpointCheck }
  | { kind: "alarm"; check: AlarmCheck }
  | { kind: "targetHealth"; targetHealth: TargetHealth }
);

/** A health check, down to the signals that its status comes from. */
export type IndexedCheck = { label: string } & (
  | { kind: "fixed"; healthy: boolean; because: string }
  | { kind: "unknown"; unknown: Unknown }
  | { kind: "signal"; signal: Signal; inverted: boolean }
  | { kind: "calculated"; children: IndexedCheck[]; healthThreshold: number; inverted: boolean }
);

export interface IndexedChecks {
  check: (id: string) => IndexedCheck;
  /** Absent where what Route 53 takes for the endpoint's health is not known. */
  targetHealth: (endpoint: string) => Signal | undefined;
  signals: Signal[];
}

/** Finds the site that each check follows. What cannot be followed is unknown, with the reason. */
export function indexChecks(index: TopologyIndex): IndexedChecks {
  const { healthChecks, endpoints } = index.topology;
  const signals: Signal[] = [];
  const checks = new Map<string, IndexedCheck>();
  const targets = new Map<string, Signal>();

  const check = (id: string): IndexedCheck => {
    let indexed = checks.get(id);
    if (indexed === undefined) {
      indexed = indexCheck(ownEntry(healthChecks, id), id);
      checks.set(id, indexed);
    }
    return indexed;
  };

  const indexCheck = (declared: HealthCheck | undefined, id: string): IndexedCheck => {
    if (declared === undefined) {
      return unknownCheck(`health check ${id}`, "it is not declared");
    }
    const { label } = declared;
    if (declared.kind === "unknown") {
      return unknownCheck(label, declared.reason);
    }
    if (declared.disabled) {
      // "If you disable a health check, Route 53 considers it healthy" (API field Disabled).
      return declared.inverted
        ? unknownCheck(label, "it is disabled and inverted, and AWS does not say what that means")
        : { label, kind: "fixed", healthy: true, because: "is disabled, which counts as healthy" };
    }
    switch (declared.kind) {
      case "routingControl":
        return declared.state === undefined
          ? unknownCheck(label, "it is a routing control, which people turn on and off")
          : {
              label,
              kind: "fixed",
              healthy: (declared.state === "ON") !== declared.inverted,
              because: `is a routing control that stands at ${declared.state}, and only people turn it`,
            };
      case "calculated":
        return {
          label,
          kind: "calculated",
          children: declared.children.map((child) => calculatedChild(label, child)),
          healthThreshold: declared.healthThreshold,
          inverted: declared.inverted,
        };
      case "endpoint":
      case "alarm":
        return followingCheck(declared);
    }
  };

  const calculatedChild = (parent: string, id: string): IndexedCheck =>
    ownEntry(healthChecks, id)?.kind === "calculated"
      ? // Developer Guide, "Values that you specify when you create or update health checks".
        unknownCheck(parent, "it watches another calculated check, which Route 53 does not allow")
      : check(id);

  const followingCheck = (declared: EndpointCheck | AlarmCheck): IndexedCheck => {
    const { label } = declared;
    const site = observedSite(declared.observes, index);
    if (typeof site !== "string") {
      return unknownCheck(label, site.reason);
    }
    const position = { index: signals.length, label, site };
    const signal: Signal =
      declared.kind === "endpoint"
        ? { ...position, kind: "endpoint", check: declared }
        : { ...position, kind: "alarm", check: declared };
    signals.push(signal);
    return { label, kind: "signal", signal, inverted: declared.inverted };
  };

  const targetHealth = (id: string): Signal | undefined => {
    const endpoint = ownEntry(endpoints, id);
    let signal = targets.get(id);
    if (signal === undefined && endpoint?.targetHealth !== undefined) {
      signal = {
        index: signals.length,
        label: endpoint.label,
        site: endpoint.site,
        kind: "targetHealth",
        targetHealth: endpoint.targetHealth,
      };
      signals.push(signal);
      targets.set(id, signal);
    }
    return signal;
  };

  return { check, targetHealth, signals };
}

function unknownCheck(label: string, reason: string): IndexedCheck {
  return { label, kind: "unknown", unknown: { subject: label, reason } };
}

/** The one site that a check can tell anything about. */
function observedSite(observed: Observed, index: TopologyIndex): string | { reason: string } {
  switch (observed.kind) {
    case "unknown":
      return { reason: observed.reason };
    case "endpoint": {
      const endpoint = ownEntry(index.topology.endpoints, observed.endpoint);
      return endpoint?.site ?? { reason: `it watches ${observed.endpoint}, which is not declared` };
    }
    case "name": {
      // Checkers look names up over IPv4 (API field HealthCheckConfig.FullyQualifiedDomainName).
      const { sites, faults, mayGiveNoAnswer } = reachFrom(index, observed.name, "A");
      const [fault] = faults;
      const [site, other] = sites;
      if (fault !== undefined) {
        return {
          reason: `it watches ${observed.name}, which cannot be followed: ${fault.subject}: ${fault.reason}`,
        };
      }
      if (site === undefined || mayGiveNoAnswer) {
        return { reason: `it watches ${observed.name}, which does not always have an address` };
      }
      if (other !== undefined) {
        return {
          reason: `it watches ${observed.name}, which leads now to ${site}, now to ${other}: its results are unpredictable`,
        };
      }
      return site;
    }
  }
}
