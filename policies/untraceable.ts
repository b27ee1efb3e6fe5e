import type { DeclaredResource } from "../declared/declared-resource";
import type { Link } from "../declared/links";

/**
 * Whether nothing tells where a value leads: neither the value itself nor what it comes from. A value
 * that comes from a resource of another kind leads there, for instance to another stack.
 */
export function isUntraceable(
  { leadsTo }: Link,
  { propertyDependencies }: DeclaredResource,
  property: string,
): boolean {
  return leadsTo === "unknown" && (propertyDependencies[property] ?? []).length === 0;
}
