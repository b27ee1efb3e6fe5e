import { distinct } from "./answer";
import type { Unknown } from "./topology";

/** Where new connections end: a site, a sorted list where peers share the answer, or nowhere. */
export type AnswerInShort = string | string[] | null;

/** Something that can happen and that an obligation does not survive. */
export interface Counterexample {
  /** The sites that have failed. */
  failed: string[];
  answer: AnswerInShort;
  /** In words that an operator understands. */
  because: string;
}

/** What is proved of one obligation. */
export interface Judgement {
  /** `null` where nothing is declared that it could judge; `reason` says so. */
  holds: boolean | null;
  /** Why nothing is judged, or how far a judgement goes. */
  reason?: string;
  /** What it needs and cannot be told; it does not hold then. */
  unknown: Unknown[];
  counterexamples: Counterexample[];
}

/** One combination of failed sites with its answer. */
export interface AnsweredCase {
  failed: string[];
  answer: AnswerInShort;
}

/** Holds unless something speaks against it or is not known. */
export function judge(
  counterexamples: Counterexample[],
  unknown: Unknown[],
  reason?: string,
): Judgement {
  return {
    holds: counterexamples.length === 0 && unknown.length === 0,
    ...(reason === undefined ? {} : { reason }),
    unknown: distinct(unknown),
    counterexamples,
  };
}

export function notJudged(reason: string): Judgement {
  return { holds: null, reason, unknown: [], counterexamples: [] };
}

/**
 * The smallest combination of failures, `lost` among them, in which clients are sent to `answering`; the
 * loss of `lost` alone where there is none.
 */
export function caseFor(
  cases: readonly AnsweredCase[],
  lost: string | undefined,
  answering: string,
): AnsweredCase {
  const alone = lost === undefined ? [] : [lost];
  const fitting = cases
    .filter(({ failed }) => alone.every((site) => failed.includes(site)))
    .sort((one, other) => one.failed.length - other.failed.length);
  return (
    fitting.find(({ answer }) => [answer].flat().includes(answering)) ??
    fitting[0] ?? { failed: alone, answer: null }
  );
}
