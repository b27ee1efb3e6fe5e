import type { Case, Proof } from "../../../failover/proof";
import type { Visible } from "../../../failover/recovery";
import type { Terminal } from "../terminal";
import { columnWidth, layOutRow, listed } from "./columns";

/** So many combinations are all shown; of more, those that lose few sites at once. */
const mostRows = 64;
const widestList = 36;

const head = {
  failed: ["Failed"],
  answer: ["Answer"],
  mean: ["Mean"],
  worst: ["Worst", "=", "detection", "+", "propagation", "+", "cached"],
};

/** A row for each combination of failed sites: who answers, how soon, and what the time is made of. */
export function renderCases({ cases, sites }: Proof, terminal: Terminal): string[] {
  const shown = cases.length <= mostRows ? cases : withFewLost(cases, sites.length);
  const rows = shown.map((each) => ({
    failed: each.failed.length === 0 ? ["nothing"] : listed(each.failed),
    answer: answerOf(each),
    mean: each.recovery === null ? [stays(each)] : [seconds(each.recovery.mean.seconds)],
    worst: each.recovery === null ? [] : addends(each.recovery.worst),
  }));
  const widths = [
    columnWidth([head.failed, ...rows.map(({ failed }) => failed)], widestList),
    columnWidth([head.answer, ...rows.map(({ answer }) => answer)], widestList),
    columnWidth([head.mean, ...rows.map(({ mean }) => mean)]),
  ];
  const lay = ({ failed, answer, mean, worst }: typeof head) =>
    layOutRow([failed, answer, mean, worst], widths, terminal.columns - indent.length).map(
      (line) => indent + line,
    );
  return [
    ...lay(head).map((line) => terminal.paint("dim", line)),
    ...rows.flatMap(lay),
    ...(shown.length === cases.length
      ? []
      : [
          terminal.paint(
            "dim",
            `${indent}and ${cases.length - shown.length} combinations of more failures: see --json`,
          ),
        ]),
    "",
    ...renderAddends(cases, terminal),
  ];
}

function withFewLost(cases: readonly Case[], siteCount: number): Case[] {
  const few = [2, 1].find((most) => cases.filter(losesAtMost(most)).length <= mostRows) ?? 1;
  return cases.filter((each) => losesAtMost(few)(each) || each.failed.length === siteCount);
}

function losesAtMost(most: number): (each: Case) => boolean {
  return ({ failed }) => failed.length <= most;
}

function answerOf({ answer, known }: Case): string[] {
  if (!known) {
    return ["not", "known"];
  }
  return answer === null ? ["nowhere"] : listed([answer].flat());
}

function stays({ failed, known }: Case): string {
  return failed.length === 0 || !known ? "" : "stays";
}

/** `52 s = 32 + 10 + 10`. */
function addends({ seconds: sum, detection, propagation, cached }: Visible): string[] {
  const parts = [detection, propagation, cached].map((part) => number(part.seconds));
  return [seconds(sum), "=", parts.join(" + ")];
}

/** Whose time each addend is. */
function renderAddends(cases: readonly Case[], terminal: Terminal): string[] {
  const worst = cases.flatMap(({ recovery }) => (recovery === null ? [] : [recovery.worst]));
  const spent = (part: "detection" | "cached", name: (visible: Visible) => string) => [
    ...new Set(
      worst
        .filter((visible) => name(visible) !== "")
        .map((visible) => `${name(visible)} ${seconds(visible[part].seconds)}`),
    ),
  ];
  const parts = [
    ["Detection", spent("detection", ({ detection }) => detection.by)],
    ["Propagation", propagationOf(worst)],
    ["Cached", spent("cached", ({ cached }) => cached.record)],
  ] as const;
  return parts
    .filter(([, times]) => times.length > 0)
    .flatMap(([part, times]) =>
      layOutRow([[part], listed(times)], [11], terminal.columns - indent.length),
    )
    .map((line) => terminal.paint("dim", indent + line));
}

function propagationOf(worst: readonly Visible[]): string[] {
  return [
    ...new Set(
      worst.map(
        ({ propagation }) => `until all of Route 53's servers know ${seconds(propagation.seconds)}`,
      ),
    ),
  ];
}

function seconds(value: number): string {
  return `${number(value)} s`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const indent = "  ";
