import type { TableContract } from "../contract/contract";
import { items, property } from "../contract/declared-fields";
import { type DeclaredTable, readDeclaredTable } from "../contract/declared-table";
import type { Difference } from "../contract/difference";
import { propertyPath } from "../contract/paths";
import { physicalName } from "../contract/table-parts";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import { type Finding, resourceRule, type ResourceRule, type RuleMetadata } from "./rule";
import { tables, type TableSlice } from "./slice";
import * as types from "./types";
import { findingsOf } from "./wording";

interface TableRuleDefinition<Field extends keyof TableContract> extends Omit<
  RuleMetadata,
  "appliesTo" | "level"
> {
  /** What the rule reads of a table's contract, besides its name. */
  fields: Field[];
  compare: (expected: TableSlice<Field>, found: DeclaredTable) => Difference[];
  /** What is wrong whatever the contract says. @default nothing */
  judgeFurther?: (table: DeclaredResource) => Finding[];
}

/** A rule that holds a table to its contract, in every stack that declares the table. */
export function tableRule<Field extends keyof TableContract>({
  fields,
  compare,
  judgeFurther = () => [],
  ...metadata
}: TableRuleDefinition<Field>): ResourceRule {
  return resourceRule({
    ...metadata,
    level: "mandatory",
    appliesTo: [types.table],
    reach: "everywhere",
    slice: tables(...fields),
    concerns: ({ resource }, configuration) =>
      contractOf(resource, configuration.tables) !== undefined,
    judge: ({ resource }, configuration): Finding[] => {
      const expected = contractOf(resource, configuration.tables);
      return expected === undefined
        ? []
        : [
            ...findingsOf(
              compare(expected, readDeclaredTable(resource, [])).filter(
                (difference) => !isLeftToStack(difference, resource),
              ),
            ),
            ...judgeFurther(resource),
          ];
    },
  });
}

/** Tables are told by their physical names. */
export function contractOf<Contracted extends { name: string }>(
  table: DeclaredResource,
  contracted: readonly Contracted[],
): Contracted | undefined {
  const name = physicalName(table);
  return name === undefined ? undefined : contracted.find((contract) => contract.name === name);
}

/** Whether a table may turn out to be a contracted one. Without a name Pulumi makes up another. */
export function hasHiddenName({ inputs }: DeclaredResource): boolean {
  return inputs["name"] instanceof UnknownValue;
}

/**
 * Whether indexes, or replicas, may be resources of their own: then the table has none in itself, and
 * only the whole stack shows what is missing (rule `dynamodb-separate-parts`).
 */
export function mayBeSeparate(
  { inputs }: DeclaredResource,
  part: "globalSecondaryIndexes" | "replicas",
): boolean {
  const list = items(property(inputs, part));
  return Array.isArray(list) && list.length === 0;
}

/** Whether a table's departure from its contract is only that a part may be separate. */
export function isLeftToStack({ path, found }: Difference, table: DeclaredResource): boolean {
  if (path === "minimumRegions" || path === "consistency") {
    return mayBeSeparate(table, "replicas");
  }
  // A separate index brings the attributes of its keys with it.
  return (
    found === undefined &&
    (path.startsWith("globalSecondaryIndexes") || isAttributeOfIndexes(path, table)) &&
    mayBeSeparate(table, "globalSecondaryIndexes")
  );
}

function isAttributeOfIndexes(path: string, { inputs }: DeclaredResource): boolean {
  const ofTableKeys = ["hashKey", "rangeKey"]
    .map((role) => property(inputs, role))
    .filter((name) => typeof name === "string")
    .map((name) => propertyPath("attributes", name));
  return path.startsWith("attributes") && !ofTableKeys.includes(path);
}
