import { type DeclaredTable, readDeclaredTable } from "../contract/declared-table";
import { findCandidates } from "../contract/table-parts";
import type { DeclaredResource } from "../declared/declared-resource";
import type { StackView } from "./stack-view";
import * as types from "./types";

/** Every table of a stack. */
export function tablesOf({ links }: StackView): readonly DeclaredResource[] {
  return links.ofType(types.table);
}

/** Reads tables with all that other resources of the stack add to them. */
export function tableReader({ resources }: StackView): (table: DeclaredResource) => DeclaredTable {
  const candidatesFor = findCandidates(resources);
  return (table) => readDeclaredTable(table, candidatesFor(table));
}
