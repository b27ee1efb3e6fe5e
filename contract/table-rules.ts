import type { GlobalSecondaryIndexContract, TableContract } from "./contract";
import type { Fault } from "./faults";
import { itemPath, propertyPath } from "./paths";
import { oneOf, shown, suggestion } from "./wording";

/** DynamoDB API, Projection, NonKeyAttributes: the sum over all indexes of a table. */
const projectedAttributesPerTable = 100;
/** DynamoDB developer guide, multi-Region strong consistency: three replicas, or two and a witness. */
const strongReplicasMaximum = 3;

/** What a table of the right shape may not be, whatever the environment. */
export function tableFaults(table: TableContract, path: string): Fault[] {
  const indexes = table.globalSecondaryIndexes.map((index, position) => ({
    index,
    path: itemPath(`${path}.globalSecondaryIndexes`, position),
  }));
  return [
    ...keyFaults(table, table.attributes, path),
    ...indexes.flatMap((each) => keyFaults(each.index, table.attributes, each.path)),
    ...unusedAttributeFaults(table, path),
    ...repeatedNameFaults(indexes.map((each) => ({ name: each.index.name, path: each.path }))),
    ...indexes.flatMap((each) => projectionFaults(each.index, each.path)),
    ...projectedTotalFaults(table, path),
    ...timeToLiveFaults(table, path),
    ...strongFaults(table, path),
  ];
}

/** Names that must be unique among their neighbours. */
export function repeatedNameFaults(named: readonly { name: string; path: string }[]): Fault[] {
  const first = new Map<string, string>();
  return named.flatMap(({ name, path }) => {
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, path);
      return [];
    }
    const reason = `found ${shown(name)} again; allowed: a name that stands once (${earlier} has it too)`;
    return [{ path: `${path}.name`, reason }];
  });
}

interface Keys {
  hashKey: string;
  rangeKey: string | null;
}

function keyFaults(keys: Keys, attributes: TableContract["attributes"], path: string): Fault[] {
  const faults: Fault[] = [];
  for (const role of ["hashKey", "rangeKey"] as const) {
    const name = keys[role];
    if (name === null || Object.hasOwn(attributes, name)) continue;
    const declared = Object.keys(attributes);
    faults.push({
      path: `${path}.${role}`,
      reason: `found ${shown(name)}, which has no type in attributes; allowed: ${oneOf(declared)}, or add it to attributes${suggestion(name, declared)}`,
    });
  }
  if (keys.hashKey === keys.rangeKey) {
    faults.push({
      path: `${path}.rangeKey`,
      reason: `found ${shown(keys.rangeKey)}, which is the hashKey too; allowed: another attribute, or null`,
    });
  }
  return faults;
}

function unusedAttributeFaults(table: TableContract, path: string): Fault[] {
  const keys = [table, ...table.globalSecondaryIndexes];
  const used = new Set(keys.flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]));
  return Object.keys(table.attributes)
    .filter((name) => !used.has(name))
    .map((name) => ({
      path: propertyPath(`${path}.attributes`, name),
      reason: `found ${shown(name)}, which no key uses; allowed: only attributes that are a hashKey or rangeKey of the table or of an index (other attributes need no declaration): remove it`,
    }));
}

function projectionFaults(index: GlobalSecondaryIndexContract, path: string): Fault[] {
  const count = index.nonKeyAttributes.length;
  if (index.projectionType === "INCLUDE" && count === 0) {
    return [
      {
        path: `${path}.nonKeyAttributes`,
        reason: `found an empty list with projectionType "INCLUDE"; allowed: 1 to 20 names, or projectionType "KEYS_ONLY"`,
      },
    ];
  }
  if (index.projectionType !== "INCLUDE" && count > 0) {
    return [
      {
        path: `${path}.nonKeyAttributes`,
        reason: `found ${shown(index.nonKeyAttributes)} with projectionType ${shown(index.projectionType)}; allowed: an empty list, or projectionType "INCLUDE"`,
      },
    ];
  }
  return [];
}

function projectedTotalFaults(table: TableContract, path: string): Fault[] {
  const projected = table.globalSecondaryIndexes.map((index) => index.nonKeyAttributes.length);
  const total = projected.reduce((sum, count) => sum + count, 0);
  if (total <= projectedAttributesPerTable) return [];
  return [
    {
      path: `${path}.globalSecondaryIndexes`,
      reason: `found ${total} nonKeyAttributes over all indexes; allowed: at most ${projectedAttributesPerTable} (a name counts once for each index): project "ALL" in some index, or less`,
    },
  ];
}

function timeToLiveFaults(table: TableContract, path: string): Fault[] {
  const name = table.timeToLiveAttribute;
  if (name === null) return [];
  const faults: Fault[] = [];
  if (table.consistency === "STRONG") {
    faults.push({
      path: `${path}.timeToLiveAttribute`,
      reason: `found ${shown(name)} with consistency "STRONG"; allowed: null, because DynamoDB has no Time to Live on a STRONG table, or consistency "EVENTUAL"`,
    });
  }
  const type = Object.hasOwn(table.attributes, name) ? table.attributes[name] : undefined;
  if (type !== undefined && type !== "N") {
    faults.push({
      path: `${path}.timeToLiveAttribute`,
      reason: `found ${shown(name)}, a key attribute of type ${shown(type)}; allowed: an attribute that holds a number ("N"): DynamoDB never expires an item by another type`,
    });
  }
  return faults;
}

function strongFaults(table: TableContract, path: string): Fault[] {
  if (table.consistency !== "STRONG" || table.minimumRegions <= strongReplicasMaximum) return [];
  return [
    {
      path: `${path}.minimumRegions`,
      reason: `found ${table.minimumRegions} with consistency "STRONG"; allowed: at most ${strongReplicasMaximum}, because a STRONG table has three replicas, or two and a witness`,
    },
  ];
}
