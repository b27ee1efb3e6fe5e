/**
 * The first index below `length` for which `holds`; `length` where there is none. It has to hold for
 * every index after one for which it holds.
 */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from;
}
