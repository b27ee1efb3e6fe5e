import { styleText } from "node:util";
import { InvalidInputError } from "../contract/faults";
import { UnreadableDeclarationError } from "../declared/unreadable-declaration";
import { UnusableInputError } from "../offline/unusable-input";
import { NotRehearsableError } from "../rehearsal/not-rehearsable";
import { ProcessFailedError } from "../rehearsal/processes/process-failed";
import { InterruptedError } from "./stop-on-signals";

/** Errors whose message is all that a user needs. */
const errorsOfInput = [
  InvalidInputError,
  UnreadableDeclarationError,
  UnusableInputError,
  NotRehearsableError,
  ProcessFailedError,
  InterruptedError,
];

/** Prints why a command could not do its work; a stack only if the fault is this program's own. */
export function reportError(error: unknown): void {
  const isOfInput = errorsOfInput.some((errorClass) => error instanceof errorClass);
  const text = isOfInput ? (error as Error).message : unexpected(error);
  console.error(`${styleText("red", "error:", { stream: process.stderr })} ${text}`);
}

function unexpected(error: unknown): string {
  const trace = error instanceof Error ? error.stack : String(error);
  return `this is a fault of failover itself, please report it.\n${trace ?? ""}`;
}
