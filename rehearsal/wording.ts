import { inWords } from "../failover/wording";
import { faults } from "./faults";
import type { Injury, Step } from "./plan";

/** `us-east-1 lost (region)`, `us-east-1 with slow`, `us-east-1 and us-west-2 returned`. */
export function injuriesInWords({ action, injuries }: Pick<Step, "action" | "injuries">): string {
  const sites = inWords([...new Set(injuries.map(({ site }) => site))]);
  if (action === "return") {
    return `${sites} returned`;
  }
  const kinds = inWords([...new Set(injuries.map(({ fault }) => fault))]);
  return injuries.some(takesAway) ? `${sites} lost (${kinds})` : `${sites} with ${kinds}`;
}

function takesAway({ fault }: Injury): boolean {
  return faults[fault].failsHealth;
}
