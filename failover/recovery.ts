import type { Outcome, Resolver } from "./answer";
import type { Assumptions } from "./constants";
import { detectionTime } from "./detection";
import type { NameModel, SiteSet } from "./name-model";
import type { Signal } from "./signals";
import type { Unknown } from "./topology";
import type { Group, IndexedRecord } from "./topology-index";

/** When every new connection goes by the answer of a new state. */
export interface Recovery {
  /** A fast failure and the mean of every wait. */
  mean: Visible;
  /** The slowest failing probe at every step and the longest of every wait. */
  worst: Visible;
}

/** The slowest way to the new answer: its seconds, and what they are made of. */
export interface Visible {
  seconds: number;
  /** Until a check has noticed. */
  detection: { seconds: number; by: string };
  /** From there to the last of Route 53's servers that answers by it. */
  propagation: { seconds: number };
  /** While resolvers keep what they were told before. */
  cached: { seconds: number; record: string };
}

export type RecoveryResult =
  { kind: "visible"; recovery: Recovery } | { kind: "unknown"; unknown: Unknown[] };

const immediately: Visible = {
  seconds: 0,
  detection: { seconds: 0, by: "" },
  propagation: { seconds: 0 },
  cached: { seconds: 0, record: "" },
};

/**
 * How long it takes from one state to the next when all its changes happen at once.
 *
 * Every question on the way of the new answer has to be answered anew: what is kept of it may be any
 * outcome that was possible while some signals had turned and others not yet. A question is settled as
 * soon as its outcome follows from the signals that have certainly turned, whatever the others say.
 * Records off the new way no longer matter, nor does the TTL of a record whose answer never changes.
 */
export function recoveryTime(model: NameModel, before: SiteSet, after: SiteSet): RecoveryResult {
  const final = outcomesIn(model, after);
  const [worst, mean] = (["worst", "mean"] as const).map((which) => {
    const waits = waitsOf(model, before, after, which);
    const last = lastQuestion(model, after, final, waits);
    return last === undefined ? immediately : inParts(model, after, waits, last);
  }) as [Visible, Visible];
  const unknown = unknownsOf(worst);
  return unknown.length > 0
    ? { kind: "unknown", unknown }
    : { kind: "visible", recovery: { mean, worst } };
}

/** Only the seconds of the worst case; infinite where they are not known. */
export function worstSeconds(model: NameModel, before: SiteSet, after: SiteSet): number {
  const waits = waitsOf(model, before, after, "worst");
  return lastQuestion(model, after, outcomesIn(model, after), waits)?.seconds ?? 0;
}

interface Waits {
  /** Until each changing signal has turned. */
  times: { signal: Signal; seconds: number }[];
  propagationSeconds: number;
  /** How much of a TTL is left when the answer changes. */
  shareOfTtl: number;
}

function waitsOf(
  model: NameModel,
  before: SiteSet,
  after: SiteSet,
  which: "worst" | "mean",
): Waits {
  const { least, most } = model.assumed.propagationSeconds;
  return {
    times: model.signals
      .filter(({ site }) => model.has(before ^ after, site))
      .map((signal) => {
        const change = model.has(after, signal.site) ? "loss" : "return";
        const time = detectionTime(signal, change, model.assumed);
        return { signal, seconds: time?.[which] ?? Infinity };
      }),
    propagationSeconds: which === "worst" ? most : (least + most) / 2,
    shareOfTtl: which === "worst" ? 1 : 0.5,
  };
}

/** What a kind of client, by its position, has to ask on its way. */
interface Question {
  client: number;
  group: Group;
  outcome: Outcome;
}

/** The question that is the last to be answered rightly, and since when it could be. */
interface LastQuestion {
  seconds: number;
  client: number;
  group: Group;
  kept: Kept;
  /** When the last signals turn that it waits for. */
  moment: number;
}

interface Kept {
  ttlSeconds: number;
  label: string;
}

function lastQuestion(
  model: NameModel,
  after: SiteSet,
  final: readonly Question[],
  { times, propagationSeconds, shareOfTtl }: Waits,
): LastQuestion | undefined {
  const moments = [...new Set(times.map(({ seconds }) => seconds))].sort((a, b) => a - b);
  let last: LastQuestion | undefined;
  for (const moment of moments) {
    const late = times.filter(({ seconds }) => seconds >= moment).map(({ signal }) => signal);
    const resolvers = model.resolvers(after, new Set(late));
    let isSettled = true;
    for (const { client, group, outcome } of final) {
      const possible = (resolvers[client] as Resolver).outcome(group);
      isSettled &&= possible.settled;
      const kept = possible.settled ? undefined : longestKept(possible, outcome, model.assumed);
      if (kept !== undefined) {
        const seconds = moment + propagationSeconds + kept.ttlSeconds * shareOfTtl;
        last =
          last !== undefined && last.seconds >= seconds
            ? last
            : { seconds, client, group, kept, moment };
      }
    }
    if (isSettled) {
      break;
    }
  }
  return last;
}

function inParts(
  model: NameModel,
  after: SiteSet,
  { times, propagationSeconds, shareOfTtl }: Waits,
  { seconds, client, group, kept, moment }: LastQuestion,
): Visible {
  const turning = times.filter((time) => time.seconds === moment).map(({ signal }) => signal);
  return {
    seconds,
    detection: { seconds: moment, by: decisive(model, after, client, group, turning) },
    propagation: { seconds: propagationSeconds },
    cached: { seconds: kept.ttlSeconds * shareOfTtl, record: kept.label },
  };
}

/** Which of several signals that turn at the same moment the question waits for. */
function decisive(
  model: NameModel,
  after: SiteSet,
  client: number,
  group: Group,
  candidates: readonly Signal[],
): string {
  const signal = candidates.find(
    (candidate) =>
      model.resolvers(after, new Set([candidate]))[client]?.outcome(group).settled === false,
  );
  return (signal ?? candidates[0])?.label ?? "";
}

function outcomesIn(model: NameModel, state: SiteSet): Question[] {
  return model
    .resolutions(state)
    .flatMap(({ questions }, client) =>
      [...questions].map(([group, outcome]) => ({ client, group, outcome })),
    );
}

/** Of what may be kept and is no longer an answer, what is kept longest. */
function longestKept(
  possible: Outcome,
  { records, someWithout }: Outcome,
  assumed: Assumptions,
): Kept | undefined {
  const kept: Kept[] = possible.records
    .filter((record) => !records.includes(record))
    .map((record) => ({ ttlSeconds: ttlOf(record, assumed), label: record.label }));
  if (possible.someWithout && !someWithout) {
    kept.push({ ttlSeconds: assumed.negativeTtlSeconds, label: "that there is no address" });
  }
  const [first, ...others] = kept;
  return others.reduce(
    (longest, one) => (one.ttlSeconds > (longest?.ttlSeconds ?? 0) ? one : longest),
    first,
  );
}

/** How long resolvers keep a record. */
export function ttlOf({ target, ttlSeconds }: IndexedRecord, assumed: Assumptions): number {
  return target.kind === "aliasEndpoint" ? assumed.aliasTtlSeconds : (ttlSeconds ?? Infinity);
}

function unknownsOf({ detection, cached }: Visible): Unknown[] {
  const unknowns: Unknown[] = [];
  if (detection.seconds === Infinity) {
    unknowns.push({
      subject: detection.by,
      reason: "how often or how long it checks is not known",
    });
  }
  if (cached.seconds === Infinity) {
    unknowns.push({ subject: cached.record, reason: "its TTL is not known" });
  }
  return unknowns;
}
