import { inWords } from "../../../failover/wording";
import type { Situation } from "../../../rehearsal/situation";
import { injuriesInWords } from "../../../rehearsal/wording";
import type { Terminal } from "../terminal";
import { table } from "./table";

export interface ProgressSubject {
  name: string;
  sites: readonly string[];
  stepCount: number;
  groups: readonly { client: string; behaviour: string }[];
}

/** How a rehearsal stands, for a terminal that is written over again and again. */
export function renderProgress(
  { name, sites, stepCount, groups }: ProgressSubject,
  situation: Situation,
  at: number,
  { paint }: Terminal,
): string[] {
  const elapsed = at - (situation.startedAt ?? at);
  return [
    `${paint("bold", `Rehearsal of ${name}`)}  ${minutes(elapsed)}  ${paint("cyan", stepOf(situation, stepCount, at))}`,
    ...table(
      sites.map((site) => [
        site,
        siteState(situation, site, paint),
        checkState(situation, site, paint),
      ]),
      indent,
    ),
    `  Answer   ${answers(situation)}`,
    `  Pending  ${situation.pendingChanges} changes between Regions`,
    ...table(
      groups.map(({ client, behaviour }) => [
        behaviour,
        success(situation.outcomes.get(client) ?? [], paint),
        `told ${inWords(situation.told.get(client) ?? ["nothing"])}`,
      ]),
      indent,
    ),
  ];
}

function stepOf({ isReady, step, isStepOver }: Situation, count: number, at: number): string {
  if (step === undefined) {
    return isReady ? "about to begin" : "starting the Regions";
  }
  const words = injuriesInWords(step);
  return isStepOver && step.step + 1 === count
    ? "drawing up the ledger"
    : `step ${step.step + 1} of ${count}: ${words}, for ${minutes(at - step.at)}`;
}

function siteState({ faults, health }: Situation, site: string, paint: Terminal["paint"]): string {
  const wrong = faults.get(site) ?? [];
  const words = health.get(site) === true ? "healthy" : "not healthy";
  return wrong.length === 0 ? paint("green", words) : paint("red", `${inWords(wrong)}, ${words}`);
}

function checkState({ checks }: Situation, site: string, paint: Terminal["paint"]): string {
  const status = checks.get(site);
  if (status === undefined) {
    return "check healthy";
  }
  const { isHealthy, healthyCheckers, checkers } = status;
  return paint(
    isHealthy ? "green" : "red",
    `check ${isHealthy ? "healthy" : "unhealthy"} ${healthyCheckers} of ${checkers}`,
  );
}

/** `us-east-1 (4 of 4 name servers)`. */
function answers({ answers: byServer }: Situation): string {
  const counts = new Map<string, number>();
  for (const sites of byServer.values()) {
    const words = sites.length === 0 ? "nowhere" : inWords(sites);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts]
    .map(([words, count]) => `${words} (${count} of ${byServer.size} name servers)`)
    .join(", ");
}

function success(outcomes: readonly boolean[], paint: Terminal["paint"]): string {
  if (outcomes.length === 0) {
    return "no answer yet";
  }
  const share = outcomes.filter(Boolean).length / outcomes.length;
  return paint(
    share === 1 ? "green" : share > 0 ? "yellow" : "red",
    `${Math.round(share * 100)} % answered`,
  );
}

function minutes(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

const indent = "  ";
