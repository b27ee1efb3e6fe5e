import type { AnalyzedResource } from "../offline/analyzer";
import type { TestStack } from "../tests/policies/stacks";

/** A stack of so many resources: copies of this one, each with names, records and tables of its own. */
export function largeStack({ resources }: TestStack, size: number): AnalyzedResource[] {
  const [root, ...others] = resources as [AnalyzedResource, ...AnalyzedResource[]];
  const copies = Array.from({ length: Math.ceil(size / others.length) }, (_, index) =>
    index === 0 ? others : copyOf(others, index),
  );
  return [root, ...copies.flat()].slice(0, size);
}

function copyOf(resources: readonly AnalyzedResource[], index: number): AnalyzedResource[] {
  const urns = new Map(resources.map(({ urn }) => [urn, `${urn}-${index}`]));
  const renamed = (text: string): string =>
    urns.get(text) ??
    text
      .replaceAll("example.com", `copy-${index}.example.com`)
      .replaceAll("MyGlobalAppTable", `Table-${index}`);
  return JSON.parse(JSON.stringify(resources), (_key, value: unknown) =>
    typeof value === "string" ? renamed(value) : value,
  ) as AnalyzedResource[];
}
