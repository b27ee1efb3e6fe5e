/** A process of the rehearsal could not do its work; the message holds what it said last. */
export class ProcessFailedError extends Error {
  override readonly name = "ProcessFailedError";

  /** @param code `null` where a signal ended it or it never began. */
  constructor(label: string, code: number | null, lastWords: readonly string[]) {
    super(
      [
        `${label} ended ${code === null ? "by a signal" : `with exit code ${code}`} before its time.`,
        ...lastWords.map((line) => `  ${line}`),
      ].join("\n"),
    );
  }
}
