/** What a fault does, as far as a prediction has to know it. */
export interface FaultEffects {
  /** For people, after "us-east-1: ". */
  summary: string;
  /** `/health` does not pass any more, so that the Region's health check fails. */
  failsHealth: boolean;
  /** The load balancer's own check of its targets (`/live`) fails as well. */
  failsTargets: boolean;
  /** Requests that still go there are not served. */
  stopsServing: boolean;
  /** Nothing is replicated from there or to there. */
  isolates: boolean;
  /** The Region's health check is disabled, and counts as healthy whatever happens. */
  blinds: boolean;
}

const nothing = {
  failsHealth: false,
  failsTargets: false,
  stopsServing: false,
  isolates: false,
  blinds: false,
};

/** Everything that a rehearsal can do to a Region. */
export const faults = {
  region: {
    ...nothing,
    summary: "the whole Region is gone: nobody listens, nothing is replicated",
    failsHealth: true,
    failsTargets: true,
    stopsServing: true,
    isolates: true,
  },
  kill: {
    ...nothing,
    summary: "the service's process is killed",
    failsHealth: true,
    failsTargets: true,
    stopsServing: true,
  },
  freeze: {
    ...nothing,
    summary: "the service's process is frozen: connections open and nothing is answered",
    failsHealth: true,
    failsTargets: true,
    stopsServing: true,
  },
  health: {
    ...nothing,
    summary: "/health fails on purpose, by the drill switch",
    failsHealth: true,
  },
  table: {
    ...nothing,
    summary: "the service does not reach its table",
    failsHealth: true,
    stopsServing: true,
  },
  partition: {
    ...nothing,
    summary: "nothing is replicated from there or to there",
    isolates: true,
  },
  slow: {
    ...nothing,
    summary: "every answer takes a second longer",
  },
  "disabled-check": {
    ...nothing,
    summary: "its health check is disabled, which is often taken for a test of failover",
    blinds: true,
  },
} as const satisfies Record<string, FaultEffects>;

export type FaultKind = keyof typeof faults;

export const faultKinds = Object.keys(faults) as FaultKind[];

export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(faults, text);
}
