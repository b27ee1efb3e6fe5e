import type {
  AlarmCheck,
  CalculatedCheck,
  EndpointCheck,
  HealthCheck,
  RecordSet,
  RecordType,
  Topology,
} from "../../failover/topology";
import {
  allEqual,
  type Guess,
  inEveryWorld,
  type Outcomes,
  subsets,
  unknown,
} from "./naive-worlds";

/** The kinds of addresses that a client may ask for. */
export type Family = "A" | "AAAA";

/** The observer that an endpoint is to itself, beside the health checks by their identifiers. */
export function loadBalancer(endpoint: string): string {
  return `load balancer ${endpoint}`;
}

/** One state of the sites and of all that is not known. */
export interface World {
  topology: Topology;
  /** The sites that have failed, as far as a health check or a load balancer has noticed. */
  noticedBy: (observer: string) => ReadonlySet<string>;
  guess: Guess;
  /** The checks whose observed name is being looked up, outermost first. */
  determining: string[];
  /** What the clients of a name are led to. */
  lookUpForAll: (world: World, name: string, families: Family[]) => Outcomes;
}

function checkIsHealthy(world: World, id: string): boolean {
  const check = own(world.topology.healthChecks, id);
  if (check === undefined || check.kind === "unknown" || world.determining.includes(id)) {
    return world.guess(`check ${id}`);
  }
  if (check.disabled && check.inverted) {
    // No page says what the two mean together.
    return world.guess(`check ${id}`);
  }
  if (check.disabled) {
    // [API] Disabled: "considers the status of the health check to always be healthy".
    return true;
  }
  const status = statusBeforeInversion(world, id, check);
  return check.inverted ? !status : status;
}

function statusBeforeInversion(
  world: World,
  id: string,
  check: Exclude<HealthCheck, { kind: "unknown" }>,
): boolean {
  switch (check.kind) {
    case "endpoint":
    case "alarm":
      return whatIsObservedWorks(world, id, check);
    case "calculated":
      return enoughChildrenAreHealthy(world, check);
    case "routingControl":
      // [API] RECOVERY_CONTROL: "If the routing control state is ON, the health check is healthy".
      return check.state === undefined ? world.guess(`check ${id}`) : check.state === "ON";
  }
}

function enoughChildrenAreHealthy(world: World, check: CalculatedCheck): boolean {
  // [values] "You can't configure a calculated health check to monitor ... other calculated health
  // checks": nobody knows what such a child would say.
  const healthy = check.children.filter((child) =>
    own(world.topology.healthChecks, child)?.kind === "calculated"
      ? world.guess(`calculated child ${child}`)
      : checkIsHealthy(world, child),
  );
  // [API] HealthThreshold: "a number greater than the number of child health checks" is always
  // unhealthy, "0" always healthy: both come out of the comparison alone.
  return healthy.length >= check.healthThreshold;
}

function whatIsObservedWorks(world: World, id: string, check: EndpointCheck | AlarmCheck): boolean {
  const { observes } = check;
  switch (observes.kind) {
    case "unknown":
      return world.guess(`check ${id}`);
    case "endpoint": {
      const endpoint = own(world.topology.endpoints, observes.endpoint);
      return endpoint === undefined
        ? world.guess(`check ${id}`)
        : !world.noticedBy(id).has(endpoint.site);
    }
    case "name": {
      const outcomes = lastingOutcomes(world, id, observes.name);
      if (outcomes === undefined) {
        return world.guess(`check ${id}`);
      }
      const works = [...outcomes].map(
        (outcome) => typeof outcome === "string" && !world.noticedBy(id).has(outcome),
      );
      // A checker takes "an IP address that DNS returns" [values]: which one, nobody knows.
      return works.every((one) => one === works[0]) ? works[0]! : world.guess(`check ${id}`);
    }
  }
}

/**
 * What a checker finds at a name whatever fails; undefined where that changes with what fails. A
 * check that judges the very records that it looks up may then say anything: "results will be
 * unpredictable" [API].
 */
function lastingOutcomes(world: World, id: string, name: string): Outcomes | undefined {
  const { topology } = world;
  const determining = [...world.determining, id].sort();
  return remembered(topology, `${name} for ${determining.join()}`, () => {
    const always = subsets(naiveSites(topology)).flatMap((failedSites) => {
      const failed = new Set(failedSites);
      return inEveryWorld((guess) =>
        // [values] "Route 53 uses only IPv4"; without an A record "the health check fails".
        world.lookUpForAll({ ...world, noticedBy: () => failed, guess, determining }, name, ["A"]),
      );
    });
    const [first] = always;
    return allEqual(always) && !first!.has(unknown) ? first : undefined;
  });
}

/** The one thing that is remembered, because it depends on no state: it takes all of them to find. */
const found = new WeakMap<Topology, Map<string, Outcomes | undefined>>();

function remembered(
  topology: Topology,
  key: string,
  find: () => Outcomes | undefined,
): Outcomes | undefined {
  const ofTopology = found.get(topology) ?? new Map<string, Outcomes | undefined>();
  found.set(topology, ofTopology);
  if (!ofTopology.has(key)) {
    ofTopology.set(key, find());
  }
  return ofTopology.get(key);
}

/** [complex] With a check and with target health "both of the following must be true". */
export function recordIsHealthy(world: World, record: RecordSet, path: string[] = []): boolean {
  if (path.includes(record.id)) {
    // Its health would come from itself: Route 53 refuses such aliases.
    return world.guess(`circle of ${record.id}`);
  }
  // [choosing] "Records without a health check are always healthy".
  const checkPasses = record.healthCheck === undefined || checkIsHealthy(world, record.healthCheck);
  const targetPasses = targetIsHealthy(world, record, [...path, record.id]);
  return checkPasses && targetPasses;
}

function targetIsHealthy(world: World, record: RecordSet, path: string[]): boolean {
  const { target } = record;
  switch (target.kind) {
    case "values":
    case "cname":
      // [API] HealthCheckId: Route 53 "doesn't check the health of the endpoint that is specified
      // in the resource record set".
      return true;
    case "unknown":
      return world.guess(`target of ${record.id}`);
    case "aliasEndpoint": {
      if (!target.evaluateTargetHealth) {
        return true;
      }
      const endpoint = own(world.topology.endpoints, target.endpoint);
      return endpoint?.targetHealth === undefined
        ? world.guess(`target of ${record.id}`)
        : !world.noticedBy(loadBalancer(target.endpoint)).has(endpoint.site);
    }
    case "alias": {
      if (!target.evaluateTargetHealth) {
        return true;
      }
      // [choosing] "As long as at least one of the ... records is healthy, Route 53 considers the
      // alias record to be healthy". Nothing healthy is not turned into all healthy here.
      const group = groupOf(world, target.name, target.type);
      return group.length === 0
        ? world.guess(`target of ${record.id}`)
        : group.map((member) => recordIsHealthy(world, member, path)).includes(true);
    }
  }
}

/** Every site that an endpoint stands in, sorted. */
export function naiveSites(topology: Topology): string[] {
  return [...new Set(Object.values(topology.endpoints).map(({ site }) => site))].sort();
}

export function groupOf({ topology }: World, name: string, type: RecordType): RecordSet[] {
  return topology.recordSets.filter((record) => record.name === name && record.type === type);
}

export function own<T>(items: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(items, key) ? items[key] : undefined;
}
