import { type Counterexample, judge, type Judgement } from "./judgement";
import type { Unknown } from "./topology";

export type ObligationId = "F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F7";

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
