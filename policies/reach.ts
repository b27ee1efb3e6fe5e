import { type Coverage, standing } from "./coverage";
import type { Reach } from "./rule";

/**
 * Whether a rule judges the stack that a resource is in.
 *
 * @param urn Of any resource of the stack.
 */
export function reaches(reach: Reach, coverage: readonly Coverage[], urn: string): boolean {
  const { kind } = standing(coverage, urn);
  switch (reach) {
    case "everywhere":
      return true;
    case "covered":
      return kind !== "unnamed";
    case "named":
    case "open":
      return kind === reach;
  }
}
