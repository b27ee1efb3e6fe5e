import type { Assumptions } from "../constants";
import { checkerCount, probeLimitSeconds } from "../detection";
import { isHealthyShare, Prober } from "../prober";
import type { Signal } from "../signals";
import type { AlarmCheck, EndpointCheck, TargetHealth } from "../topology";
import type { EventQueue } from "./event-queue";
import type { Random } from "./random";

/**
 * How a failed site answers probes: with an error at once, with a connection that never opens, with
 * one that opens late and stays silent, or with any of them by chance.
 */
export type FailureMode = "refused" | "neverOpens" | "hangs" | "mixed";

/** What a simulated watcher works in. */
export interface Surroundings {
  queue: EventQueue;
  random: Random;
  assumed: Assumptions;
  /** How the site fails now; absent while it is healthy. */
  failureOf: (site: string) => FailureMode | undefined;
  /** The signal has turned. */
  turned: (signal: Signal, isHealthy: boolean) => void;
}

/** Something whose times are not known cannot be simulated. */
export class UnknownTimeError extends Error {
  constructor(signal: Signal) {
    super(`${signal.label} cannot be simulated: how often or how long it checks is not known.`);
  }
}

/**
 * Starts what finds out about a site: it probes from now on and says when its signal turns.
 *
 * @returns to be called when the site changes
 * @throws {UnknownTimeError}
 */
export function watch(signal: Signal, surroundings: Surroundings): () => void {
  switch (signal.kind) {
    case "endpoint":
      return watchByCheckers(signal, signal.check, surroundings);
    case "targetHealth":
      return watchByLoadBalancer(signal, signal.targetHealth, surroundings);
    case "alarm":
      return watchByAlarm(signal, signal.check, surroundings);
  }
}

function watchByCheckers(signal: Signal, check: EndpointCheck, surroundings: Surroundings) {
  const { queue, random, assumed, failureOf, turned } = surroundings;
  const { intervalSeconds, failureThreshold, protocol } = check;
  if (intervalSeconds === undefined || failureThreshold === undefined) {
    throw new UnknownTimeError(signal);
  }
  const limit = probeLimitSeconds(protocol, assumed);
  const probers = Array.from({ length: checkerCount(check, assumed) }, () => new Prober());
  let isHealthy = true;

  const note = (prober: Prober, passed: boolean) => {
    if (prober.note(passed, failureThreshold)) {
      if (isHealthyShare(probers, assumed.healthyShare) !== isHealthy) {
        isHealthy = !isHealthy;
        turned(signal, isHealthy);
      }
    }
    queue.after(intervalSeconds, () => probe(prober));
  };
  const probe = (prober: Prober) => {
    const failure = failureOf(signal.site);
    if (failure === undefined) {
      note(prober, true);
    } else {
      const seconds = probeSeconds(
        failure,
        Math.min(assumed.connectLimitSeconds, limit),
        limit,
        random,
      );
      queue.after(seconds, () => note(prober, false));
    }
  };
  for (const prober of probers) {
    queue.after(random.between(0, intervalSeconds), () => probe(prober));
  }
  return () => undefined;
}

function watchByLoadBalancer(
  signal: Signal,
  targetHealth: TargetHealth,
  surroundings: Surroundings,
) {
  const { queue, random, failureOf, turned } = surroundings;
  const { intervalSeconds, timeoutSeconds, unhealthyThreshold, healthyThreshold } = targetHealth;
  if (
    intervalSeconds === undefined ||
    timeoutSeconds === undefined ||
    unhealthyThreshold === undefined ||
    healthyThreshold === undefined
  ) {
    throw new UnknownTimeError(signal);
  }
  const prober = new Prober();
  const note = (passed: boolean) => {
    if (prober.note(passed, passed ? healthyThreshold : unhealthyThreshold)) {
      turned(signal, prober.isHealthy);
    }
  };
  const probe = () => {
    const failure = failureOf(signal.site);
    if (failure === undefined) {
      note(true);
    } else {
      queue.after(probeSeconds(failure, timeoutSeconds, timeoutSeconds, random), () => note(false));
    }
    queue.after(intervalSeconds, probe);
  };
  queue.after(random.between(0, intervalSeconds), probe);
  return () => undefined;
}

function watchByAlarm(signal: Signal, check: AlarmCheck, surroundings: Surroundings) {
  const { queue, random, assumed, failureOf, turned } = surroundings;
  const { periodSeconds, dataPoints } = check;
  if (periodSeconds === undefined || dataPoints === undefined) {
    throw new UnknownTimeError(signal);
  }
  let changes = 0;
  return () => {
    changes += 1;
    const change = changes;
    const restOfPeriod = random.between(0, periodSeconds);
    const whole = random.pick([dataPoints - 1, dataPoints]) ?? dataPoints;
    const delay = random.between(0, assumed.alarmDelaySeconds);
    queue.after(restOfPeriod + whole * periodSeconds + delay, () => {
      if (change === changes) {
        turned(signal, failureOf(signal.site) === undefined);
      }
    });
  };
}

function probeSeconds(
  failure: FailureMode,
  connectLimit: number,
  limit: number,
  random: Random,
): number {
  switch (failure) {
    case "refused":
      return 0;
    case "neverOpens":
      return connectLimit;
    case "hangs":
      return limit;
    case "mixed":
      return random.between(0, limit);
  }
}
