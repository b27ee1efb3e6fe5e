import type { DeclaredStack } from "./declared-stack";
import { parseObject } from "./json-shape";
import { readPreview } from "./preview-json";
import { readStackExport } from "./stack-export";
import { UnreadableDeclarationError } from "./unreadable-declaration";

/**
 * What a stack declares, from the output of `pulumi preview --json --show-sames` or of
 * `pulumi stack export`; which of them it is shows in its content.
 *
 * @param name What messages call the document, for instance its file.
 * @throws {UnreadableDeclarationError} with the name, when it is neither or cannot be relied on.
 */
export function readDeclaredStack(text: string, name: string): DeclaredStack {
  try {
    return readDocument(text);
  } catch (error) {
    if (error instanceof UnreadableDeclarationError) {
      throw new UnreadableDeclarationError(`${name}: ${error.message}`);
    }
    throw error;
  }
}

function readDocument(text: string): DeclaredStack {
  const document = parseObject(text, "The document");
  if ("deployment" in document) {
    return readStackExport(document);
  }
  if ("steps" in document || "changeSummary" in document) {
    return readPreview(document);
  }
  throw new UnreadableDeclarationError(
    "The document is neither the output of `pulumi preview --json --show-sames` nor of " +
      "`pulumi stack export`: it has neither steps nor a deployment.",
  );
}
