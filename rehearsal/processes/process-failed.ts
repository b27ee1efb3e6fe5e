/** A process of the rehearsal could not do its work; the message holds what it said last. */
export class ProcessFailedError extends Error {
  override readonly name = "ProcessFailedError";

  constructor(what: string, lastWords: readonly string[]) {
    super([what, ...lastWords.map((line) => `  ${line}`)].join("\n"));
  }

  /** @param code `null` where a signal ended it or it never began. */
  static ended(
    label: string,
    code: number | null,
    lastWords: readonly string[],
  ): ProcessFailedError {
    const how = code === null ? "by a signal" : `with exit code ${code}`;
    return new ProcessFailedError(`${label} ended ${how} before its time.`, lastWords);
  }
}
