import { flag, numeric, property } from "../../contract/declared-fields";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { type Link, linkedResources } from "../../declared/links";
import { contractOf } from "../contracted-table";
import { isGiven } from "../declared-record";
import { tablesOf } from "../declared-tables";
import { ignoredFindings } from "../ignored-changes";
import { type KeyUse, keyUsesOf } from "../key-uses";
import { toKey } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { tables } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";
import { isUntraceable } from "../untraceable";

/** AWS's own default, and the longest that it allows (KMS API, ScheduleKeyDeletion). */
const longestWindowDays = 30;

export const kmsReplicaKeys = stackRule({
  name: "kms-replica-keys",
  level: "mandatory",
  appliesTo: [types.key, types.replicaKey],
  description:
    "A key that encrypts a table with replicas, or a contracted one, is in the Region of what it encrypts, rotates, is enabled, and can be saved from deletion for 30 days.",
  why: "A key that DynamoDB cannot use for 20 hours costs the replica for good: it becomes a table of its own. A key of another Region is refused, after the update has begun.",
  fix: "Give each replica a key in its own Region; on the key set enableKeyRotation: true and deletionWindowInDays: 30, leave isEnabled out, and ignore no change of them.",
  reach: "everywhere",
  slice: tables(),
  judge: (stack, configuration) => {
    if (stack.links.ofType(types.key, types.replicaKey).length === 0) {
      return [];
    }
    const uses = keyUses(stack, configuration.tables).map((use) => ({
      ...use,
      link: stack.links.follow(use.user, use.property, use.arn, toKey),
    }));
    const keys = new Set(uses.flatMap(({ link }) => linkedResources(link)));
    return [
      ...uses.flatMap((use) => judgeUse(use)),
      ...[...keys].flatMap((key) => [
        ...judgeKey(key),
        ...ignoredFindings(stack.ignoreChanges(key), guarded, key.urn),
      ]),
    ];
  },
});

const guarded = ["deletionWindowInDays", "enabled", "enableKeyRotation", "isEnabled"];

function judgeUse({ user, property: input, path, region, link }: KeyUse & { link: Link }) {
  if (isUntraceable(link, user, input)) {
    return [unseen(`${path}: which key it is`, user.urn)];
  }
  const found = [...new Set(linkedResources(link).map((key) => key.region))];
  const isElsewhere = found.every((other) => other !== undefined && other !== region);
  return typeof region === "string" && found.length > 0 && isElsewhere
    ? [violation(`${path}: the key is in ${found.join(", ")}`, user.urn)]
    : [];
}

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

function keyUses(stack: StackView, contracted: readonly { name: string }[]): KeyUse[] {
  return [
    ...tablesOf(stack)
      .filter((table) => contractOf(table, contracted) !== undefined || hasReplicas(table))
      .flatMap((table) => keyUsesOf(table)),
    ...stack.links.ofType(types.tableReplica).map((replica) => ({
      user: replica,
      property: "kmsKeyArn",
      arn: property(replica.inputs, "kmsKeyArn"),
      path: "kmsKeyArn",
      region: replica.region,
    })),
  ];
}

function hasReplicas({ inputs }: DeclaredResource): boolean {
  return isGiven(property(inputs, "replicas"));
}
