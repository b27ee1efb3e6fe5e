import type { DeclaredStack } from "../../declared/declared-stack";
import type { Declared } from "../difference";
import { holdsUnknown } from "../disagreements";

/** A stack as one of several that should be alike. */
export interface ComparedStack {
  /** What the user knows it by; different for each. */
  label: string;
  declared: DeclaredStack;
}

/** Something in one stack that has counterparts: in other stacks, or in other Regions of its own. */
export interface Peer {
  /** The label of its stack. */
  stack: string;
  urn: string;
  /** Its logical name, or the Region where a replica is. */
  name: string;
}

/** One place in which peers differ, or in which the value of one cannot be seen. */
export interface PeerDifference {
  /** In the contract's names, or the provider's where the contract has none. */
  path: string;
  values: { peer: Peer; value: Declared }[];
}

/** Peers that were compared, all with each other. */
export interface PeerComparison {
  /** What they are: `table "Orders"`, `health checks of app.example.com`. */
  subject: string;
  /** A single one has no counterpart, and nothing to differ from. */
  peers: Peer[];
  differences: PeerDifference[];
}

/** Whether a value could not be seen, so that nobody knows whether the peers differ. */
export function isUnseenDifference({ values }: PeerDifference): boolean {
  return values.some(({ value }) => holdsUnknown(value));
}
