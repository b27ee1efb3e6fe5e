import { computed, type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import { replicaEncryption, tableEncryption } from "./declared-encryption";
import { dictionary, filled, flag, inOrder, items, property } from "./declared-fields";
import type { DeclaredReplica } from "./declared-table";
import type { Declared } from "./difference";
import type { TableParts } from "./table-parts";

/** Every replica of a table outside its own Region, whichever resource declares it, by Region. */
export function tableReplicas(
  table: DeclaredResource,
  parts: TableParts,
): DeclaredReplica[] | UnknownValue {
  const inline = items(property(table.inputs, "replicas"));
  const joined = joinedTables(table, parts);
  if (inline instanceof UnknownValue) return inline;
  if (joined instanceof UnknownValue) return joined;

  const ofTable = tableEncryption(property(table.inputs, "serverSideEncryption"));
  const separate = parts.replicas.own.map((replica) => separateReplica(replica, ofTable));
  // AWS reports the separate ones as the table's too.
  const isSeparate = ({ region }: DeclaredReplica) =>
    typeof region === "string" && separate.some((replica) => replica.region === region);
  return [
    ...inline
      .map((block) => inlineReplica(block, ofTable))
      .filter((replica) => !isSeparate(replica)),
    ...separate,
    ...parts.replicas.unclear.map(unseenReplica),
    ...joined,
  ].sort((one, other) => inOrder(one.region, other.region));
}

function inlineReplica(block: Declared, ofTable: Declared): DeclaredReplica {
  return {
    region: property(block, "regionName"),
    encryption:
      block instanceof UnknownValue
        ? block
        : replicaEncryption(property(block, "kmsKeyArn"), ofTable),
    consistency: filled(block, "consistencyMode") ?? "EVENTUAL",
    pointInTimeRecovery: flag(property(block, "pointInTimeRecovery"), false),
    deletionProtection: flag(property(block, "deletionProtectionEnabled"), false),
    propagateTags: flag(property(block, "propagateTags"), false),
    ownTags: undefined,
  };
}

function separateReplica({ inputs, region }: DeclaredResource, ofTable: Declared): DeclaredReplica {
  return {
    region: region ?? computed,
    encryption: replicaEncryption(property(inputs, "kmsKeyArn"), ofTable),
    consistency: "EVENTUAL",
    pointInTimeRecovery: flag(property(inputs, "pointInTimeRecovery"), false),
    deletionProtection: flag(property(inputs, "deletionProtectionEnabled"), false),
    propagateTags: undefined,
    ownTags: dictionary(property(inputs, "tags")),
  };
}

function unseenReplica(why: UnknownValue): DeclaredReplica {
  return {
    region: why,
    encryption: why,
    consistency: why,
    pointInTimeRecovery: why,
    deletionProtection: why,
    propagateTags: undefined,
    ownTags: why,
  };
}

/** The tables that a global table of the version of 2017 joins to this one. */
function joinedTables(
  table: DeclaredResource,
  { oldGlobalTables, siblings }: TableParts,
): DeclaredReplica[] | UnknownValue {
  const [unclear] = oldGlobalTables.unclear;
  if (unclear !== undefined) return unclear;

  const regions = oldGlobalTables.own.map(({ inputs }) => items(property(inputs, "replicas")));
  const hidden = regions.find((list) => list instanceof UnknownValue);
  if (hidden !== undefined) return hidden;

  const named = regions
    .flatMap((list) => list as Declared[])
    .map((block) => property(block, "regionName"));
  if (named.length > 0 && table.region === undefined) return computed;
  return named
    .filter((region) => region !== table.region)
    .map((region) => joinedReplica(region, siblings));
}

function joinedReplica(region: Declared, siblings: readonly DeclaredResource[]): DeclaredReplica {
  const sibling = siblings.find((other) => other.region !== undefined && other.region === region);
  if (sibling === undefined) return { ...unseenReplica(computed), region, consistency: "EVENTUAL" };
  const { inputs } = sibling;
  return {
    region,
    encryption: tableEncryption(property(inputs, "serverSideEncryption")),
    consistency: "EVENTUAL",
    ...tableProtections(sibling),
    propagateTags: undefined,
    ownTags: dictionary(property(inputs, "tags")),
  };
}

/** What a table declares for its own Region. */
export function tableProtections({
  inputs,
}: DeclaredResource): Pick<DeclaredReplica, "pointInTimeRecovery" | "deletionProtection"> {
  return {
    pointInTimeRecovery: flag(property(property(inputs, "pointInTimeRecovery"), "enabled"), false),
    deletionProtection: flag(property(inputs, "deletionProtectionEnabled"), false),
  };
}
