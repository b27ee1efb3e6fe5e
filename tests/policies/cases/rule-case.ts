import type { Contract } from "../../../contract/contract";
import type { EditedStack } from "../edited-stack";

export type Edit = (stack: EditedStack) => void;

/** The last part of a type token and a logical name; `Stack` for the stack itself. */
export type Place = [kind: string, name: string];

export interface Mistake {
  edit: Edit;
  /** Part of what the rule then says. */
  says: string;
  /** Where it says so. @default the subject */
  at?: Place;
}

/** A rule tested on the stack prod of the real program, of which each edit breaks one thing. */
export interface RuleCase {
  /** What the rule judges; as it stands in prod it complies. */
  subject: Place;
  /** What has to be in prod for the rule to judge it. @default prod as it is */
  given?: Edit;
  /** @default contract.json */
  contract?: (contract: Contract) => Contract;
  /** @default a coverage that names prod */
  withoutCoverage?: true;
  /** Each is a violation, or for an advisory rule something that it advises. */
  mistakes: Record<string, Mistake>;
  /** What cannot be known before the update. @default a rule that no unknown value can concern */
  unknown?: Mistake | readonly Mistake[];
  /** After it there is nothing for the rule to judge. @default there always is: the stack */
  notApplicable?: Edit;
}
