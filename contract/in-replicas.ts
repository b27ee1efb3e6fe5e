import { UnknownValue } from "../declared/declared-resource";
import type { DeclaredReplica, DeclaredTable } from "./declared-table";
import type { Difference } from "./difference";
import { itemPath, propertyPath } from "./paths";

/** What a comparison finds in each replica, or that the replicas cannot be seen. */
export function inReplicas(
  { replicas }: DeclaredTable,
  compare: (replica: DeclaredReplica, path: string) => Difference[],
): Difference[] {
  if (replicas instanceof UnknownValue) {
    return [{ path: "replicas", expected: undefined, found: replicas }];
  }
  return replicas.flatMap((replica, index) =>
    compare(
      replica,
      typeof replica.region === "string"
        ? propertyPath("replicas", replica.region)
        : itemPath("replicas", index),
    ),
  );
}
