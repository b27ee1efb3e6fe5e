import { inWords } from "../failover/wording";
import type { Injury, Step } from "./plan";

/** `us-east-1 lost (region)`, `us-east-1 and us-west-2 returned`. */
export function injuriesInWords({ action, injuries }: Step): string {
  const sites = inWords([...new Set(injuries.map(({ site }) => site))]);
  return action === "return" ? `${sites} returned` : `${sites} lost (${kindsInWords(injuries)})`;
}

function kindsInWords(injuries: readonly Injury[]): string {
  return inWords([...new Set(injuries.map(({ fault }) => fault))]);
}
