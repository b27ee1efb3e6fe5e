import {
  computed,
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "../declared/declared-resource";
import { filled, inOrder, items, property, sortedList } from "./declared-fields";
import type { DeclaredIndex } from "./declared-table";
import type { Declared } from "./difference";
import type { PartsOfOneKind } from "./table-parts";

/** The indexes that a table declares in itself and those that are resources of their own, by name. */
export function globalIndexes(
  table: DeclaredResource,
  separate: PartsOfOneKind,
): DeclaredIndex[] | UnknownValue {
  const [hidden] = separate.unclear;
  const inline = items(property(table.inputs, "globalSecondaryIndexes"));
  if (hidden !== undefined || inline instanceof UnknownValue)
    return hidden ?? (inline as UnknownValue);
  const own = separate.own.map(readSeparateIndex);
  // AWS reports the separate ones as the table's too.
  const isSeparate = ({ name }: DeclaredIndex) =>
    typeof name === "string" && own.some((index) => index.name === name);
  return byName([...inline.map(readIndex).filter((index) => !isSeparate(index)), ...own]);
}

export function localIndexes(table: DeclaredResource): DeclaredIndex[] | UnknownValue {
  const inline = items(property(table.inputs, "localSecondaryIndexes"));
  return inline instanceof UnknownValue ? inline : byName(inline.map(readIndex));
}

/** Attribute name to type, of the table's own list and of the separate indexes' keys. */
export function attributeTypes(table: DeclaredResource, separate: PartsOfOneKind): Declared {
  const lists = [
    { list: property(table.inputs, "attributes"), name: "name", type: "type" },
    ...separate.own.map(({ inputs }) => ({
      list: property(inputs, "keySchemas"),
      name: "attributeName",
      type: "attributeType",
    })),
  ];
  const types = new Map<string, Set<DeclaredValue>>();
  for (const { list, name: nameOf, type: typeOf } of lists) {
    const entries = items(list);
    if (entries instanceof UnknownValue) return entries;
    for (const entry of entries) {
      const [name, type] = [property(entry, nameOf), property(entry, typeOf) ?? null];
      if (typeof name !== "string") return name instanceof UnknownValue ? name : computed;
      types.set(name, (types.get(name) ?? new Set()).add(type));
    }
  }
  const [hidden] = separate.unclear;
  return (
    hidden ?? Object.fromEntries([...types].map(([name, found]) => [name, single([...found])!]))
  );
}

function readIndex(block: Declared): DeclaredIndex {
  return {
    name: property(block, "name"),
    ...keys(block),
    projectionType: property(block, "projectionType"),
    nonKeyAttributes: sortedList(property(block, "nonKeyAttributes")) ?? [],
  };
}

function readSeparateIndex({ inputs }: DeclaredResource): DeclaredIndex {
  const projection = property(inputs, "projection");
  return {
    name: property(inputs, "indexName"),
    ...keys(inputs),
    projectionType: property(projection, "projectionType"),
    nonKeyAttributes: sortedList(property(projection, "nonKeyAttributes")) ?? [],
  };
}

/** `hashKey` and `rangeKey`, or the same as `keySchemas`, whose order counts within a key type. */
function keys(block: Declared): Pick<DeclaredIndex, "hashKey" | "rangeKey"> {
  const schemas = property(block, "keySchemas");
  if (schemas === undefined || (Array.isArray(schemas) && schemas.length === 0)) {
    return { hashKey: filled(block, "hashKey"), rangeKey: filled(block, "rangeKey") };
  }
  const entries = items(schemas);
  if (entries instanceof UnknownValue) return { hashKey: entries, rangeKey: entries };
  const hidden = entries
    .map((entry) => property(entry, "keyType"))
    .find((type) => type instanceof UnknownValue);
  if (hidden !== undefined) return { hashKey: hidden, rangeKey: hidden };
  const named = (type: string) =>
    single(
      entries
        .filter((entry) => property(entry, "keyType") === type)
        .map((entry) => property(entry, "attributeName") ?? null),
    );
  return { hashKey: named("HASH"), rangeKey: named("RANGE") };
}

/** The only value, several as a list, none as absent; unknown where one of them is. */
function single(values: DeclaredValue[]): Declared {
  if (values.length < 2) return values[0];
  return values.find((value) => value instanceof UnknownValue) ?? values;
}

function byName(indexes: readonly DeclaredIndex[]): DeclaredIndex[] {
  return [...indexes].sort((one, other) => inOrder(one.name, other.name));
}
