import type { OfflinePreview } from "../../offline/preview-stack";
import { renderHeader } from "./header";
import { renderFailover } from "./proof/failover-section";
import { renderTotals } from "./totals";
import type { Terminal } from "./terminal";
import { renderTree } from "./tree";
import { renderVerdict } from "./verdict";
import { renderWarnings } from "./warnings";

/** A part of the preview; no lines where it has nothing to say. */
export type Section = (preview: OfflinePreview, terminal: Terminal) => string[];

/** In the order in which they are printed. */
const sections: readonly Section[] = [
  renderHeader,
  renderTree,
  renderTotals,
  renderVerdict,
  renderFailover,
  renderWarnings,
];

/** The preview as a person reads it. */
export function renderPreview(preview: OfflinePreview, terminal: Terminal): string {
  return sections
    .map((render) => render(preview, terminal))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
