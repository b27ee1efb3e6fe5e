import type { TableContract } from "./contract";
import type { DeclaredTable } from "./declared-table";
import type { Difference } from "./difference";

/** Key schema, attributes, indexes and Time to Live. */
export declare function compareSchema(expected: TableContract, found: DeclaredTable): Difference[];
export declare function compareBillingMode(
  expected: Pick<TableContract, "billingMode">,
  found: DeclaredTable,
): Difference[];
/** The mode, never the key, of the table and of each replica. */
export declare function compareEncryption(
  expected: Pick<TableContract, "encryption">,
  found: DeclaredTable,
): Difference[];
/** Of the table and of each replica: AWS never synchronises it. */
export declare function comparePointInTimeRecovery(
  expected: Pick<TableContract, "pointInTimeRecovery">,
  found: DeclaredTable,
): Difference[];
/** Of the table and of each replica: AWS never synchronises it. */
export declare function compareDeletionProtection(
  expected: Pick<TableContract, "deletionProtection">,
  found: DeclaredTable,
): Difference[];
/** The contracted tags, on the table and on each replica; further tags are allowed. */
export declare function compareTags(
  expected: Pick<TableContract, "tags">,
  found: DeclaredTable,
): Difference[];
export declare function compareConsistency(
  expected: Pick<TableContract, "consistency">,
  found: DeclaredTable,
): Difference[];
/** A table with replicas has a stream of both images. */
export declare function compareStreams(found: DeclaredTable): Difference[];
export declare function compareMinimumRegions(
  expected: Pick<TableContract, "minimumRegions">,
  found: DeclaredTable,
): Difference[];
/** All of the above, and the name. */
export declare function compareTable(expected: TableContract, found: DeclaredTable): Difference[];
