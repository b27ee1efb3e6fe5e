import { computed, UnknownValue } from "../../declared/declared-resource";
import { type DeclaredReplica, type DeclaredTable, readDeclaredTable } from "../declared-table";
import type { Declared } from "../difference";
import { declaredSchema } from "../schema";
import { tableType } from "../table-parts";
import { comparePeers } from "./compare-peers";
import { byUrn } from "./failover-environments";
import type { ComparedStack, Peer, PeerComparison, PeerDifference } from "./peer";

interface TableInStack {
  stack: string;
  table: DeclaredTable;
}

/** Compares tables of the same physical name, and all replicas of each with one another. */
export function compareTablePeers(stacks: readonly ComparedStack[]): PeerComparison[] {
  const byName = new Map<string, TableInStack[]>();
  const nameless: PeerComparison[] = [];
  for (const found of stacks.flatMap((stack) => tablesOf(stack, stacks))) {
    const { name } = found.table;
    if (typeof name === "string") {
      byName.set(name, [...(byName.get(name) ?? []), found]);
    } else {
      nameless.push(withHiddenName(found));
    }
  }
  return [
    ...[...byName].map(([name, tables]) => ({
      subject: `table ${JSON.stringify(name)}`,
      peers: tables.flatMap(copiesOf).map(({ peer }) => peer),
      differences: tableDifferences(tables),
    })),
    ...nameless,
  ];
}

/** Indexes and replicas of a table may be declared in another stack, but not in a copy of its own. */
function tablesOf(own: ComparedStack, all: readonly ComparedStack[]): TableInStack[] {
  const tables = own.declared.resources.filter(({ type }) => type === tableType).sort(byUrn);
  const others = all.filter((other) => other === own || !isSameStack(other, own));
  const inSight = others.flatMap(({ declared }) => declared.resources);
  return tables.map((table) => ({
    stack: own.label,
    table: readDeclaredTable(
      table,
      inSight.filter((other) => other !== table),
    ),
  }));
}

function isSameStack(
  { declared: one }: ComparedStack,
  { declared: other }: ComparedStack,
): boolean {
  return one.project === other.project && one.stack === other.stack;
}

function withHiddenName({ stack, table }: TableInStack): PeerComparison {
  const peer = tablePeer({ stack, table });
  return {
    subject: `table of hidden name, declared as ${JSON.stringify(logicalName(table.urn))}`,
    peers: [peer],
    differences: [{ path: "name", values: [{ peer, value: table.name }] }],
  };
}

function tableDifferences(tables: readonly TableInStack[]): PeerDifference[] {
  const ofTables = (value: (table: DeclaredTable) => Declared, path = "") =>
    comparePeers(
      tables.map((found) => ({ peer: tablePeer(found), value: value(found.table) })),
      path,
    );
  const copies = tables.flatMap(copiesOf);
  const ofCopies = (name: keyof Copy) =>
    comparePeers(
      copies.map(({ peer, copy }) => ({ peer, value: copy[name] })),
      name,
    );
  return [
    ...ofTables(declaredSchema),
    ...ofTables(({ billingMode }) => billingMode, "billingMode"),
    ...ofTables(({ streamViewType }) => streamViewType, "streamViewType"),
    ...ofCopies("encryption"),
    ...comparePeers(
      copies
        .filter(({ copy }) => copy.consistency !== undefined)
        .map(({ peer, copy }) => ({ peer, value: copy.consistency })),
      "consistency",
    ),
    ...ofCopies("pointInTimeRecovery"),
    ...ofCopies("deletionProtection"),
    ...ofCopies("tags"),
    ...hiddenReplicas(tables),
  ];
}

/** The data of a table in one Region. */
interface Copy {
  encryption: Declared;
  /** Only of a replica: a table without any has no mode. */
  consistency: Declared;
  pointInTimeRecovery: Declared;
  deletionProtection: Declared;
  tags: Declared;
}

function copiesOf({ stack, table }: TableInStack): { peer: Peer; copy: Copy }[] {
  const replicas = Array.isArray(table.replicas) ? table.replicas : [];
  return [
    { peer: tablePeer({ stack, table }), copy: { ...table, consistency: undefined } },
    ...replicas.map((replica) => ({
      peer: inRegion(stack, table, replica.region),
      copy: { ...replica, tags: replicaTags(replica, table) },
    })),
  ];
}

function replicaTags(replica: DeclaredReplica, table: DeclaredTable): Declared {
  const { propagateTags, ownTags } = replica;
  if (propagateTags === undefined) return ownTags;
  if (propagateTags === false) return {};
  return propagateTags === true
    ? table.tags
    : propagateTags instanceof UnknownValue
      ? propagateTags
      : computed;
}

function hiddenReplicas(tables: readonly TableInStack[]): PeerDifference[] {
  const hidden = tables.filter(({ table }) => table.replicas instanceof UnknownValue);
  return hidden.length === 0
    ? []
    : [
        {
          path: "replicas",
          values: hidden.map((found) => ({
            peer: tablePeer(found),
            value: found.table.replicas as UnknownValue,
          })),
        },
      ];
}

function tablePeer({ stack, table }: TableInStack): Peer {
  return inRegion(stack, table, table.region);
}

function logicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function inRegion(stack: string, { urn }: DeclaredTable, region: Declared): Peer {
  return { stack, urn, name: typeof region === "string" ? region : "unknown Region" };
}
