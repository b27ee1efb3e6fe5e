import { computed, UnknownValue } from "../declared/declared-resource";
import type { EncryptionMode } from "./contract";
import { flag, property } from "./declared-fields";
import type { Declared } from "./difference";

/**
 * The mode, or `AWS_MANAGED_KEY_BY_ARN` where AWS's own key is named by its alias: the provider then
 * recreates the replicas at every update (hashicorp/terraform-provider-aws issue 29636).
 */
export type DeclaredEncryption = EncryptionMode | "AWS_MANAGED_KEY_BY_ARN";

/**
 * Encryption at rest of a table from its `serverSideEncryption`: without it, or not enabled, DynamoDB
 * uses a key of its own, whatever `kmsKeyArn` says; enabled without a key, AWS's key in KMS.
 *
 * @returns a `DeclaredEncryption`, or unknown.
 */
export function tableEncryption(serverSideEncryption: Declared): Declared {
  const enabled = flag(property(serverSideEncryption, "enabled"), false);
  if (enabled === false) return "AWS_OWNED_KEY" satisfies DeclaredEncryption;
  if (enabled !== true) return enabled instanceof UnknownValue ? enabled : computed;
  return namedKey(property(serverSideEncryption, "kmsKeyArn")) ?? "AWS_MANAGED_KEY";
}

/**
 * Encryption of a replica from its `kmsKeyArn`. Without one it is as the table's, except that a key
 * of the table's Region serves no other: the replica would then have AWS's key
 * (DynamoDB API, CreateReplicationGroupMemberAction, KMSMasterKeyId).
 *
 * @returns a `DeclaredEncryption`, or unknown.
 */
export function replicaEncryption(kmsKeyArn: Declared, ofTable: Declared): Declared {
  const named = namedKey(kmsKeyArn);
  if (named !== undefined || ofTable instanceof UnknownValue) return named ?? ofTable;
  return ofTable === "AWS_OWNED_KEY" ? ofTable : "AWS_MANAGED_KEY";
}

/** A key that is only known later is still a key that somebody chose. */
function namedKey(kmsKeyArn: Declared): DeclaredEncryption | UnknownValue | undefined {
  if (kmsKeyArn === undefined || kmsKeyArn === "") return undefined;
  if (kmsKeyArn instanceof UnknownValue) return "CUSTOMER_MANAGED_KEY";
  if (typeof kmsKeyArn !== "string") return computed;
  return /(^|:)alias\/aws\/dynamodb$/.test(kmsKeyArn)
    ? "AWS_MANAGED_KEY_BY_ARN"
    : "CUSTOMER_MANAGED_KEY";
}
