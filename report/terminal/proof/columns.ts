import { wrapItems } from "../terminal";

/**
 * Lays out a row of cells in columns, each cell broken between its items only, so that it may take
 * several lines.
 *
 * @param widths Of every column but the last, which takes what is left of the terminal.
 */
export function layOutRow(
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  columns: number,
): string[] {
  const taken = widths.reduce((sum, width) => sum + width + gap.length, 0);
  const lines = cells.map((items, index) => {
    const width = widths[index] ?? Math.max(columns - taken, narrowest);
    return wrapItems(items, { first: 0, rest: 0 }, width).map((line) => line.join(" "));
  });
  const height = Math.max(...lines.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    lines
      .map((cell, index) => (cell[row] ?? "").padEnd(widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

/** The widest item that a column has to hold on one line, at most `limit` where cells are broken. */
export function columnWidth(cells: readonly (readonly string[])[], limit = Infinity): number {
  const widest = Math.max(...cells.map((items) => items.join(" ").length));
  const longestItem = Math.max(...cells.flatMap((items) => items.map(({ length }) => length)));
  return Math.max(Math.min(widest, limit), longestItem);
}

/** Each item but the last with a comma. */
export function listed(items: readonly string[]): string[] {
  return items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
}

const gap = "  ";
const narrowest = 20;
