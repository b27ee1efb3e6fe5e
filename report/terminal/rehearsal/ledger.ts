import { secondsInWords } from "../../../failover/wording";
import type { Ledger } from "../../../rehearsal/ledger/ledger";
import { count, type Terminal, wrapItems } from "../terminal";

/** What became of every acknowledged write, and what reads showed. */
export function renderLedger(ledger: Ledger, terminal: Terminal): string[] {
  const { writes, reads, replays, unknownWrites, notJudged } = ledger;
  const { fates } = writes;
  const kept = fates.overwritten.count - writes.overwrittenUnkept;
  return [
    terminal.paint("bold", `Ledger of ${count(writes.acknowledged, "acknowledged write")}`),
    ...list(
      "Writes",
      [
        `${fates.everywhere.count} everywhere`,
        `${fates.late.count} everywhere, late${fates.late.count === 0 ? "" : ` (by up to ${secondsInWords(writes.latestSeconds)})`}`,
        `${fates.overwritten.count} overwritten (${kept} in the journal, ${writes.overwrittenUnkept} not)`,
        `${fates.missing.count} missing in a Region`,
        `${fates.lost.count} lost`,
        `${fates.untraceable.count} untraceable`,
        ...(writes.withinRpo === 0 ? [] : [`${writes.withinRpo} of them within the RPO`]),
      ],
      terminal,
    ),
    ...list(
      "Replays",
      [
        `${count(replays.writes, "write")} brought along`,
        ...Object.entries(replays.outcomes)
          .filter(([, times]) => times > 0)
          .map(([outcome, times]) => `${times} ${outcome}`),
      ],
      terminal,
    ),
    ...list(
      "Not answered",
      [
        `${count(unknownWrites.count, "write")} of unknown outcome, ${unknownWrites.held} of them held`,
      ],
      terminal,
    ),
    ...list(
      "Reads",
      [
        String(reads.reads),
        `${reads.stale.count} stale${reads.stale.count === 0 ? "" : ` (by up to ${secondsInWords(reads.stalestSeconds)})`}`,
        `${reads.concurrent} of a concurrent version`,
        `${reads.backInTime.count} back in time`,
        `${reads.caught.count} noticed by their client`,
      ],
      terminal,
    ),
    ...(notJudged === null ? [] : list("Not judged", [notJudged], terminal)),
  ];
}

const labelWidth = 16;

function list(label: string, items: readonly string[], { columns, paint }: Terminal): string[] {
  const separated = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  return wrapItems(separated, { first: labelWidth, rest: labelWidth }, columns).map(
    (line, index) =>
      (index === 0 ? paint("dim", `  ${label}`.padEnd(labelWidth)) : " ".repeat(labelWidth)) +
      line.join(" "),
  );
}
