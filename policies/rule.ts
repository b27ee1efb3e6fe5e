import type { DeclaredResource } from "../declared/declared-resource";
import type { Slice } from "./slice";
import type { StackView } from "./stack-view";

/** `mandatory` stops a preview and an update; `advisory` only says so. */
export type Level = "mandatory" | "advisory";

/** What a rule says of itself: to the people who enforce it, and to those who meet it. */
export interface RuleMetadata {
  /** Begins with the service that it is about. */
  name: string;
  level: Level;
  /** Type tokens of what it judges; it is not applicable where nothing of these types is declared. */
  appliesTo: readonly string[];
  /** What it demands, in one sentence. */
  description: string;
  /** What happens otherwise. */
  why: string;
  /** What to change. */
  fix: string;
}

/** A sentence about one resource. Values that may be secret are not in it. */
export interface Finding {
  kind:
    | "violation"
    /** A value that it depends on cannot be seen before the update: neither good nor bad. */
    | "unseen"
    /** Worth knowing; never stops anything, whatever the rule's level. */
    | "advice";
  what: string;
  /** URN. @default the judged resource, or the stack */
  resource?: string;
}

export const violation = (what: string, resource?: string): Finding =>
  finding("violation", what, resource);
export const unseen = (what: string, resource?: string): Finding =>
  finding("unseen", what, resource);
export const advice = (what: string, resource?: string): Finding =>
  finding("advice", what, resource);

function finding(kind: Finding["kind"], what: string, resource: string | undefined): Finding {
  return { kind, what, ...(resource === undefined ? {} : { resource }) };
}

/**
 * In which stacks a rule judges what it finds:
 * - `everywhere`: what it judges is wrong in every program, or is named by the contract.
 * - `covered`: in stacks that the coverage names; without any coverage, in all.
 * - `named`: only in stacks that the coverage names. Load balancers and services are of many kinds, and
 *   without coverage only those are judged that a failover record leads to (rule `elb-behind-failover`).
 * - `open`: only without any coverage.
 */
export type Reach = "everywhere" | "covered" | "named" | "open";

/** A resource and the options that decide what the engine does with its inputs. */
export interface JudgedResource {
  resource: DeclaredResource;
  ignoreChanges: readonly string[];
}

/**
 * Judges one resource before it is created or changed, without seeing any other.
 *
 * @typeParam Configuration What the rule reads of the contract.
 */
export interface ResourceRule<Configuration extends object = object> extends RuleMetadata {
  kind: "resource";
  reach: Reach;
  slice: Slice<Configuration>;
  /** Whether a resource of a right type is one that it judges. */
  concerns(judged: JudgedResource, configuration: Configuration): boolean;
  /** Never throws, whatever the inputs are. */
  judge(judged: JudgedResource, configuration: Configuration): Finding[];
}

/** Judges what takes several resources of a stack, after each of them alone was found good. */
export interface StackRule<Configuration extends object = object> extends RuleMetadata {
  kind: "stack";
  reach: Reach;
  slice: Slice<Configuration>;
  /** Never throws, whatever the inputs are. */
  judge(stack: StackView, configuration: Configuration): Finding[];
}

export type Rule = ResourceRule | StackRule;

type Defaults = "kind" | "reach" | "concerns";

/** By default it judges every resource of its types, in `covered` stacks. */
export function resourceRule<Configuration extends object>(
  definition: Omit<ResourceRule<Configuration>, Defaults> &
    Partial<Pick<ResourceRule<Configuration>, "reach" | "concerns">>,
): ResourceRule {
  return { kind: "resource", reach: "covered", concerns: () => true, ...definition };
}

/** By default it judges `covered` stacks. */
export function stackRule<Configuration extends object>(
  definition: Omit<StackRule<Configuration>, Defaults> &
    Partial<Pick<StackRule<Configuration>, "reach">>,
): StackRule {
  return { kind: "stack", reach: "covered", ...definition };
}
