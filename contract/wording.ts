const longestShownText = 80;

/** A value as a reader of a fault should see it: on one line, and short whatever was written. */
export function shown(value: unknown): string {
  if (typeof value === "string") {
    return value.length <= longestShownText
      ? JSON.stringify(value)
      : `${JSON.stringify(value.slice(0, longestShownText))}... (${value.length} characters)`;
  }
  if (Array.isArray(value))
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const size = Object.keys(value).length;
    return size === 0
      ? "an empty object"
      : `an object with ${counted(size, "property", "properties")}`;
  }
  return String(value);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `1`, `1 or 2`, `1, 2 or 3`. */
export function oneOf(values: readonly unknown[]): string {
  const words = values.map(shown);
  const last = words.pop();
  return words.length === 0 ? `${last}` : `${words.join(", ")} or ${last}`;
}

/** `; did you mean "us-east-1"?`, or nothing when no candidate is close to what was written. */
export function suggestion(written: string, candidates: Iterable<string>): string {
  const near = nearest(written, candidates);
  return near === undefined ? "" : `; did you mean ${shown(near)}?`;
}

/** The candidate with the fewest edits, if at most a third of what was written must change. */
function nearest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= fewest) continue;
    const count = edits(written.toLowerCase(), candidate.toLowerCase());
    if (count < fewest) [best, fewest] = [candidate, count];
  }
  return best;
}

/** Insertions, deletions and substitutions between two texts (Levenshtein). */
function edits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = from[row - 1] === to[column - 1] ? 0 : 1;
      current[column] = Math.min(
        above[column]! + 1,
        current[column - 1]! + 1,
        above[column - 1]! + substitution,
      );
    }
    above = current;
  }
  return above[to.length]!;
}
