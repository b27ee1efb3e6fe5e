import { compareMinimumRegions } from "../../contract/compare-replication";
import { tableRule } from "../contracted-table";

export const dynamodbMinimumRegions = tableRule({
  name: "dynamodb-minimum-regions",
  description: "A contracted table is in at least as many Regions as the contract says.",
  why: "A Region without a replica has nothing to serve when clients are moved to it.",
  fix: "Add a replica for each Region that is missing; the table's own Region counts, a witness does not.",
  fields: ["minimumRegions"],
  compare: compareMinimumRegions,
});
