import { compareSchema } from "../../contract/compare-table";
import type { TableContract } from "../../contract/contract";
import { readDeclaredTable } from "../../contract/declared-table";
import { contractOf, hasHiddenName, isLeftToStack } from "../contracted-table";
import { resourceRule, unseen } from "../rule";
import { tables } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

const schemaFields = [
  "hashKey",
  "rangeKey",
  "attributes",
  "globalSecondaryIndexes",
  "timeToLiveAttribute",
] as const satisfies (keyof TableContract)[];

export const dynamodbSchema = resourceRule({
  name: "dynamodb-schema",
  level: "mandatory",
  appliesTo: [types.table],
  description: "A contracted table has the contract's keys, attributes, indexes and Time to Live.",
  why: "A service that is moved to another Region meets the same table there, or its queries fail; a changed key replaces the table, and its data is lost.",
  fix: "Declare the table as the contract says, or change the contract, for every stack at once.",
  reach: "everywhere",
  slice: tables(...schemaFields),
  concerns: ({ resource }, configuration) =>
    hasHiddenName(resource) || contractOf(resource, configuration.tables) !== undefined,
  judge: ({ resource }, configuration) => {
    const expected = contractOf(resource, configuration.tables);
    if (expected === undefined) {
      return [unseen("name: whether the table is a contracted one, for all rules of dynamodb")];
    }
    return findingsOf(
      compareSchema(expected, readDeclaredTable(resource, [])).filter(
        (difference) => !isLeftToStack(difference, resource),
      ),
    );
  },
});
