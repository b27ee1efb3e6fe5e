import { compareStreams } from "../../contract/compare-replication";
import { items, property } from "../../contract/declared-fields";
import { readDeclaredTable } from "../../contract/declared-table";
import { resourceRule } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

export const dynamodbStreams = resourceRule({
  name: "dynamodb-streams",
  level: "mandatory",
  appliesTo: [types.table],
  description: "A table with replicas declares its stream, with new and old images.",
  why: "Replication runs on that stream and AWS switches it on by itself: undeclared, every preview shows a change, and an update that takes it back stops replication.",
  fix: 'Set streamEnabled: true and streamViewType: "NEW_AND_OLD_IMAGES" on the table.',
  reach: "everywhere",
  slice: nothing,
  concerns: ({ resource }) => hasReplicas(resource),
  judge: ({ resource }) => findingsOf(compareStreams(readDeclaredTable(resource, []))),
});

function hasReplicas({ inputs }: Parameters<typeof readDeclaredTable>[0]): boolean {
  const replicas = items(property(inputs, "replicas"));
  return !Array.isArray(replicas) || replicas.length > 0;
}
