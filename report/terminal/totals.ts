import {
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "../../declared/declared-resource";
import type { OfflinePreview } from "../../offline/preview-stack";
import { unknownWord } from "./detail-templates";
import { count, type Terminal } from "./terminal";

/** How much is declared where, and how much of it only AWS can tell. */
export function renderTotals(
  { declared, environment }: OfflinePreview,
  terminal: Terminal,
): string[] {
  const resources = declared.resources.filter(({ custom }) => custom);
  // The stack itself is a component too, but nobody has written it.
  const components = declared.resources.length - resources.length - 1;
  const unknowns = resources.reduce((sum, { inputs }) => sum + countUnknown(inputs), 0);
  return [
    `${terminal.paint("bold", count(resources.length, "resource"))} in ${count(components, "component")}: ` +
      byRegion(resources, environment.settings.regions).join(", "),
    `${count(unknowns, "input")} ${unknowns === 1 ? "is" : "are"} ` +
      `${terminal.paint("yellow", unknownWord)} until AWS answers`,
  ];
}

function byRegion(resources: readonly DeclaredResource[], chain: readonly string[]): string[] {
  const counts = new Map<string, number>(["Global", ...chain].map((region) => [region, 0]));
  for (const { region = "Global" } of resources) {
    counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, number]) => number > 0)
    .map(([region, number]) => `${region} ${number}`);
}

function countUnknown(value: DeclaredValue): number {
  if (value instanceof UnknownValue) {
    return value.why === "computed" ? 1 : 0;
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, item: DeclaredValue) => sum + countUnknown(item), 0)
    : 0;
}
