import type { Counterexample } from "../../../failover/judgement";
import { demands, type Obligation } from "../../../failover/obligation";
import { answerInWords, withFailed } from "../../../failover/wording";
import { type Terminal, wrapItems } from "../terminal";

/** Counterexamples that are shown of one obligation. */
const mostShown = 12;

/** Each obligation with its verdict, and what speaks against it. */
export function renderObligations(
  obligations: readonly Obligation[],
  terminal: Terminal,
): string[] {
  return obligations.flatMap((obligation) => renderObligation(obligation, terminal));
}

function renderObligation(
  { id, holds, reason, unknown, counterexamples }: Obligation,
  terminal: Terminal,
): string[] {
  const verdict =
    holds === true
      ? terminal.paint("green", "holds     ")
      : holds === null
        ? terminal.paint("yellow", "not judged")
        : terminal.paint("red", counterexamples.length > 0 ? "refuted   " : "not known ");
  const shown = counterexamples.slice(0, mostShown);
  const hidden = counterexamples.length - shown.length;
  return [
    `  ${id}  ${verdict}  ${demands[id]}`,
    ...(reason === undefined
      ? []
      : paragraph(reason, terminal).map((line) => terminal.paint("dim", line))),
    ...shown.flatMap((each) => renderCounterexample(each, terminal)),
    ...(hidden === 0 ? [] : [`${indent}and ${hidden} more: see --json`]),
    ...unknown.flatMap(({ subject, reason: why }) =>
      paragraph(`not known: ${subject}: ${why}`, terminal).map((line) =>
        terminal.paint("yellow", line),
      ),
    ),
  ];
}

function renderCounterexample(
  { failed, answer, because }: Counterexample,
  terminal: Terminal,
): string[] {
  const situation = `(${withFailed(failed)}, the answer is ${answerInWords(answer)})`;
  return paragraph(`${because} ${situation}`, terminal).map((line) => terminal.paint("red", line));
}

function paragraph(text: string, { columns }: Terminal): string[] {
  const lines = wrapItems(
    text.split(" "),
    { first: indent.length, rest: indent.length + 2 },
    columns,
  );
  return lines.map((line, index) => indent + (index === 0 ? "" : "  ") + line.join(" "));
}

const indent = " ".repeat(6);
