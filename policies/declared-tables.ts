import { type DeclaredTable, readDeclaredTable } from "../contract/declared-table";
import type { DeclaredResource } from "../declared/declared-resource";
import type { StackView } from "./stack-view";
import * as types from "./types";

/** Every table of a stack. */
export function tablesOf({ links }: StackView): readonly DeclaredResource[] {
  return links.ofType(types.table);
}

/** Reads tables with all that other resources of the stack add to them. */
export function tableReader({ resources }: StackView): (table: DeclaredResource) => DeclaredTable {
  // Components, because a separate replica can get a table's name from the component around it.
  const others = resources.filter(
    ({ type, custom }) => type.startsWith("aws:dynamodb/") || !custom,
  );
  return (table) =>
    readDeclaredTable(
      table,
      others.filter(({ urn }) => urn !== table.urn),
    );
}
