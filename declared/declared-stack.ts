import type { DeclaredResource } from "./declared-resource";

/** Everything that one stack declares. */
export interface DeclaredStack {
  project: string;
  stack: string;
  /** `namespace:key` to its text; empty for an exported stack, which does not hold it. */
  config: Record<string, string>;
  /** What the stack manages, itself included. Resources that it only reads are left out. */
  resources: DeclaredResource[];
}
