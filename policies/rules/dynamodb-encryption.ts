import { compareEncryption } from "../../contract/compare-protections";
import type { Declared } from "../../contract/difference";
import { tableRule } from "../contracted-table";
import { keyUsesOf } from "../key-uses";
import { type Finding, violation } from "../rule";

export const dynamodbEncryption = tableRule({
  name: "dynamodb-encryption",
  description:
    "A contracted table and each of its replicas are encrypted with the contract's kind of key, each with a key of its own Region.",
  why: "All replicas must use the same kind of key; a replica without a key of its own Region silently gets AWS's, or cannot be created.",
  fix: "Set serverSideEncryption on the table. With customer managed keys also set kmsKeyArn, there and on each replica, of a key in its own Region; otherwise leave kmsKeyArn out.",
  fields: ["encryption"],
  compare: compareEncryption,
  judgeFurther: (table) =>
    keyUsesOf(table).flatMap(({ path, region, arn }): Finding[] => {
      const found = regionOfArn(arn);
      return typeof region === "string" && found !== undefined && found !== region
        ? [violation(`${path}: a key in another Region than ${region}`)]
        : [];
    }),
});

/** `arn:PARTITION:kms:REGION:ACCOUNT:key/ID` */
function regionOfArn(arn: Declared): string | undefined {
  return typeof arn === "string" ? /^arn:[^:]*:kms:([^:]+):/.exec(arn)?.[1] : undefined;
}
