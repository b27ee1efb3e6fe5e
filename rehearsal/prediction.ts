import type { Assumptions } from "../failover/constants";
import { detectionTime, type Interval } from "../failover/detection";
import { NameModel, type SiteSet } from "../failover/name-model";
import { ttlOf, type Visible } from "../failover/recovery";
import { States } from "../failover/states";
import { indexTopology } from "../failover/topology-index";
import type { Endpoint, RecordSet, Topology } from "../failover/topology";
import { askingChecks } from "./blueprint";
import { keptSeconds, type Manner } from "./dns/manner";
import { type Injury, sitesWith, type Step } from "./plan";

/** What is expected of a step, before it is taken. */
export interface Prediction {
  before: string | string[] | null;
  after: string | string[] | null;
  /** Whether new connections then end where requests are served. */
  isServed: boolean;
  /** Sites that could serve. Empty: nobody can be served, wherever the name leads. */
  serving: string[];
  /** Sites whose checks have to turn, with what they should say in the end. */
  checked: { site: string; isHealthy: boolean }[];
  /** Until the last of these checks has turned; absent where none has to. */
  detection: Interval | undefined;
  /** Until new connections go by the new answer; absent where the answer does not change. */
  recovery: { mean: Visible; worst: Visible } | undefined;
  /** The worst case of clients behind a resolver of each manner, in the order of `manners`. */
  worstSecondsByManner: number[];
  /**
   * How long one has to watch to see that the answer stays: what the change would take if the checks
   * noticed it.
   */
  watchSeconds: number;
}

export interface PredictionInput {
  topology: Topology;
  /** In canonical form. */
  name: string;
  assumed: Assumptions;
  manners: readonly Manner[];
}

/** Predicts a step by the same model that the proof uses. */
export function predict(input: PredictionInput, step: Step, before: readonly Injury[]): Prediction {
  const topology = asSeen(input.topology, step.condition);
  const states = statesOf(input, topology);
  const { model } = states;
  const [from, to] = [before, step.condition].map((condition) =>
    siteSet(model, sitesWith(condition, "failsHealth")),
  ) as [SiteSet, SiteSet];
  const unserved = sitesWith(step.condition, "stopsServing");
  const checked = turningChecks(model, before, step.condition);
  const after = states.answer(to);
  const statesBefore = statesOf(input, asSeen(input.topology, before));
  // A check that is disabled changes the answer without any site that has changed.
  const isSwitched = states.isSame(from, to) && String(statesBefore.answer(from)) !== String(after);
  const changes = isSwitched || !states.isSame(from, to);
  return {
    before: statesBefore.answer(from),
    after,
    isServed: after !== null && [after].flat().every((site) => !unserved.includes(site)),
    serving: model.sites.filter((site) => !unserved.includes(site)),
    checked,
    detection: slowestDetection(model, checked),
    recovery: isSwitched ? switched(model) : changes ? visible(states, from, to) : undefined,
    worstSecondsByManner: input.manners.map((manner) => {
      const kept = statesOf(
        input,
        keptBy(manner, topology),
        keptAssumptions(manner, input.assumed),
      );
      return isSwitched ? switched(kept.model).worst.seconds : kept.worstSeconds(from, to);
    }),
    watchSeconds: watchSeconds(statesOf(input, input.topology), step),
  };
}

/** Sites whose check is not disabled and says otherwise after the step than before it. */
function turningChecks(
  { sites, signals }: NameModel,
  before: readonly Injury[],
  after: readonly Injury[],
): Prediction["checked"] {
  const [failedBefore, failedAfter] = [before, after].map((condition) =>
    sitesWith(condition, "failsHealth").filter(
      (site) => !sitesWith(condition, "blinds").includes(site),
    ),
  ) as [string[], string[]];
  return sites
    .filter((site) => signals.some((signal) => signal.kind === "endpoint" && signal.site === site))
    .filter((site) => failedBefore.includes(site) !== failedAfter.includes(site))
    .map((site) => ({ site, isHealthy: !failedAfter.includes(site) }));
}

function slowestDetection(
  { signals, assumed }: NameModel,
  checked: Prediction["checked"],
): Interval | undefined {
  const times = checked.flatMap(({ site, isHealthy }) =>
    signals
      .filter((signal) => signal.kind === "endpoint" && signal.site === site)
      .flatMap((signal) => detectionTime(signal, isHealthy ? "return" : "loss", assumed) ?? []),
  );
  return times.length === 0
    ? undefined
    : {
        mean: Math.max(...times.map(({ mean }) => mean)),
        worst: Math.max(...times.map(({ worst }) => worst)),
      };
}

function statesOf(
  { name, assumed }: PredictionInput,
  topology: Topology,
  changed: Assumptions = assumed,
): States {
  return new States(new NameModel(topology, name, changed));
}

function visible(states: States, from: SiteSet, to: SiteSet) {
  const result = states.recovery(from, to);
  return result.kind === "visible" ? result.recovery : undefined;
}

/**
 * A check turns at once when it is disabled or enabled. Which of the records that can change are kept
 * then is left open.
 */
function switched({ records, assumed }: NameModel): NonNullable<Prediction["recovery"]> {
  const longest = records
    .filter(({ routing }) => routing.kind !== "simple")
    .reduce((one, other) => (ttlOf(other, assumed) > ttlOf(one, assumed) ? other : one));
  const { least, most } = assumed.propagationSeconds;
  const parts = (propagationSeconds: number, cachedSeconds: number): Visible => ({
    seconds: propagationSeconds + cachedSeconds,
    detection: { seconds: 0, by: "" },
    propagation: { seconds: propagationSeconds },
    cached: { seconds: cachedSeconds, record: longest.label },
  });
  const ttlSeconds = ttlOf(longest, assumed);
  return { mean: parts((least + most) / 2, ttlSeconds / 2), worst: parts(most, ttlSeconds) };
}

/** The longest that any change of these sites could take to be seen, whatever else has failed. */
function watchSeconds(states: States, { injuries }: Step): number {
  const sites = siteSet(
    states.model,
    injuries.map(({ site }) => site),
  );
  return Math.max(
    ...states.all.flatMap((others) => [
      states.worstSeconds(others & ~sites, others | sites),
      states.worstSeconds(others | sites, others & ~sites),
    ]),
  );
}

function siteSet(model: NameModel, sites: readonly string[]): SiteSet {
  return model.sites.reduce((set, site, bit) => (sites.includes(site) ? set | (1 << bit) : set), 0);
}

/**
 * The topology as Route 53 sees it while something is wrong: checks that are disabled count as healthy,
 * and a load balancer whose targets live is healthy whatever `/health` says.
 */
export function asSeen(topology: Topology, condition: readonly Injury[]): Topology {
  const blinded = checksOf(sitesWith(condition, "blinds"), topology);
  const failed = sitesWith(condition, "failsHealth");
  const targetsFail = sitesWith(condition, "failsTargets");
  const targetsLive = failed.filter((site) => !targetsFail.includes(site));
  return {
    ...topology,
    healthChecks: Object.fromEntries(
      Object.entries(topology.healthChecks).map(([id, check]) => [
        id,
        blinded.has(id) ? { ...check, disabled: true } : check,
      ]),
    ),
    recordSets: topology.recordSets.map((record) => withLiveTargets(record, targetsLive, topology)),
  };
}

/** Identifiers of the health checks that watch these sites. */
function checksOf(sites: readonly string[], topology: Topology): Set<string> {
  const checks = askingChecks(indexTopology(topology).signals, topology);
  return new Set(checks.filter(({ signal }) => sites.includes(signal.site)).map(({ id }) => id));
}

function withLiveTargets(
  record: RecordSet,
  sites: readonly string[],
  { endpoints }: Topology,
): RecordSet {
  const { target } = record;
  const endpoint: Endpoint | undefined =
    target.kind === "aliasEndpoint" ? endpoints[target.endpoint] : undefined;
  return target.kind === "aliasEndpoint" && endpoint !== undefined && sites.includes(endpoint.site)
    ? { ...record, target: { ...target, evaluateTargetHealth: false } }
    : record;
}

/** TTLs as a resolver of that manner keeps them. */
function keptBy(manner: Manner, topology: Topology): Topology {
  return {
    ...topology,
    recordSets: topology.recordSets.map((record) => ({
      ...record,
      ttlSeconds:
        record.ttlSeconds === undefined ? undefined : keptSeconds(manner, record.ttlSeconds),
    })),
  };
}

function keptAssumptions(manner: Manner, assumed: Assumptions): Assumptions {
  return {
    ...assumed,
    aliasTtlSeconds: keptSeconds(manner, assumed.aliasTtlSeconds),
    negativeTtlSeconds: keptSeconds(manner, assumed.negativeTtlSeconds),
  };
}
