import type { EventOf, RehearsalEvent } from "./events";
import type { FaultKind } from "./faults";
import type { CheckStatus } from "./checks/health-check";

/** How things stand, as the events so far tell. */
export interface Situation {
  /** Seconds since the epoch of the first event. */
  startedAt: number | undefined;
  /** The step under way; absent before the first one. */
  step: EventOf<"step"> | undefined;
  isStepOver: boolean;
  isReady: boolean;
  /** What is wrong with each site now. */
  faults: Map<string, FaultKind[]>;
  health: Map<string, boolean>;
  checks: Map<string, CheckStatus>;
  /** By name server. */
  answers: Map<number, string[]>;
  /** What each group of clients was told last. */
  told: Map<string, string[]>;
  pendingChanges: number;
  /** The last requests of each group, whether they were answered. */
  outcomes: Map<string, boolean[]>;
}

/** So many requests make a rate. */
const recentRequests = 20;

export function newSituation(): Situation {
  return {
    startedAt: undefined,
    step: undefined,
    isStepOver: false,
    isReady: false,
    faults: new Map(),
    health: new Map(),
    checks: new Map(),
    answers: new Map(),
    told: new Map(),
    pendingChanges: 0,
    outcomes: new Map(),
  };
}

/** Brings the situation up to date with the next event. */
export function follow(situation: Situation, event: RehearsalEvent): void {
  situation.startedAt ??= event.at;
  switch (event.event) {
    case "ready":
      situation.isReady = true;
      return;
    case "step":
      situation.step = event;
      situation.isStepOver = false;
      return;
    case "step-ended":
      situation.isStepOver = true;
      return;
    case "fault": {
      const others = (situation.faults.get(event.site) ?? []).filter(
        (kind) => kind !== event.fault,
      );
      situation.faults.set(event.site, event.begins ? [...others, event.fault] : others);
      return;
    }
    case "health":
      situation.health.set(event.site, event.isHealthy);
      return;
    case "check":
      situation.checks.set(event.site, event);
      return;
    case "answer":
      situation.answers.set(event.server, event.sites);
      return;
    case "resolver":
      situation.told.set(event.client, event.sites);
      return;
    case "pending":
      situation.pendingChanges = event.changes;
      return;
    case "request":
      noteOutcome(situation, event);
      return;
    case "started":
    case "target":
    case "failed-attempt":
    case "replay":
    case "arrival":
    case "journal":
    case "service-error":
    case "item":
    case "conflict":
      return;
  }
}

function noteOutcome({ outcomes }: Situation, { client, outcome }: EventOf<"request">): void {
  const group = client.split("/")[0] ?? client;
  const recent = outcomes.get(group) ?? [];
  recent.push(outcome === "ok" || outcome === "absent");
  outcomes.set(group, recent.slice(-recentRequests));
}
