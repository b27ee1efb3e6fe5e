import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";

export const tableType = "aws:dynamodb/table:Table";

/** What of a table is declared by other resources. */
export interface TableParts {
  /** `aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex` */
  indexes: PartsOfOneKind;
  /** `aws:dynamodb/tableReplica:TableReplica` */
  replicas: PartsOfOneKind;
  /** `aws:dynamodb/globalTable:GlobalTable`, the version of 2017. */
  oldGlobalTables: PartsOfOneKind;
  /** The tables of the same name in other Regions, which an old global table joins. */
  siblings: DeclaredResource[];
}

export interface PartsOfOneKind {
  own: DeclaredResource[];
  /** Of each that may belong to the table or to another one: why that cannot be seen. */
  unclear: UnknownValue[];
}

/** The physical name of a table, if it can be seen. */
export function physicalName({ inputs, outputs }: DeclaredResource): string | undefined {
  return [inputs["name"], outputs["name"]].find((name) => typeof name === "string");
}

export function findParts(
  table: DeclaredResource,
  others: readonly DeclaredResource[],
): TableParts {
  const ofTables = others.filter(({ type }) => type.startsWith("aws:dynamodb/"));
  const parts = (type: string, key: string, isTarget: IsTarget) =>
    sortOut(
      ofTables.filter((other) => other.type === `aws:dynamodb/${type}`),
      (part) => belonging(part, key, table, others, isTarget),
    );
  return {
    indexes: parts("globalSecondaryIndex:GlobalSecondaryIndex", "tableName", isName),
    replicas: parts("tableReplica:TableReplica", "globalTableArn", isArn),
    oldGlobalTables: parts("globalTable:GlobalTable", "name", isNameInAnyRegion),
    siblings: ofTables.filter(
      (other) =>
        other.type === tableType &&
        other.urn !== table.urn &&
        physicalName(other) !== undefined &&
        physicalName(other) === physicalName(table),
    ),
  };
}

/**
 * For each of many tables the few resources that `findParts` has to look at: whatever may be a part of
 * some table, with the components around, and the tables of the same name.
 */
export function findCandidates(
  resources: readonly DeclaredResource[],
): (table: DeclaredResource) => DeclaredResource[] {
  const isTable = ({ type }: DeclaredResource) => type === tableType;
  const parts = resources.filter(
    (resource) => resource.type.startsWith("aws:dynamodb/") && !isTable(resource),
  );
  const components = parts.length === 0 ? [] : resources.filter(({ custom }) => !custom);
  const namesakes = new Map<string, DeclaredResource[]>();
  for (const table of resources.filter(isTable)) {
    const name = physicalName(table);
    if (name !== undefined) {
      namesakes.set(name, [...(namesakes.get(name) ?? []), table]);
    }
  }
  return (table) => {
    const siblings = namesakes.get(physicalName(table) ?? "") ?? [];
    return [...parts, ...components, ...siblings.filter(({ urn }) => urn !== table.urn)];
  };
}

type Belonging = "own" | "foreign" | UnknownValue;

/** Whether a value names the table; `undefined` where the table's own name cannot be seen. */
type IsTarget = (
  value: string,
  table: DeclaredResource,
  part: DeclaredResource,
) => boolean | undefined;

/**
 * A property that comes from a table belongs to that table. Otherwise its value decides; one that
 * cannot be seen and comes from something else than tables leads out of the stack.
 */
function belonging(
  part: DeclaredResource,
  key: string,
  table: DeclaredResource,
  others: readonly DeclaredResource[],
  isTarget: IsTarget,
): Belonging {
  const value = part.inputs[key];
  const sources = part.propertyDependencies[key] ?? [];
  const isNamed = typeof value === "string" ? isTarget(value, table, part) : undefined;
  if (isNamed === false) return "foreign";
  if (sources.includes(table.urn)) return "own";
  if (sources.some(isTableUrn)) return "foreign";
  if (isNamed === true) return "own";
  if (!(value instanceof UnknownValue)) return "foreign";
  // The output of a component can be that of a table inside it.
  const isUnclear = sources.length === 0 || comesFromAround(table, sources, others);
  return isUnclear ? value : "foreign";
}

/** `urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME` */
function isTableUrn(urn: string): boolean {
  return urn.split("::")[2]?.split("$").at(-1) === tableType;
}

const isNameInAnyRegion: IsTarget = (value, table) => {
  const name = physicalName(table);
  return name === undefined ? undefined : value === name;
};

const isName: IsTarget = (value, table, part) =>
  isOtherRegion(part.region, table.region) ? false : isNameInAnyRegion(value, table, part);

/** `arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME` */
const isArn: IsTarget = (value, table, part) => {
  const reported = table.outputs["arn"];
  if (typeof reported === "string") return value === reported;
  const [, , service, region, , resource = ""] = value.split(":");
  if (service !== "dynamodb" || !resource.startsWith("table/")) return false;
  return isOtherRegion(region, table.region)
    ? false
    : isNameInAnyRegion(resource.slice("table/".length), table, part);
};

function isOtherRegion(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** Whether one of the sources is a component that the table is in. */
function comesFromAround(
  table: DeclaredResource,
  sources: readonly string[],
  others: readonly DeclaredResource[],
): boolean {
  const seen = new Set<string>();
  for (let urn = table.parent; urn !== undefined && !seen.has(urn); urn = parentOf(urn, others)) {
    if (sources.includes(urn)) return true;
    seen.add(urn);
  }
  return false;
}

function parentOf(urn: string, resources: readonly DeclaredResource[]): string | undefined {
  return resources.find((resource) => resource.urn === urn)?.parent;
}

function sortOut(
  candidates: readonly DeclaredResource[],
  judge: (part: DeclaredResource) => Belonging,
): PartsOfOneKind {
  const judged = candidates.map((part) => ({ part, verdict: judge(part) }));
  return {
    own: judged.filter(({ verdict }) => verdict === "own").map(({ part }) => part),
    unclear: judged
      .map(({ verdict }) => verdict)
      .filter((verdict) => verdict instanceof UnknownValue),
  };
}
