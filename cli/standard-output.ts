import { styleText } from "node:util";
import type { Terminal } from "../report/terminal/terminal";

/** A pipe has no width: one line for each thing is easier to search. */
export function standardOutput(): Terminal {
  return {
    columns: process.stdout.isTTY ? process.stdout.columns : Infinity,
    paint: (style, text) => styleText(style, text),
  };
}
