import { computed, UnknownValue } from "../declared/declared-resource";
import type { TableContract } from "./contract";
import { type DeclaredObject, withoutAbsent } from "./declared-fields";
import type { DeclaredIndex, DeclaredTable } from "./declared-table";
import type { Declared } from "./difference";

export type SchemaContract = Pick<
  TableContract,
  "hashKey" | "rangeKey" | "attributes" | "globalSecondaryIndexes" | "timeToLiveAttribute"
>;

/** A schema as values that can be compared place by place: indexes by their names. */
export function contractedSchema(contract: SchemaContract): DeclaredObject {
  return withoutAbsent({
    hashKey: contract.hashKey,
    rangeKey: contract.rangeKey ?? undefined,
    attributes: contract.attributes,
    globalSecondaryIndexes: Object.fromEntries(
      contract.globalSecondaryIndexes.map((index) => [
        index.name,
        withoutAbsent({
          hashKey: index.hashKey,
          rangeKey: index.rangeKey ?? undefined,
          projectionType: index.projectionType,
          nonKeyAttributes: [...index.nonKeyAttributes].sort(),
        }),
      ]),
    ),
    localSecondaryIndexes: {},
    timeToLiveAttribute: contract.timeToLiveAttribute ?? undefined,
  });
}

export function declaredSchema(table: DeclaredTable): DeclaredObject {
  return withoutAbsent({
    hashKey: table.hashKey,
    rangeKey: table.rangeKey,
    attributes: table.attributes,
    globalSecondaryIndexes: byName(table.globalSecondaryIndexes),
    localSecondaryIndexes: byName(table.localSecondaryIndexes),
    timeToLiveAttribute: table.timeToLiveAttribute,
  });
}

/** Where a name is repeated, which DynamoDB refuses, all that bear it; unknown where a name is. */
function byName(indexes: DeclaredIndex[] | UnknownValue): Declared {
  if (indexes instanceof UnknownValue) return indexes;
  const named = new Map<string, DeclaredObject[]>();
  for (const { name, ...index } of indexes) {
    if (typeof name !== "string") return name instanceof UnknownValue ? name : computed;
    named.set(name, [...(named.get(name) ?? []), withoutAbsent(index)]);
  }
  return Object.fromEntries(
    [...named].map(([name, found]) => [name, found.length === 1 ? found[0]! : found]),
  );
}
