import type { DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import type { Standing } from "./coverage";
import type { JudgedResource } from "./rule";
import type { StackSettings } from "./stack-settings";

/** A whole stack as stack rules see it. */
export interface StackView {
  resources: readonly DeclaredResource[];
  links: Links;
  settings: StackSettings;
  /** In UTC, for instance `2026-12-31`. */
  today: string;
  /** How the stack stands to the coverage of the rule that looks at it. */
  standing: Standing;
  ignoreChanges: (resource: DeclaredResource) => readonly string[];
  /** Names of rules that have judged something of the stack by the contract in the pack. */
  judgedByBundledContract: readonly string[];
}

/** Whether parts of what belongs together may be in other stacks, one for each Region. */
export function isOneRegionOnly({ standing, settings }: StackView): boolean {
  return standing.kind === "named"
    ? !standing.scopes.has("all") && standing.scopes.has("region")
    : settings.scope === "region";
}

/** Whether the stack must hold a part: `global` the tables, `region` a service. */
export function mustHold({ standing }: StackView, part: "global" | "region"): boolean {
  return standing.kind === "named" && (standing.scopes.has("all") || standing.scopes.has(part));
}

export function judged(stack: StackView, resource: DeclaredResource): JudgedResource {
  return { resource, ignoreChanges: stack.ignoreChanges(resource) };
}
