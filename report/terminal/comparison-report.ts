import {
  isUnseenDifference,
  type PeerComparison,
  type PeerDifference,
} from "../../contract/peers/peer";
import { valueInWords } from "../../contract/difference";
import { count, type Terminal, wrapItems } from "./terminal";

/** What differs between stacks, as a person reads it: who has which value, place by place. */
export function renderComparison(
  comparisons: readonly PeerComparison[],
  stacks: readonly string[],
  terminal: Terminal,
): string {
  const different = comparisons.filter(({ differences }) => differences.length > 0);
  return [
    ...different.map((comparison) => renderSubject(comparison, terminal)),
    renderSummary(comparisons, stacks, terminal),
  ]
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function renderSubject({ subject, differences }: PeerComparison, terminal: Terminal): string[] {
  return [
    terminal.paint("bold", subject),
    ...differences.flatMap((difference) => renderDifference(difference, terminal)),
  ];
}

/** Peers with the same value stand on one line. */
function renderDifference(difference: PeerDifference, terminal: Terminal): string[] {
  const { path, values } = difference;
  const names = peerNames(difference);
  const byValue = new Map<string, Set<string>>();
  for (const [index, { value }] of values.entries()) {
    const words = valueInWords(value);
    byValue.set(words, (byValue.get(words) ?? new Set()).add(names[index]!));
  }
  const width = Math.max(...[...byValue.keys()].map(({ length }) => length));
  const verdict = isUnseenDifference(difference)
    ? terminal.paint("yellow", "  cannot be compared")
    : "";
  return [
    `  ${terminal.paint("cyan", path)}${verdict}`,
    ...[...byValue].flatMap(([words, bearers]) =>
      renderValue(words, [...bearers], Math.min(width, widestValue), terminal),
    ),
  ];
}

const widestValue = 30;

function renderValue(
  words: string,
  bearers: readonly string[],
  width: number,
  { columns, paint }: Terminal,
): string[] {
  const indent = 4 + width + 2;
  const separated = bearers.map((name, index) => (index < bearers.length - 1 ? `${name},` : name));
  const [first = [], ...rest] = wrapItems(separated, { first: indent, rest: indent }, columns);
  return [
    `    ${words.padEnd(width)}  ${paint("dim", first.join(" "))}`,
    ...rest.map((line) => " ".repeat(indent) + paint("dim", line.join(" "))),
  ];
}

/** A stack alone says it where each stack has only one part in the difference. */
function peerNames({ values }: PeerDifference): string[] {
  const stacks = new Set(values.map(({ peer }) => peer.stack));
  return values.map(({ peer }) =>
    stacks.size === values.length ? peer.stack : `${peer.stack} ${peer.name}`,
  );
}

function renderSummary(
  comparisons: readonly PeerComparison[],
  stacks: readonly string[],
  terminal: Terminal,
): string[] {
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  const unseen = differences.filter(isUnseenDifference).length;
  const verdict = [
    count(differences.length - unseen, "difference"),
    ...(unseen === 0 ? [] : [`${count(unseen, "value")} that cannot be compared`]),
  ].join(" and ");
  const compared = comparisons.filter(({ peers }) => peers.length > 1);
  const alone = comparisons.filter(({ peers }) => peers.length === 1);
  return [
    terminal.paint("bold", `${verdict} in ${stacks.join(", ")}`),
    ...list(
      "compared",
      compared.map(({ subject, peers }) => `${subject} (${peers.length})`),
      terminal,
    ),
    ...list(
      "without a counterpart",
      alone.map(({ subject, peers }) => `${subject} (${peers[0]!.stack} ${peers[0]!.name})`),
      terminal,
    ),
  ];
}

function list(label: string, entries: readonly string[], { columns, paint }: Terminal): string[] {
  if (entries.length === 0) return [];
  const words = `${label}: ${entries.join(", ")}`.split(" ");
  return wrapItems(words, { first: 0, rest: 2 }, columns).map((line, index) =>
    paint("dim", (index === 0 ? "" : "  ") + line.join(" ")),
  );
}
