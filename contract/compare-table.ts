import { UnknownValue } from "../declared/declared-resource";
import { compareConsistency, compareMinimumRegions, compareStreams } from "./compare-replication";
import {
  compareDeletionProtection,
  compareEncryption,
  comparePointInTimeRecovery,
  compareTags,
} from "./compare-protections";
import type { TableContract } from "./contract";
import type { DeclaredTable } from "./declared-table";
import type { Difference } from "./difference";
import { disagreements } from "./disagreements";
import { unequal } from "./limits";
import { contractedSchema, declaredSchema, type SchemaContract } from "./schema";

/** Key schema, attributes, indexes and Time to Live. */
export function compareSchema(expected: SchemaContract, found: DeclaredTable): Difference[] {
  return disagreements([contractedSchema(expected), declaredSchema(found)], "").map(
    ({ path, values: [contracted, declared] }) => ({ path, expected: contracted, found: declared }),
  );
}

export function compareBillingMode(
  expected: Pick<TableContract, "billingMode">,
  found: DeclaredTable,
): Difference[] {
  return unequal("billingMode", expected.billingMode, found.billingMode);
}

/**
 * Everything in which a declared table is not as contracted, its physical name included. What cannot
 * be seen is reported as unknown, once for each place.
 */
export function compareTable(expected: TableContract, found: DeclaredTable): Difference[] {
  const all = [
    ...unequal("name", expected.name, found.name),
    ...compareSchema(expected, found),
    ...compareBillingMode(expected, found),
    ...compareEncryption(expected, found),
    ...compareConsistency(expected, found),
    ...compareStreams(found),
    ...comparePointInTimeRecovery(expected, found),
    ...compareDeletionProtection(expected, found),
    ...compareTags(expected, found),
    ...compareMinimumRegions(expected, found),
  ];
  return found.replicas instanceof UnknownValue ? withoutRepetition(all) : all;
}

/** Several comparisons need the replicas, and each says that they cannot be seen. */
function withoutRepetition(differences: readonly Difference[]): Difference[] {
  const first = differences.findIndex(({ path }) => path === "replicas");
  return differences.filter(({ path }, index) => path !== "replicas" || index === first);
}
