/** A document does not declare resources in a way that can be relied on; the message says why. */
export class UnreadableDeclarationError extends Error {
  override readonly name = "UnreadableDeclarationError";
}
