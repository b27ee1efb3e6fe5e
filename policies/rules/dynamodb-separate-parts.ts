import { compareTable } from "../../contract/compare-table";
import type { Difference } from "../../contract/difference";
import { readDeclaredTable } from "../../contract/declared-table";
import { findParts } from "../../contract/table-parts";
import type { DeclaredResource } from "../../declared/declared-resource";
import { contractOf, isLeftToStack } from "../contracted-table";
import { tableReader, tablesOf } from "../declared-tables";
import { ignoredFindings } from "../ignored-changes";
import { type Finding, stackRule } from "../rule";
import { tables } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";
import { findingsOf } from "../wording";

/** What is judged of each kind of part. */
const guarded: Readonly<Record<string, readonly string[]>> = {
  [types.tableReplica]: ["deletionProtectionEnabled", "kmsKeyArn", "pointInTimeRecovery", "tags"],
  [types.globalSecondaryIndex]: ["keySchemas", "projection"],
};

export const dynamodbSeparateParts = stackRule({
  name: "dynamodb-separate-parts",
  level: "mandatory",
  appliesTo: [types.table],
  description:
    "A contracted table is as contracted together with the indexes and replicas that are resources of their own, and has all of them.",
  why: "Such a table can be judged only as a whole; each part alone can look right.",
  fix: "Declare what is missing, in the table or as a resource of its own, as the contract says, and ignore no change of it.",
  reach: "everywhere",
  slice: tables(
    "hashKey",
    "rangeKey",
    "attributes",
    "globalSecondaryIndexes",
    "timeToLiveAttribute",
    "billingMode",
    "encryption",
    "consistency",
    "pointInTimeRecovery",
    "deletionProtection",
    "minimumRegions",
    "tags",
  ),
  judge: (stack, configuration) => {
    const read = tableReader(stack);
    return tablesOf(stack).flatMap((table) => {
      const contract = contractOf(table, configuration.tables);
      if (contract === undefined) {
        return [];
      }
      const whole = compareTable(contract, read(table));
      // The rules of single resources have said this already.
      const known = new Set(
        compareTable(contract, readDeclaredTable(table, []))
          .filter((difference) => !isLeftToStack(difference, table))
          .map(identity),
      );
      return [
        ...findingsOf(
          whole.filter((difference) => !known.has(identity(difference))),
          table.urn,
        ),
        ...ignoredInParts(table, stack),
      ];
    });
  },
});

/** The rule `dynamodb-ignored-changes` sees only the table. */
function ignoredInParts(table: DeclaredResource, stack: StackView): Finding[] {
  const { indexes, replicas } = findParts(table, stack.resources);
  return [...indexes.own, ...replicas.own].flatMap((part) =>
    ignoredFindings(stack.ignoreChanges(part), guarded[part.type] ?? [], part.urn),
  );
}

function identity({ path, found }: Difference): string {
  return JSON.stringify([path, found]);
}
