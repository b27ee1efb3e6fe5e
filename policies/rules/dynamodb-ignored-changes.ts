import { contractOf, mayBeSeparate } from "../contracted-table";
import { ignoredChangesRule, rootOf } from "../ignored-changes";
import { tables } from "../slice";
import * as types from "../types";

export const dynamodbIgnoredChanges = ignoredChangesRule({
  name: "dynamodb-ignored-changes",
  description: "Changes of what is contracted of a table are not ignored (ignoreChanges).",
  reach: "everywhere",
  slice: tables(),
  guarded: {
    [types.table]: [
      "attributes",
      "billingMode",
      "deletionProtectionEnabled",
      "globalSecondaryIndexes",
      "globalTableWitness",
      "hashKey",
      "pointInTimeRecovery",
      "rangeKey",
      "replicas",
      "serverSideEncryption",
      "streamEnabled",
      "streamViewType",
      "tags",
      "ttl",
    ],
  },
  concerns: ({ resource }, configuration) =>
    contractOf(resource, configuration.tables) !== undefined,
  mayIgnore: (table, path) =>
    // Separate replicas and indexes need that, and autoscaling moves the capacity of indexes.
    ((path === "replicas" || path === "globalSecondaryIndexes") && mayBeSeparate(table, path)) ||
    (rootOf(path) === "globalSecondaryIndexes" && /\.(read|write)Capacity$/.test(path)),
});
