import type { OfflinePreview } from "../../offline/preview-stack";
import { unknownWord } from "./detail-templates";
import { groupByRegion, type RegionGroup, type TreeNode } from "./resource-tree";
import { type Terminal, wrapItems } from "./terminal";

/** Components and resources by Region, each with what matters for failover. */
export function renderTree(
  { declared, environment }: OfflinePreview,
  terminal: Terminal,
): string[] {
  const { regions } = environment.settings;
  return groupByRegion(declared.resources, regions).flatMap((group, index) => [
    ...(index === 0 ? [] : [""]),
    terminal.paint("bold", heading(group, regions)),
    ...renderParts(group.nodes, group.others, "", terminal),
  ]);
}

function heading({ region }: RegionGroup, chain: readonly string[]): string {
  if (region === undefined) {
    return "Global";
  }
  const place = chain.indexOf(region);
  return place === -1 ? region : `${region}  ${place + 1} of ${chain.length} in the chain`;
}

function renderParts(
  nodes: readonly TreeNode[],
  others: TreeNode["others"],
  indent: string,
  terminal: Terminal,
): string[] {
  return [
    ...nodes.flatMap((node, index) => {
      const isLast = index === nodes.length - 1 && others.length === 0;
      return renderNode(node, indent, isLast, terminal);
    }),
    ...renderOthers(others, indent, terminal),
  ];
}

function renderNode(node: TreeNode, indent: string, isLast: boolean, terminal: Terminal): string[] {
  const inner = `${indent}${isLast ? "  " : "\u2502 "}`;
  const name = node.shortName === "" ? "" : ` ${node.shortName}`;
  const title = `${node.typeName}${name}`;
  const first = `${indent}${isLast ? "\u2514 " : "\u251c "}`;
  const details = separate(node.details);
  const lines = wrapItems(
    details,
    { first: first.length + title.length + 2, rest: inner.length + 4 },
    terminal.columns,
  );
  const { paint } = terminal;
  const styledTitle = node.typeName + (name === "" ? "" : paint("cyan", name));
  const bar = node.children.length + node.others.length > 0 ? "\u2502   " : "    ";
  return [
    paint("dim", first) + styledTitle + (lines[0]?.length ? `  ${join(lines[0], terminal)}` : ""),
    ...lines.slice(1).map((line) => paint("dim", inner + bar) + join(line, terminal)),
    ...renderParts(node.children, node.others, inner, terminal),
  ];
}

/** What says nothing but its type. */
function renderOthers(others: TreeNode["others"], indent: string, terminal: Terminal): string[] {
  const items = separate(
    others.map(([type, number]) => (number === 1 ? type : `${number} ${type}`)),
  );
  const lines = wrapItems(
    ["also", ...items],
    { first: indent.length + 2, rest: indent.length + 7 },
    terminal.columns,
  );
  return others.length === 0
    ? []
    : lines.map((line, index) =>
        terminal.paint("dim", `${indent}${index === 0 ? "\u2514 " : "       "}${line.join(" ")}`),
      );
}

function separate(items: readonly string[]): string[] {
  return items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
}

function join(items: readonly string[], { paint }: Terminal): string {
  return items.join(" ").replaceAll(unknownWord, (word) => paint("yellow", word));
}
