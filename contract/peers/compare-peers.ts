import type { Declared } from "../difference";
import { disagreements } from "../disagreements";
import type { Peer, PeerDifference } from "./peer";

/** Compares one thing of every peer, each with all others; a single peer has nothing to differ from. */
export function comparePeers(
  peers: readonly { peer: Peer; value: Declared }[],
  path = "",
): PeerDifference[] {
  if (peers.length < 2) return [];
  const found = disagreements(
    peers.map(({ value }) => value),
    path,
  );
  return found.map((disagreement) => ({
    path: disagreement.path,
    values: disagreement.values.map((value, index) => ({ peer: peers[index]!.peer, value })),
  }));
}
