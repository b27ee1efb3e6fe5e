import type { Counterexample } from "../../../failover/judgement";
import type { Obligation, ObligationId } from "../../../failover/obligation";
import { answerInWords, withFailed } from "../../../failover/wording";
import { type Terminal, wrapItems } from "../terminal";

const titles: Record<ObligationId, string> = {
  F1: "while any of its sites is healthy, the name leads to a healthy one",
  F2: "it leads to the first healthy site in order",
  F3: "with no site healthy, the answer is known",
  F4: "every loss is visible to new connections in time",
  F5: "no data is at risk, or what is at risk is watched",
  F6: "no site needs another one to start or to serve",
  F7: "every site can carry the whole load",
};

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
    `  ${id}  ${verdict}  ${titles[id]}`,
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
