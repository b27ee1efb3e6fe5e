/** What is declared or asked for cannot be rehearsed here; the message says every reason and what to change. */
export class NotRehearsableError extends Error {
  override readonly name = "NotRehearsableError";

  constructor(reasons: readonly string[]) {
    super(
      reasons.length === 1
        ? `This cannot be rehearsed: ${reasons[0] ?? ""}`
        : ["This cannot be rehearsed:", ...reasons.map((reason) => `  ${reason}`)].join("\n"),
    );
  }
}
