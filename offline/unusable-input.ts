/** What a user gave cannot be previewed; the message says why and what to change. */
export class UnusableInputError extends Error {
  override readonly name = "UnusableInputError";
}
