import { answerInWords } from "../../../failover/wording";
import type { RehearsalEvent } from "../../../rehearsal/events";
import { faults } from "../../../rehearsal/faults";
import { injuriesInWords } from "../../../rehearsal/wording";

/**
 * What a log without a terminal says of an event; nothing of those that come many times a second.
 *
 * @param wasHealthy What the check of the event said before.
 */
export function logLine(event: RehearsalEvent, wasHealthy: boolean): string | undefined {
  switch (event.event) {
    case "started":
      return `starting ${event.sites.join(", ")}`;
    case "ready":
      return "all Regions are healthy, clients are at work";
    case "step":
      return `step ${event.step + 1}: ${injuriesInWords(event)}`;
    case "fault":
      return event.begins
        ? `${event.site}: ${faults[event.fault].summary}`
        : `${event.site}: is put right (${event.fault})`;
    case "health":
      return `${event.site}: /health ${event.isHealthy ? "passes" : `fails: ${event.reasons.join(", ")}`}`;
    case "check":
      return event.isHealthy === wasHealthy
        ? undefined
        : `${event.check}: the check is ${event.isHealthy ? "healthy" : "unhealthy"} (${event.healthyCheckers} of ${event.checkers} checkers)`;
    case "target":
      return `${event.site}: its load balancer's target is ${event.isHealthy ? "healthy" : "unhealthy"}`;
    case "answer":
      return `name server ${event.server + 1} answers ${answerInWords(event.sites.length === 0 ? null : event.sites)}`;
    case "resolver":
      return `clients "${event.client}" are told ${answerInWords(event.sites.length === 0 ? null : event.sites)}`;
    case "step-ended":
      return `step ${event.step + 1} is over`;
    case "request":
    case "failed-attempt":
    case "replay":
    case "arrival":
    case "pending":
    case "journal":
    case "service-error":
    case "item":
    case "conflict":
      return undefined;
  }
}
