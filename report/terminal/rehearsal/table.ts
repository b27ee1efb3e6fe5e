import Table from "cli-table3";

const none = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Rows in columns as wide as their widest cell, without lines between them. Cells may be coloured. */
export function table(rows: readonly (readonly string[])[], indent: string): string[] {
  const columns = Math.max(...rows.map(({ length }) => length));
  const grid = new Table({
    chars: none,
    style: { "padding-left": 0, "padding-right": 0, border: [], head: [], compact: true },
  });
  for (const row of rows) {
    grid.push(Array.from({ length: columns }, (_, column) => row[column] ?? ""));
  }
  return grid
    .toString()
    .split("\n")
    .map((line) => indent + line.trimEnd());
}
