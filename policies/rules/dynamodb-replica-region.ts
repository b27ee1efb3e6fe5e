import { items, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { type Finding, resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const dynamodbReplicaRegion = resourceRule({
  name: "dynamodb-replica-region",
  level: "mandatory",
  appliesTo: [types.table],
  description: "No replica of a table is in the table's own Region, and no two in the same.",
  why: "The table itself is the replica of its own Region: AWS refuses another one, after the update has begun.",
  fix: "Leave the table's own Region out of replicas, and name every other Region once.",
  reach: "everywhere",
  slice: nothing,
  concerns: ({ resource }) => replicaRegions(resource).length > 0,
  judge: ({ resource }) => {
    const regions = replicaRegions(resource);
    return regions.flatMap((region, index): Finding[] => {
      const path = `replicas[${index}].regionName`;
      if (typeof region === "string" && regions.indexOf(region) < index) {
        return [violation(`${path}: the same Region as in replicas[${regions.indexOf(region)}]`)];
      }
      if (resource.region === undefined || region instanceof UnknownValue) {
        return [unseen(resource.region === undefined ? "the table's own Region" : path)];
      }
      return region === resource.region
        ? [violation(`${path}: ${resource.region} is the table's own Region`)]
        : [];
    });
  },
});

function replicaRegions({ inputs }: DeclaredResource): Declared[] {
  const replicas = items(property(inputs, "replicas"));
  return replicas instanceof UnknownValue
    ? [replicas]
    : replicas.map((replica) => property(replica, "regionName"));
}
