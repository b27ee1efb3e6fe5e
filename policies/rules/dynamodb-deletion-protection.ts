import { compareDeletionProtection } from "../../contract/compare-protections";
import { tableRule } from "../contracted-table";

export const dynamodbDeletionProtection = tableRule({
  name: "dynamodb-deletion-protection",
  description:
    "A contracted table and each of its replicas have deletion protection as contracted.",
  why: "AWS never synchronises it between replicas: an unprotected one can be deleted by a mistaken update, and failover then leads to no data.",
  fix: "Set deletionProtectionEnabled on the table and on each replica.",
  fields: ["deletionProtection"],
  compare: compareDeletionProtection,
});
