import { property } from "../../contract/declared-fields";
import { contractOf } from "../contracted-table";
import { tablesOf } from "../declared-tables";
import { stackRule, violation } from "../rule";
import { tables } from "../slice";
import * as types from "../types";

export const dynamodbDeclaredOnce = stackRule({
  name: "dynamodb-declared-once",
  level: "mandatory",
  appliesTo: [types.table],
  description: "A contracted table is declared once, and its other Regions are replicas of it.",
  why: "Tables of the same name in several Regions are separate tables: nothing is replicated between them, and failover leads to other data.",
  fix: "Keep one table, and declare the other Regions in its replicas.",
  reach: "everywhere",
  slice: tables(),
  judge: (stack, configuration) =>
    configuration.tables.flatMap((contract) => {
      const own = tablesOf(stack).filter((table) => contractOf(table, [contract]) !== undefined);
      const isJoined = stack.links
        .ofType(types.oldGlobalTable)
        .some((globalTable) => property(globalTable.inputs, "name") === contract.name);
      return own.length < 2 || isJoined
        ? []
        : own.map(({ urn }) => violation(`${contract.name}: declared ${own.length} times`, urn));
    }),
});
