import { type Counterexample, judge, type Judgement } from "./judgement";
import type { Unknown } from "./topology";

export type ObligationId = "F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F7";

/** What each obligation demands, as a sentence without its capital. */
export const demands: Record<ObligationId, string> = {
  F1: "while any of its sites is healthy, the name leads to a healthy one",
  F2: "it leads to the first healthy site in order",
  F3: "with no site healthy, the answer is known",
  F4: "every loss is visible to new connections in time",
  F5: "no data is at risk, or what is at risk is watched",
  F6: "no site needs another one to start or to serve",
  F7: "every site can carry the whole load",
};

/** What a failover has to hold to, and what was found; F1, F2 and F4 are always judged. */
export interface Obligation extends Judgement {
  id: ObligationId;
}

export function judgeObligation(
  id: ObligationId,
  counterexamples: Counterexample[],
  unknown: Unknown[],
  reason?: string,
): Obligation {
  return { id, ...judge(counterexamples, unknown, reason) };
}

/** Whether every judged obligation holds and nothing needed was unknown. */
export function areProven(obligations: readonly Obligation[]): boolean {
  return obligations.every(({ holds, unknown }) => holds !== false && unknown.length === 0);
}
