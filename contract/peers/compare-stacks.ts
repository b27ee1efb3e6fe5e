import { compareEnvironmentPeers } from "./environment-peers";
import type { ComparedStack, PeerComparison } from "./peer";
import { compareTablePeers } from "./table-peers";

/**
 * Holds stacks against each other: tables of the same name, replicas of a table, and the checks,
 * records, load balancers and target groups of a failover environment. What has no counterpart is
 * given with the only peer that it has, and cannot differ.
 */
export function compareStacks(stacks: readonly ComparedStack[]): PeerComparison[] {
  return [...compareTablePeers(stacks), ...compareEnvironmentPeers(stacks)];
}
