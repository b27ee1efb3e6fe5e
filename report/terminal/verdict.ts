import type { OfflinePreview } from "../../offline/preview-stack";
import type { JudgedRule, PolicyFinding } from "../../offline/verdict";
import { count, type Terminal, type TextStyle, wrapItems } from "./terminal";

const indent = 2;
const labelWidth = 16;

/** What the policy pack says: rules with what they judged, then every finding with its fix. */
export function renderVerdict({ verdict, declared }: OfflinePreview, terminal: Terminal): string[] {
  if (verdict.rules.length === 0) {
    return [];
  }
  const applied = verdict.rules.filter(({ resources }) => resources > 0);
  const notApplicable = verdict.rules.filter(({ resources }) => resources === 0);
  const unseen = verdict.advice.filter(({ isUnseen }) => isUnseen);
  const advice = verdict.advice.filter(({ isUnseen }) => !isUnseen);
  const nameOf = resourceNames(declared.resources);
  return [
    summary(verdict.violations.length, applied.length, verdict.rules.length, terminal),
    ...ruleList("applied", applied.map(withCount), terminal),
    ...ruleList(
      "not applicable",
      notApplicable.map(({ name }) => name),
      terminal,
    ),
    ...findingLines("violation", "red", verdict.violations, nameOf, terminal),
    ...findingLines("advice", "yellow", advice, nameOf, terminal),
    ...findingLines("at update", "dim", unseen, nameOf, terminal),
  ];
}

function summary(violations: number, applied: number, all: number, { paint }: Terminal): string {
  const verdict =
    violations === 0
      ? paint("green", "no violation")
      : paint("red", count(violations, "violation"));
  return `${paint("bold", "Policies")}  ${verdict}; ${applied} of ${count(all, "rule")} had something to judge`;
}

/** A rule with how many resources it judged. */
function withCount({ name, resources }: JudgedRule): string {
  return `${name} (${resources})`;
}

function ruleList(label: string, rules: readonly string[], terminal: Terminal): string[] {
  const items = rules.map((rule, index) => (index < rules.length - 1 ? `${rule},` : rule));
  return labelled(label, "dim", items, terminal);
}

function findingLines(
  label: string,
  style: TextStyle,
  findings: readonly PolicyFinding[],
  nameOf: (urn: string) => string,
  terminal: Terminal,
): string[] {
  return findings.flatMap(({ rule, urn, message }) => [
    "",
    ...labelled(label, style, [terminal.paint("bold", rule), nameOf(urn)], terminal),
    ...message
      .split("\n")
      .flatMap((line) => labelled("", "dim", line.trim().split(/\s+/), terminal)),
  ]);
}

function labelled(
  label: string,
  style: TextStyle,
  items: readonly string[],
  { columns, paint }: Terminal,
): string[] {
  const width = indent + labelWidth;
  return wrapItems(items, { first: width, rest: width }, columns).map(
    (line, index) =>
      " ".repeat(indent) +
      (index === 0 ? paint(style, label.padEnd(labelWidth)) : " ".repeat(labelWidth)) +
      line.join(" "),
  );
}

/** URN to `Type name`; a finding about the whole stack has none. */
function resourceNames(
  resources: OfflinePreview["declared"]["resources"],
): (urn: string) => string {
  const names = new Map(
    resources.map(({ urn, type, name }) => [urn, `${type.split(":").at(-1) ?? type} ${name}`]),
  );
  return (urn) => names.get(urn) ?? "the stack";
}
