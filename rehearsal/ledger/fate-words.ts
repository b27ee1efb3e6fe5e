import type { Fate } from "./fate";

/** Goes on a sentence that begins with acknowledged writes. */
export function fateInWords(fate: Fate): string {
  switch (fate.kind) {
    case "everywhere":
      return "held everywhere";
    case "late":
      return `brought to ${fate.region} ${fate.bySeconds.toFixed(3)} s later than the RPO allows`;
    case "overwritten": {
      const kept = fate.journalled ? "kept in the journal" : "without an entry in the journal";
      return `overwritten unseen in ${fate.regions.join(", ")}, ${kept}`;
    }
    case "missing":
      return `not brought to ${fate.regions.join(", ")}`;
    case "lost":
      return "lost, held by no Region that is left";
    case "untraceable":
      return "without a version, and with a key that no item and no entry of the journal remembers";
  }
}
