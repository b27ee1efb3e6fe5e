import { UnknownValue } from "../declared/declared-resource";
import type { TableContract } from "./contract";
import type { DeclaredTable } from "./declared-table";
import type { Difference } from "./difference";
import { inReplicas } from "./in-replicas";
import { unequal } from "./limits";

const streamOfBothImages = "NEW_AND_OLD_IMAGES";

export function compareConsistency(
  { consistency: expected }: Pick<TableContract, "consistency">,
  found: DeclaredTable,
): Difference[] {
  if (Array.isArray(found.replicas) && found.replicas.length === 0 && expected === "STRONG") {
    return [{ path: "consistency", expected, found: undefined, because: "there is no replica" }];
  }
  return inReplicas(found, (replica, path) =>
    unequal(`${path}.consistency`, expected, replica.consistency),
  );
}

/** A table with replicas has a stream of both images (DynamoDB API, CreateGlobalTable). */
export function compareStreams(found: DeclaredTable): Difference[] {
  const { replicas, streamViewType } = found;
  if (streamViewType === streamOfBothImages) return [];
  if (replicas instanceof UnknownValue) return inReplicas(found, () => []);
  if (replicas.length === 0) return [];
  return [
    {
      path: "streamViewType",
      expected: streamOfBothImages,
      found: streamViewType,
      because:
        "AWS switches this stream on by itself for replicas; undeclared, every preview shows a change",
    },
  ];
}

/** The Regions with a replica, the table's own included; a witness holds none. */
export function compareMinimumRegions(
  { minimumRegions: expected }: Pick<TableContract, "minimumRegions">,
  found: DeclaredTable,
): Difference[] {
  if (found.replicas instanceof UnknownValue) {
    return expected <= 1 ? [] : inReplicas(found, () => []);
  }
  const regions = [found.region, ...found.replicas.map(({ region }) => region)];
  const seen = new Set(regions.filter((region) => typeof region === "string"));
  const hidden = regions.filter((region) => region instanceof UnknownValue);
  // Regions that cannot be seen may be the same as each other or as one that can.
  const certain = Math.max(seen.size, 1);
  if (certain >= expected) return [];
  return [
    {
      path: "minimumRegions",
      expected,
      bound: "at least",
      found: seen.size + hidden.length >= expected ? hidden[0] : certain,
    },
  ];
}
