import type { Run, Step } from "./engine-stack";

/**
 * What a run changes, as lines such as `create Subnet network-public-1` or
 * `update Table Orders: replicas`, sorted. Components, which only group, and providers are left out.
 */
export function changesOf(run: Run): string[] {
  return run.steps
    .filter(({ op, custom, type }) => custom && op !== "same" && !type.startsWith("pulumi:"))
    .map(describe)
    .sort();
}

/** The changes that are no creation of something new. */
export function changesOfExisting(run: Run): string[] {
  return changesOf(run).filter((change) => !change.startsWith("create "));
}

function describe({ op, type, name, diffs }: Step): string {
  const properties =
    op === "create" || diffs.length === 0 ? "" : `: ${[...diffs].sort().join(", ")}`;
  return `${op} ${type.split(":").at(-1) as string} ${name}${properties}`;
}
