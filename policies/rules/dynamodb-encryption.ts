import { compareEncryption } from "../../contract/compare-protections";
import { tableRule } from "../contracted-table";

export const dynamodbEncryption = tableRule({
  name: "dynamodb-encryption",
  description:
    "A contracted table and each of its replicas are encrypted with the contract's kind of key.",
  why: "All replicas must use the same kind of key; a replica without a key of its own Region silently gets AWS's, or cannot be created.",
  fix: "Set serverSideEncryption on the table and, with customer managed keys, kmsKeyArn of a key in its own Region on each replica.",
  fields: ["encryption"],
  compare: compareEncryption,
});
