import { flag, items, numeric, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { contractOf } from "../contracted-table";
import { isGiven } from "../declared-record";
import { tablesOf } from "../declared-tables";
import { toKey } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { tables } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";

/** AWS's own default, and the longest that it allows (KMS API, ScheduleKeyDeletion). */
const longestWindowDays = 30;

export const kmsReplicaKeys = stackRule({
  name: "kms-replica-keys",
  level: "mandatory",
  appliesTo: [types.key, types.replicaKey],
  description:
    "A key that encrypts a table with replicas, or a contracted one, rotates, is enabled, and can be saved from deletion for 30 days.",
  why: "A key that DynamoDB cannot use for 20 hours costs the replica for good: it becomes a table of its own.",
  fix: "Set enableKeyRotation: true and deletionWindowInDays: 30 on the key, and leave isEnabled out.",
  reach: "everywhere",
  slice: tables(),
  judge: (stack, configuration) =>
    [...keysOfTables(stack, configuration.tables)].flatMap((key) => judgeKey(key)),
});

function judgeKey({ urn, type, inputs }: DeclaredResource): Finding[] {
  const isReplica = type === types.replicaKey;
  const days = numeric(property(inputs, "deletionWindowInDays"), longestWindowDays);
  return [
    // A replica of a multi-Region key rotates with its primary.
    ...(isReplica ? [] : mustBeOn(inputs, "enableKeyRotation", false, urn)),
    ...mustBeOn(inputs, isReplica ? "enabled" : "isEnabled", true, urn),
    ...(days instanceof UnknownValue
      ? [unseen("deletionWindowInDays", urn)]
      : typeof days === "number" && days >= longestWindowDays
        ? []
        : [violation(`deletionWindowInDays: found less than ${longestWindowDays}`, urn)]),
  ];
}

function mustBeOn(
  inputs: DeclaredResource["inputs"],
  name: string,
  byDefault: boolean,
  urn: string,
): Finding[] {
  const value = flag(property(inputs, name), byDefault);
  if (value instanceof UnknownValue) {
    return [unseen(name, urn)];
  }
  return value === true ? [] : [violation(`${name}: it is off`, urn)];
}

function keysOfTables(
  stack: StackView,
  contracted: readonly { name: string }[],
): Set<DeclaredResource> {
  const users = [
    ...tablesOf(stack)
      .filter((table) => contractOf(table, contracted) !== undefined || hasReplicas(table))
      .flatMap((table) => [
        { user: table, from: "serverSideEncryption", arn: tableKey(table) },
        ...replicaKeys(table).map((arn) => ({ user: table, from: "replicas", arn })),
      ]),
    ...stack.links.ofType(types.tableReplica).map((replica) => ({
      user: replica,
      from: "kmsKeyArn",
      arn: property(replica.inputs, "kmsKeyArn"),
    })),
  ];
  const found = users.flatMap(({ user, from, arn }) => {
    const link = stack.links.follow(user, from, arn, toKey);
    return link.leadsTo === "resource"
      ? [link.resource]
      : link.leadsTo === "several"
        ? link.resources
        : [];
  });
  return new Set(found);
}

function tableKey({ inputs }: DeclaredResource): Declared {
  return property(property(inputs, "serverSideEncryption"), "kmsKeyArn");
}

function replicaKeys({ inputs }: DeclaredResource): Declared[] {
  const replicas = items(property(inputs, "replicas"));
  return replicas instanceof UnknownValue
    ? [replicas]
    : replicas.map((replica) => property(replica, "kmsKeyArn"));
}

function hasReplicas({ inputs }: DeclaredResource): boolean {
  return isGiven(property(inputs, "replicas"));
}
