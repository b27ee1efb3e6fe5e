import { compareTags } from "../../contract/compare-protections";
import { tableRule } from "../contracted-table";

export const dynamodbTags = tableRule({
  name: "dynamodb-tags",
  description: "A contracted table has the contract's tags, and its replicas take them over.",
  why: "AWS never copies tags to a replica by itself, so that access rules, backups and cost reports which go by tags miss the replicas.",
  fix: "Set the contract's tags on the table, and propagateTags: true on each replica.",
  fields: ["tags"],
  compare: compareTags,
});
