import { UnknownValue } from "../../declared/declared-resource";
import { contractOf, hasHiddenName } from "../contracted-table";
import { tableReader, tablesOf } from "../declared-tables";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { tables } from "../slice";
import { mustHold } from "../stack-view";
import * as types from "../types";

export const dynamodbCoverage = stackRule({
  name: "dynamodb-coverage",
  level: "mandatory",
  appliesTo: [types.stack],
  description:
    "A stack that the coverage names for all or global declares every contracted table, with a replica in each of its Regions.",
  why: "What is not declared cannot be compared: a missing table or replica is a difference between stacks that no other rule sees.",
  fix: "Declare the table and its replicas, or name the stack with another scope in the coverage.",
  reach: "named",
  slice: tables(),
  judge: (stack, configuration) => {
    if (!mustHold(stack, "global")) {
      return [];
    }
    const declared = tablesOf(stack);
    const read = tableReader(stack);
    return configuration.tables.flatMap((contract): Finding[] => {
      const own = declared.filter((table) => contractOf(table, [contract]) !== undefined);
      const [table] = own;
      if (table === undefined) {
        return declared.some(hasHiddenName)
          ? [unseen(`${contract.name}: whether it is one of the tables without a known name`)]
          : [violation(`${contract.name}: the table is not declared`)];
      }
      const { replicas } = read(table);
      if (replicas instanceof UnknownValue) {
        return [unseen("replicas", table.urn)];
      }
      const regions = [...own.map(({ region }) => region), ...replicas.map(({ region }) => region)];
      const missing = (stack.settings.regions ?? []).filter((region) => !regions.includes(region));
      if (missing.length === 0) {
        return [];
      }
      return regions.some((region) => typeof region !== "string")
        ? [unseen(`whether a replica is in ${missing.join(", ")}`, table.urn)]
        : [violation(`replicas: none in ${missing.join(", ")}, of the stack's regions`, table.urn)];
    });
  },
});
