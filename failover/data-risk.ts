import { type DeclaredTable, readDeclaredTable } from "../contract/declared-table";
import { findCandidates } from "../contract/table-parts";
import type { DeclaredResource } from "../declared/declared-resource";
import type { Links } from "../declared/links";
import {
  type AnsweredCase,
  caseFor,
  type Counterexample,
  judge,
  type Judgement,
  notJudged,
} from "./judgement";
import { isUnknown, whyUnknown, untilUpdate } from "./reading/values";
import { type Pair, ReplicationWatch } from "./replication-watch";
import type { Unknown } from "./topology";

const tableType = "aws:dynamodb/table:Table";

/** A global table as far as sites hold it. */
interface SharedTable {
  urn: string;
  /** The physical name, or the logical one where that is not known. */
  label: string;
  regions: string[];
  consistency: "EVENTUAL" | "STRONG";
}

/**
 * F5: what a loss can do to data. STRONG tables lose nothing. What EVENTUAL tables lose nothing that AWS
 * offers bounds, so that every ordered pair of their Regions must be watched: how late changes appear
 * (against `rpoSeconds`), and silence, which an alarm on AWS/DynamoDB never shows because such alarms
 * ignore missing data (DynamoDB developer guide, CloudWatch metrics of global tables).
 *
 * @param sites Regions between which clients are moved; replicas elsewhere are not judged.
 */
export function judgeDataRisk(
  resources: readonly DeclaredResource[],
  links: Links,
  sites: readonly string[],
  cases: readonly AnsweredCase[],
  rpoSeconds: number,
): Judgement {
  const { tables, unknown } = readSharedTables(resources, links, sites);
  if (tables.length === 0 && unknown.length === 0) {
    return notJudged(
      "no table with replicas in several of the sites is declared in what was given",
    );
  }
  const watch = new ReplicationWatch(links, rpoSeconds);
  const counterexamples: Counterexample[] = [];
  const eventual = tables.filter(({ consistency }) => consistency === "EVENTUAL");
  for (const { urn, label, regions } of eventual) {
    for (const pair of orderedPairs(regions)) {
      const { lacks, unclear } = watch.judge({ urn, label }, pair);
      unknown.push(...unclear);
      for (const because of lacks) {
        counterexamples.push({ ...caseFor(cases, pair.source, pair.destination), because });
      }
    }
  }
  return judge(counterexamples, unknown, inWords(tables, eventual));
}

function inWords(
  tables: readonly SharedTable[],
  eventual: readonly SharedTable[],
): string | undefined {
  const named = (some: readonly SharedTable[]) => some.map(({ label }) => label).join(", ");
  const strong = tables.filter((table) => !eventual.includes(table));
  const parts = [
    ...(strong.length === 0 ? [] : [`no data at risk in ${named(strong)}`]),
    ...(eventual.length === 0 ? [] : [`${named(eventual)}: watched, not bounded`]),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

function orderedPairs(regions: readonly string[]): Pair[] {
  return regions.flatMap((source) =>
    regions
      .filter((destination) => destination !== source)
      .map((destination) => ({ source, destination })),
  );
}

function readSharedTables(
  resources: readonly DeclaredResource[],
  links: Links,
  sites: readonly string[],
): { tables: SharedTable[]; unknown: Unknown[] } {
  const candidatesFor = findCandidates(resources);
  const tables = new Map<string, SharedTable>();
  const unknown: Unknown[] = [];
  for (const resource of links.ofType(tableType)) {
    const table = readDeclaredTable(resource, candidatesFor(resource));
    const label = typeof table.name === "string" ? table.name : resource.name;
    const reading = readSharedTable(table, sites);
    if ("reason" in reading) {
      unknown.push({ subject: `table ${label}`, reason: reading.reason });
    } else if (reading.regions.length > 1) {
      // Joined by a global table of 2017 the same table is declared in each of its Regions.
      tables.set([label, ...reading.regions].join(" "), { urn: resource.urn, label, ...reading });
    }
  }
  return { tables: [...tables.values()], unknown };
}

function readSharedTable(
  { region, replicas }: DeclaredTable,
  sites: readonly string[],
): Pick<SharedTable, "regions" | "consistency"> | { reason: string } {
  if (isUnknown(replicas)) {
    return { reason: `where its replicas are ${whyUnknown(replicas)}` };
  }
  if (replicas.length === 0) {
    return { regions: [], consistency: "EVENTUAL" };
  }
  const regions = [region, ...replicas.map((replica) => replica.region)];
  const hidden = regions.find(isUnknown);
  if (hidden !== undefined) {
    return { reason: `the Region of a replica ${whyUnknown(hidden)}` };
  }
  const consistencies = replicas.map(({ consistency }) => consistency);
  const known = consistencies.find((each) => each === "EVENTUAL" || each === "STRONG");
  if (known === undefined) {
    return { reason: `whether its replicas are EVENTUAL or STRONG is ${untilUpdate}` };
  }
  return {
    regions: sites.filter((site) => regions.includes(site)),
    consistency: consistencies.every((each) => each === "STRONG") ? "STRONG" : "EVENTUAL",
  };
}
