import type { TableContract } from "./contract";
import type { DeclaredEncryption } from "./declared-encryption";
import type { DeclaredTable } from "./declared-table";
import type { Declared, Difference } from "./difference";
import { property } from "./declared-fields";
import { inReplicas } from "./in-replicas";
import { unequal } from "./limits";
import { propertyPath } from "./paths";

/** The mode, never the key, of the table and of each replica. */
export function compareEncryption(
  { encryption: expected }: Pick<TableContract, "encryption">,
  found: DeclaredTable,
): Difference[] {
  return [
    ...unequal("encryption", expected, found.encryption).map((difference) =>
      because(difference, keyNamedByAlias(found.encryption)),
    ),
    ...inReplicas(found, (replica, path) =>
      unequal(`${path}.encryption`, expected, replica.encryption).map((difference) =>
        because(difference, keyNamedByAlias(replica.encryption) ?? keyOfEachRegion(expected)),
      ),
    ),
  ];
}

/** Of the table and of each replica: AWS never synchronises it. */
export function comparePointInTimeRecovery(
  expected: Pick<TableContract, "pointInTimeRecovery">,
  found: DeclaredTable,
): Difference[] {
  return everywhere("pointInTimeRecovery", expected.pointInTimeRecovery, found);
}

/** Of the table and of each replica: AWS never synchronises it. */
export function compareDeletionProtection(
  expected: Pick<TableContract, "deletionProtection">,
  found: DeclaredTable,
): Difference[] {
  return everywhere("deletionProtection", expected.deletionProtection, found);
}

/** The contracted tags, on the table and on each replica; further tags are allowed. */
export function compareTags(
  { tags: expected }: Pick<TableContract, "tags">,
  found: DeclaredTable,
): Difference[] {
  if (Object.keys(expected).length === 0) return [];
  return [
    ...missingTags("tags", expected, found.tags),
    ...inReplicas(found, (replica, path) =>
      replica.propagateTags === undefined
        ? missingTags(`${path}.tags`, expected, replica.ownTags)
        : unequal(`${path}.propagateTags`, true, replica.propagateTags).map((difference) =>
            because(difference, "AWS never copies tags to a replica by itself"),
          ),
    ),
  ];
}

function everywhere(
  name: "pointInTimeRecovery" | "deletionProtection",
  expected: boolean,
  found: DeclaredTable,
): Difference[] {
  return [
    ...unequal(name, expected, found[name]),
    ...inReplicas(found, (replica, path) => unequal(`${path}.${name}`, expected, replica[name])),
  ];
}

function missingTags(
  path: string,
  expected: Record<string, string>,
  found: Declared,
): Difference[] {
  return Object.entries(expected).flatMap(([name, value]) =>
    unequal(propertyPath(path, name), value, property(found, name)),
  );
}

function because(difference: Difference, reason: string | undefined): Difference {
  return reason === undefined ? difference : { ...difference, because: reason };
}

function keyNamedByAlias(found: Declared): string | undefined {
  return found === ("AWS_MANAGED_KEY_BY_ARN" satisfies DeclaredEncryption)
    ? "kmsKeyArn names alias/aws/dynamodb, and every update would then recreate the replicas; leave kmsKeyArn out"
    : undefined;
}

function keyOfEachRegion(expected: TableContract["encryption"]): string | undefined {
  return expected === "CUSTOMER_MANAGED_KEY"
    ? "a key serves one Region only; give the replica the kmsKeyArn of a key in its own"
    : undefined;
}
