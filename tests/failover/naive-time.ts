import type {
  HealthCheck,
  RecordSet,
  RecordType,
  TargetHealth,
  Topology,
} from "../../failover/topology";
import { familiesOf, lookUpForAll, naiveAnswer } from "./naive-evaluator";
import { type Family, groupOf, loadBalancer, recordIsHealthy, type World } from "./naive-health";
import { chooseRecords, type Client, everyClient } from "./naive-routing";
import { subsets } from "./naive-worlds";

/** Up to which a status reaches the last of Route 53's servers: no number is published. */
const propagationSeconds = 10;

/** An alias to a load balancer is answered with this TTL, whatever anybody wants [alias]. */
const loadBalancerTtlSeconds = 60;

/**
 * How long new connections may go where they should not once the failed sites are others, with
 * everything as late as it can be: found by trying every order in which checks may notice, and every
 * mixture of answers that resolvers may still keep. Undefined where something is not known.
 *
 * @param after contains `before` (a loss) or is contained in it (a return)
 */
export function longestDetour(
  topology: Topology,
  name: string,
  before: readonly string[],
  after: readonly string[],
): number | undefined {
  const last = naiveAnswer(topology, name, after);
  if (last.unknown || last.noAnswer) {
    return undefined;
  }
  const slow = latestNotices(topology, before, after);
  const kept = (question: string, type: RecordType) =>
    keptRecords({ topology, before, after, slow, question, type });
  try {
    return Math.max(
      ...familiesOf(topology, name).map((family) =>
        detour(topology, name, family, new Set(last.sites), kept),
      ),
    );
  } catch (thrown) {
    if (thrown instanceof Unsure) {
      return undefined;
    }
    throw thrown;
  }
}

class Unsure extends Error {}

/** The latest time at which all servers know what a check or a load balancer has noticed. */
function latestNotices(
  topology: Topology,
  before: readonly string[],
  after: readonly string[],
): Map<string, number> {
  const isLoss = after.length > before.length;
  const notices = new Map<string, number>();
  for (const [id, check] of Object.entries(topology.healthChecks)) {
    const seconds = noticeSeconds(check, isLoss);
    if (seconds !== undefined) {
      notices.set(id, seconds + propagationSeconds);
    }
  }
  for (const [id, { site, targetHealth }] of Object.entries(topology.endpoints)) {
    if (targetHealth !== undefined && before.includes(site) !== after.includes(site)) {
      const { intervalSeconds, timeoutSeconds, unhealthyThreshold, healthyThreshold } =
        targetHealth as Required<Record<keyof TargetHealth, number>>;
      const seconds = isLoss
        ? intervalSeconds * unhealthyThreshold + timeoutSeconds
        : intervalSeconds * healthyThreshold;
      notices.set(loadBalancer(id), seconds + propagationSeconds);
    }
  }
  return notices;
}

/**
 * The first probe comes an interval late. On a loss every probe fails as slowly as its kind allows;
 * on a return as many have to pass [API, FailureThreshold], and each may do so at once.
 */
function noticeSeconds(check: HealthCheck, isLoss: boolean): number | undefined {
  switch (check.kind) {
    case "endpoint": {
      const { protocol, intervalSeconds, failureThreshold } = check;
      return intervalSeconds === undefined || failureThreshold === undefined
        ? undefined
        : failureThreshold * (intervalSeconds + (isLoss ? probeSeconds(protocol) : 0));
    }
    case "alarm":
      return check.dataPoints! * check.periodSeconds!;
    case "calculated":
    case "routingControl":
    case "unknown":
      return undefined;
  }
}

/** [determining] 4 s to connect and 2 s to respond, 2 s more for the body, or 10 s for TCP alone. */
function probeSeconds(protocol: string): number {
  return protocol === "TCP" ? 10 : protocol.endsWith("STR_MATCH") ? 8 : 6;
}

interface Question {
  topology: Topology;
  before: readonly string[];
  after: readonly string[];
  slow: Map<string, number>;
  question: string;
  type: RecordType;
}

/** What resolvers may keep of a question, and until when; what is answered for good has no end. */
function keptRecords(asked: Question): Map<RecordSet, number> {
  const { topology, slow, question, type } = asked;
  const kept = new Map<RecordSet, number>();
  const [before, now] = [new Set(asked.before), new Set(asked.after)];
  for (const unaware of subsets(concerning(topology, question, type, slow))) {
    const world: World = {
      topology,
      noticedBy: (observer) => (unaware.includes(observer) ? before : now),
      guess: () => {
        throw new Unsure();
      },
      determining: [],
      lookUpForAll,
    };
    // The first of them that notices ends this state.
    const until = Math.min(...unaware.map((observer) => slow.get(observer)!));
    for (const client of everyClient(topology)) {
      for (const record of endsOfQuestion(world, question, type, client, [])) {
        const ttlSeconds =
          record.target.kind === "aliasEndpoint" ? loadBalancerTtlSeconds : record.ttlSeconds!;
        kept.set(record, Math.max(kept.get(record) ?? 0, until + ttlSeconds));
      }
    }
  }
  return kept;
}

/** The observers that an answer can depend on: only those need to be tried. */
function concerning(
  topology: Topology,
  name: string,
  type: RecordType,
  slow: Map<string, number>,
): string[] {
  const found = new Set<string>();
  const addCheck = (id: string) => {
    const check = topology.healthChecks[id];
    if (check?.kind === "calculated") {
      check.children.forEach(addCheck);
    } else if (slow.has(id)) {
      found.add(id);
    }
  };
  const addGroup = (below: string, path: string[]) => {
    for (const { target, healthCheck } of topology.recordSets.filter(
      (record) => record.name === below && record.type === type,
    )) {
      if (healthCheck !== undefined) {
        addCheck(healthCheck);
      }
      if (target.kind === "aliasEndpoint" && slow.has(loadBalancer(target.endpoint))) {
        found.add(loadBalancer(target.endpoint));
      }
      if (target.kind === "alias" && !path.includes(below)) {
        addGroup(target.name, [...path, below]);
      }
    }
  };
  addGroup(name, []);
  return [...found];
}

/** The records that a question is answered with, aliases followed within Route 53. */
function endsOfQuestion(
  world: World,
  name: string,
  type: RecordType,
  client: Client,
  path: string[],
): RecordSet[] {
  if (path.includes(name)) {
    throw new Unsure();
  }
  const group = groupOf(world, name, type);
  const chosen = chooseRecords(group, client, (record) => recordIsHealthy(world, record));
  if (chosen === undefined) {
    throw new Unsure();
  }
  return chosen.flatMap((record) =>
    record.target.kind === "alias"
      ? endsOfQuestion(world, record.target.name, record.target.type, client, [...path, name])
      : [record],
  );
}

/** Until when some mixture of what is kept leads to a wrong site: every step must still be kept. */
function detour(
  topology: Topology,
  name: string,
  family: Family,
  right: ReadonlySet<string>,
  kept: (question: string, type: RecordType) => Map<RecordSet, number>,
  path: string[] = [],
): number {
  const types = topology.recordSets
    .filter((record) => record.name === name)
    .map(({ type }) => type);
  const type = types.includes("CNAME") ? "CNAME" : types.includes(family) ? family : undefined;
  if (type === undefined || path.includes(name)) {
    throw new Unsure();
  }
  const steps = [...kept(name, type)].map(([{ target }, until]) => {
    switch (target.kind) {
      case "cname":
        return Math.min(until, detour(topology, target.name, family, right, kept, [...path, name]));
      case "values":
      case "aliasEndpoint": {
        const ids = target.kind === "values" ? target.endpoints : [target.endpoint];
        return ids.every((id) => right.has(topology.endpoints[id]!.site)) ? 0 : until;
      }
      case "alias":
      case "unknown":
        throw new Unsure();
    }
  });
  return Math.max(0, ...steps);
}
