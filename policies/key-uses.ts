import { items, property } from "../contract/declared-fields";
import type { Declared } from "../contract/difference";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";

/** A table or a replica, and the key that it names. */
export interface KeyUse {
  user: DeclaredResource;
  /** The input that the ARN is in. */
  property: string;
  arn: Declared;
  /** Where the ARN is, as a person looks for it. */
  path: string;
  /** Of what is encrypted. */
  region: Declared;
}

/** The keys that a table names for itself and for the replicas in it; most name none. */
export function keyUsesOf(table: DeclaredResource): KeyUse[] {
  return [ofTable(table), ...ofReplicas(table)];
}

function ofTable(table: DeclaredResource): KeyUse {
  const encryption = property(table.inputs, "serverSideEncryption");
  return {
    user: table,
    property: "serverSideEncryption",
    arn: property(encryption, "kmsKeyArn"),
    path: "serverSideEncryption.kmsKeyArn",
    region: table.region,
  };
}

function ofReplicas(table: DeclaredResource): KeyUse[] {
  const replicas = items(property(table.inputs, "replicas"));
  const list = replicas instanceof UnknownValue ? [replicas] : replicas;
  return list.map((replica, index) => {
    const region = property(replica, "regionName");
    const name = typeof region === "string" ? JSON.stringify(region) : index;
    return {
      user: table,
      property: "replicas",
      arn: property(replica, "kmsKeyArn"),
      path: `replicas[${name}].kmsKeyArn`,
      region,
    };
  });
}
