import type { styleText } from "node:util";

/** A name of one of Node's text styles, for instance `bold`. */
export type TextStyle = Parameters<typeof styleText>[0];

/** Where a report is printed. */
export interface Terminal {
  /** Width in characters; `Infinity` where nobody reads along, for instance in a pipe. */
  columns: number;
  /** Colours a text, or leaves it as it is where colours are not wanted. */
  paint: (style: TextStyle, text: string) => string;
}

/**
 * Lays out items in lines of at most `columns` characters, broken between items only. The first line
 * stays empty where its indent leaves too little room.
 *
 * @param indents What the first line, and each further one, begins with.
 */
export function wrapItems(
  items: readonly string[],
  indents: { first: number; rest: number },
  columns: number,
): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let width = indents.first;
  for (const item of items) {
    const mayBreak = line.length > 0 || (lines.length === 0 && indents.rest < indents.first);
    if (mayBreak && width + item.length > columns) {
      lines.push(line);
      line = [];
      width = indents.rest;
    }
    line.push(item);
    width += item.length + 1;
  }
  return line.length > 0 ? [...lines, line] : lines;
}

/** `1 resource`, `2 resources`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
