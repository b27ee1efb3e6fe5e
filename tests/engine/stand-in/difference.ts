import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./grpc";
import { replacedEverywhere, replacedWhenChanged, setsOfType } from "./replacements";

export interface PropertyDifference {
  property: string;
  kind: "add" | "delete" | "update";
  /** Whether AWS cannot change it on the resource that exists. */
  replaces: boolean;
}

/** What an update from the old inputs to the new ones would change, as AWS compares them. */
export function findDifferences(
  type: string,
  oldInputs: Properties,
  newInputs: Properties,
): PropertyDifference[] {
  const properties = new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)]);
  return [...properties]
    .filter((property) => {
      const [before, after] = [oldInputs[property], newInputs[property]].map((value) =>
        withoutOrder(value, setsOfType[type] ?? [], property),
      );
      return !isDeepStrictEqual(before, after);
    })
    .map((property) => ({
      property,
      kind: kindOf(oldInputs[property], newInputs[property]),
      replaces:
        isReplaced(type, property) ||
        (property === "replicas" && recreatesReplica(oldInputs[property], newInputs[property])),
    }));
}

function kindOf(before: unknown, after: unknown): PropertyDifference["kind"] {
  if (before === undefined) {
    return "add";
  }
  return after === undefined ? "delete" : "update";
}

function isReplaced(type: string, property: string): boolean {
  const replaced = replacedWhenChanged[type];
  if (replaced === undefined || replacedEverywhere.includes(property)) {
    return replaced !== undefined;
  }
  return "allExcept" in replaced
    ? !replaced.allExcept.includes(property)
    : replaced.includes(property);
}

interface Replica {
  regionName: string;
  kmsKeyArn?: string;
  consistencyMode?: string;
}

/**
 * A replica that stays in its Region but gets another key or consistency is deleted and created
 * again (`updateReplica` in dynamodb/table.go of terraform-provider-aws).
 */
function recreatesReplica(before: unknown, after: unknown): boolean {
  const newReplicas = (after ?? []) as Replica[];
  return ((before ?? []) as Replica[]).some((old) =>
    newReplicas.some(
      (replica) =>
        replica.regionName === old.regionName &&
        (replica.kmsKeyArn !== old.kmsKeyArn || replica.consistencyMode !== old.consistencyMode),
    ),
  );
}

/** The value with the elements of its sets, and the keys of its objects, in an order of their own. */
function withoutOrder(value: unknown, sets: readonly string[], path: string): unknown {
  if (Array.isArray(value)) {
    const elements = value.map((element) => withoutOrder(element, sets, path));
    return sets.includes(path) ? elements.sort(byContent) : elements;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, child]) => [key, withoutOrder(child, sets, `${path}.${key}`)]),
  );
}

function byContent(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
