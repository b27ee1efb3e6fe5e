import type { DeclaredResource } from "./declared-resource";
import type { DeclaredStack } from "./declared-stack";
import { UnreadableDeclarationError } from "./unreadable-declaration";

/** A stack with what messages call it, for instance its file. */
export interface NamedStack {
  name: string;
  declared: DeclaredStack;
}

/** Several stacks as one. */
export interface MergedStacks {
  resources: DeclaredResource[];
  /** The environment's Regions, as its settings list them; absent where no source says. */
  regions: string[] | undefined;
}

/**
 * Puts stacks of one environment together, for instance the isolated stacks of its Regions.
 *
 * @throws {UnreadableDeclarationError} when a stack comes twice, or when stacks of a project disagree
 *   about their Regions: then they are not of one environment, or one of them is out of date.
 */
export function mergeStacks(stacks: readonly NamedStack[]): MergedStacks {
  refuseRepeated(stacks);
  const regionsOf = stacks.flatMap((stack) => {
    const regions = readRegions(stack.declared);
    return regions === undefined ? [] : [{ stack, regions }];
  });
  for (const { stack, regions } of regionsOf) {
    const other = regionsOf.find(
      (each) =>
        each.stack.declared.project === stack.declared.project &&
        each.regions.join() !== regions.join(),
    );
    if (other !== undefined) {
      throw new UnreadableDeclarationError(
        `${stack.name} is of an environment with the regions ${regions.join(", ")}, and ` +
          `${other.stack.name} of one with ${other.regions.join(", ")}. Give the files of one ` +
          "environment, made with the same regions.",
      );
    }
  }
  return {
    resources: stacks.flatMap(({ declared }) => declared.resources),
    regions: regionsOf[0]?.regions,
  };
}

function refuseRepeated(stacks: readonly NamedStack[]): void {
  const seen = new Map<string, string>();
  for (const { name, declared } of stacks) {
    const stack = `${declared.project}/${declared.stack}`;
    const earlier = seen.get(stack);
    if (earlier !== undefined) {
      throw new UnreadableDeclarationError(
        `${earlier} and ${name} are both of the stack ${stack}. Give each stack once.`,
      );
    }
    seen.set(stack, name);
  }
}

/** The setting `regions` of this project's own programs; other programs may have another meaning. */
function readRegions({ project, config }: DeclaredStack): string[] | undefined {
  try {
    const regions: unknown = JSON.parse(config[`${project}:regions`] ?? "null");
    return Array.isArray(regions) && regions.every((region) => typeof region === "string")
      ? regions
      : undefined;
  } catch {
    return undefined;
  }
}
