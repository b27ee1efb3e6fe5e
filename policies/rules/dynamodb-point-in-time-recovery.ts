import { comparePointInTimeRecovery } from "../../contract/compare-protections";
import { tableRule } from "../contracted-table";

export const dynamodbPointInTimeRecovery = tableRule({
  name: "dynamodb-point-in-time-recovery",
  description:
    "A contracted table and each of its replicas have point-in-time recovery as contracted.",
  why: "AWS never synchronises it between replicas, and a mistaken delete is replicated within a second: only a recovery point brings the data back.",
  fix: "Set pointInTimeRecovery on the table (enabled: true) and on each replica (true).",
  fields: ["pointInTimeRecovery"],
  compare: comparePointInTimeRecovery,
});
