import type { OfflinePreview } from "../../offline/preview-stack";
import { type Terminal, wrapItems } from "./terminal";

/** What the program and the settings warn of, and what is missing for an update. */
export function renderWarnings(
  { warnings }: OfflinePreview,
  { columns, paint }: Terminal,
): string[] {
  return warnings.flatMap((warning) =>
    wrapItems(warning.split(/\s+/), { first: 9, rest: 9 }, columns).map(
      (words, index) =>
        (index === 0 ? paint("yellow", "warning: ") : " ".repeat(9)) + words.join(" "),
    ),
  );
}
