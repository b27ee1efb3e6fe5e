import { compareConsistency } from "../../contract/compare-replication";
import { tableRule } from "../contracted-table";

export const dynamodbConsistency = tableRule({
  name: "dynamodb-consistency",
  description: "Each replica of a contracted table has the contract's consistency mode.",
  why: "EVENTUAL can lose the newest writes of a lost Region and STRONG cannot; changing the mode deletes the replica and creates it again.",
  fix: "Set consistencyMode on each replica as the contract says; undeclared it is EVENTUAL.",
  fields: ["consistency"],
  compare: compareConsistency,
});
