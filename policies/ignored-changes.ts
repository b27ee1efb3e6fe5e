import type { DeclaredResource } from "../declared/declared-resource";
import {
  type Finding,
  type JudgedResource,
  type Reach,
  resourceRule,
  type ResourceRule,
  violation,
} from "./rule";
import type { Slice } from "./slice";

interface IgnoredChangesDefinition<Configuration extends object> {
  name: string;
  description: string;
  reach: Reach;
  /** Type token to the properties that other rules judge. */
  guarded: Record<string, readonly string[]>;
  slice: Slice<Configuration>;
  /** @default every resource of the types */
  concerns?: (judged: JudgedResource, configuration: Configuration) => boolean;
  /** Properties that a resource may ignore after all. @default none */
  mayIgnore?: (resource: DeclaredResource, path: string) => boolean;
}

/**
 * A rule against `ignoreChanges` on what other rules judge: the engine has put the old value back
 * before any policy sees the new one, so that nobody would see the difference.
 */
export function ignoredChangesRule<Configuration extends object>({
  guarded,
  mayIgnore = () => false,
  ...definition
}: IgnoredChangesDefinition<Configuration>): ResourceRule {
  const { concerns = () => true, ...rest } = definition;
  return resourceRule({
    ...rest,
    level: "mandatory",
    appliesTo: Object.keys(guarded),
    why: "What is ignored stays as it is in AWS, whatever the program and the contract say, and drifts apart from stack to stack.",
    fix: "Take the property out of ignoreChanges.",
    concerns: (judged, configuration) =>
      judged.ignoreChanges.length > 0 && concerns(judged, configuration),
    judge: ({ resource, ignoreChanges }) =>
      ignoredFindings(
        ignoreChanges.filter((path) => !mayIgnore(resource, path)),
        guarded[resource.type] ?? [],
      ),
  });
}

/**
 * For each path that lies in one of the properties. Paths are as Pulumi writes them:
 * `replicas[0].kmsKeyArn`; `*` is everything.
 */
export function ignoredFindings(
  ignoreChanges: readonly string[],
  properties: readonly string[],
  resource?: string,
): Finding[] {
  return ignoreChanges
    .filter((path) => path === "*" || properties.includes(rootOf(path)))
    .map((path) => violation(`ignoreChanges: found ${JSON.stringify(path)}`, resource));
}

/** The input that a path lies in: `tags` of `tags.owner`, `["tags"]` and `tags[0]`. */
export function rootOf(path: string): string {
  return /^(?:\["([^"]*)"\]|([^.[]*))/.exec(path)?.slice(1).find(Boolean) ?? path;
}
