import { type ClientKind, hasOtherType, type Resolution } from "./answer";
import { type Assumptions, assumptions } from "./constants";
import { NameModel, type SiteSet } from "./name-model";
import { Client } from "./simulation/client";
import { EventQueue } from "./simulation/event-queue";
import { Random } from "./simulation/random";
import { type FailureMode, type Surroundings, watch } from "./simulation/watcher";
import type { Signal } from "./signals";
import type { Topology } from "./topology";
import type { IndexedRecord } from "./topology-index";

/** What happens to the sites, one change after the other, from all healthy. */
export interface SiteChange {
  /** Every site that has failed from now on. */
  failed: readonly string[];
  failure: FailureMode;
  /** How long it stays so. */
  lastsSeconds: number;
}

export interface SimulationInput {
  topology: Topology;
  /** In canonical form. */
  name: string;
  scenario: readonly SiteChange[];
  /** The same seed gives the same numbers. */
  seed: number;
  /** How often the scenario is gone through, each time with other phases. @default 100 */
  runs?: number;
  /** Resolvers with their clients in one run. @default 10 */
  clients?: number;
  /** @default `assumptions` */
  assumed?: Assumptions;
}

/**
 * How long after a change new connections still went to where the new answer does not lead; infinite
 * for clients that had not got there when the next change came.
 */
export interface SimulatedRecovery {
  failed: readonly string[];
  p50Seconds: number;
  p95Seconds: number;
  maxSeconds: number;
}

/**
 * Simulates checkers with random phases, propagation, resolvers and clients through a scenario.
 *
 * @throws {UnknownTimeError} where the topology leaves open how often something checks
 */
export function simulate(input: SimulationInput): SimulatedRecovery[] {
  const { topology, name, scenario, seed, runs = 100 } = input;
  const model = new NameModel(topology, name, input.assumed ?? assumptions);
  const random = new Random(seed);
  const samples: number[][] = scenario.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [position, seconds] of simulateOnce(model, input, random).entries()) {
      samples[position]?.push(...seconds);
    }
  }
  return scenario.map(({ failed }, position) => {
    const sorted = (samples[position] ?? []).sort((one, other) => one - other);
    return {
      failed,
      p50Seconds: quantile(sorted, 0.5),
      p95Seconds: quantile(sorted, 0.95),
      maxSeconds: quantile(sorted, 1),
    };
  });
}

/** For every change the seconds of every client. */
function simulateOnce(
  model: NameModel,
  { scenario, clients: clientCount = 10 }: SimulationInput,
  random: Random,
): number[][] {
  const { assumed } = model;
  const queue = new EventQueue();
  const failures = new Map<string, FailureMode>();
  const clients = Array.from(
    { length: clientCount },
    () => new Client(model, random.pick(model.clients) as ClientKind, queue, random, assumed),
  );
  let turns = 0;
  const surroundings: Surroundings = {
    queue,
    random,
    assumed,
    failureOf: (site) => failures.get(site),
    turned: (signal, isHealthy) => {
      turns += 1;
      for (const client of clients) {
        client.hear(signal, isHealthy, turns);
      }
    },
  };
  const watchers = model.signals.map((signal) => ({
    signal,
    siteChanged: watch(signal, surroundings),
  }));
  // Every checker has probed at least once when the first change comes, at any point of its interval.
  queue.runUntil(warmUpSeconds(model.signals) + random.between(0, 100));

  return scenario.map(({ failed, failure, lastsSeconds }) => {
    const before = new Set(failures.keys());
    failures.clear();
    for (const site of failed) {
      failures.set(site, failure);
    }
    for (const { signal, siteChanged } of watchers) {
      if (before.has(signal.site) !== failures.has(signal.site)) {
        siteChanged();
      }
    }
    for (const client of clients) {
      client.expect(expectation(model, client.kind, failed));
    }
    const start = queue.now;
    queue.runUntil(start + lastsSeconds);
    return clients.map(({ rightSince }) => rightSince - start);
  });
}

function warmUpSeconds(signals: readonly Signal[]): number {
  return Math.max(
    0,
    ...signals.map((signal) =>
      signal.kind === "endpoint" ? (signal.check.intervalSeconds ?? 0) : 0,
    ),
  );
}

/** Whether an end is one of those that the name leads a kind of client to in the new state. */
function expectation(
  model: NameModel,
  kind: ClientKind,
  failed: readonly string[],
): (end: IndexedRecord | undefined) => boolean {
  const state = model.sites.reduce(
    (set: SiteSet, site, bit) => (failed.includes(site) ? set | (1 << bit) : set),
    0,
  );
  const { ends, someWithout } = model.resolutions(state)[model.clients.indexOf(kind)] as Resolution;
  const mayHaveNone = someWithout || hasOtherType(kind, model.clients);
  return (end) => (end === undefined ? mayHaveNone : ends.has(end));
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
