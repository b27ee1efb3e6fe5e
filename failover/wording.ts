/** Lists and numbers as sentences have them. */
export function inWords(items: readonly string[]): string {
  const last = items.at(-1);
  return items.length < 2 ? (last ?? "") : `${items.slice(0, -1).join(", ")} and ${last}`;
}

export function answerInWords(answer: string | readonly string[] | null): string {
  if (answer === null) {
    return "nowhere";
  }
  return typeof answer === "string" ? answer : inWords(answer);
}

/** Seconds with at most one decimal. */
export function secondsInWords(seconds: number): string {
  return `${Math.round(seconds * 10) / 10} s`;
}

/** `with a and b failed`, or `with nothing failed`. */
export function withFailed(failed: readonly string[]): string {
  return `with ${failed.length === 0 ? "nothing" : inWords(failed)} failed`;
}
