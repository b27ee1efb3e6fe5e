import { styleText } from "node:util";
import { createLogUpdate } from "log-update";
import type { Blueprint } from "../rehearsal/blueprint";
import { clientGroups } from "../rehearsal/client-groups";
import { now } from "../rehearsal/clock";
import type { EventLog } from "../rehearsal/event-log";
import { follow, newSituation } from "../rehearsal/situation";
import { logLine } from "../report/terminal/rehearsal/log-line";
import { renderProgress } from "../report/terminal/rehearsal/progress";
import type { RehearseOptions } from "./rehearse-options";

interface Subject {
  blueprint: Blueprint;
  stepCount: number;
  options: RehearseOptions;
}

const refreshMilliseconds = 250;

/** Progress on standard error: a view that is written over on a terminal, else a line for each event. */
export function showProgress(log: EventLog, subject: Subject): { end: () => void } {
  return process.stderr.isTTY ? showView(log, subject) : showLines(log);
}

function showView(log: EventLog, { blueprint, stepCount, options }: Subject): { end: () => void } {
  const situation = newSituation();
  log.listen((event) => {
    follow(situation, event);
  });
  const update = createLogUpdate(process.stderr);
  const subject = {
    name: blueprint.name,
    sites: blueprint.sites,
    stepCount,
    groups: clientGroups(options.speed),
  };
  const timer = setInterval(() => {
    const lines = renderProgress(subject, situation, now(), {
      columns: process.stderr.columns,
      paint: (style, text) => styleText(style, text, { stream: process.stderr }),
    });
    update(lines.join("\n"));
  }, refreshMilliseconds);
  return {
    end: () => {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}

function showLines(log: EventLog): { end: () => void } {
  const situation = newSituation();
  log.listen((event) => {
    const wasHealthy =
      event.event !== "check" || (situation.checks.get(event.site)?.isHealthy ?? true);
    follow(situation, event);
    const line = logLine(event, wasHealthy);
    if (line !== undefined) {
      const elapsed = event.at - (situation.startedAt ?? event.at);
      console.error(`${elapsed.toFixed(1).padStart(7)} s  ${line}`);
    }
  });
  return { end: () => undefined };
}
