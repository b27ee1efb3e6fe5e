import type { RecordSet, RecordType, Topology } from "../../failover/topology";
import { type Family, groupOf, own, recordIsHealthy, type World } from "./naive-health";
import { chooseRecords, type Client, everyClient } from "./naive-routing";
import {
  allEqual,
  inEveryWorld,
  noAnswer,
  otherFamily,
  type Outcome,
  type Outcomes,
  union,
  unknown,
} from "./naive-worlds";

/**
 * Route 53's answers, said again from the words of its documentation and from nothing else: slow,
 * without memory between questions, one small rule after the other. What is not known is tried both
 * ways; an answer that then comes out differently is unknown.
 *
 * Pages of the Route 53 developer guide that the rules quote:
 * - [choosing] How Amazon Route 53 chooses records when health checking is configured
 * - [complex] How health checks work in complex Amazon Route 53 configurations
 * - [determining] How Amazon Route 53 determines whether a health check is healthy
 * - [values] Values that you specify when you create or update health checks
 * - [alias] Choosing between alias and non-alias records
 * and [API] the descriptions of `ResourceRecordSet`, `AliasTarget` and `HealthCheckConfig`.
 */
export interface NaiveAnswer {
  /** Every site that some client may be sent to, sorted. */
  sites: string[];
  /** Some client gets no address at all. */
  noAnswer: boolean;
  /** Some client may be led to what is not declared. */
  elsewhere: boolean;
  /** It cannot be told from what is declared; `sites` is then all that it may be. */
  unknown: boolean;
}

/** What the name leads to, with `failedSites` gone and every health check aware of it. */
export function naiveAnswer(
  topology: Topology,
  name: string,
  failedSites: readonly string[],
): NaiveAnswer {
  const failed = new Set(failedSites);
  const worlds = inEveryWorld((guess) =>
    lookUpForAll(
      { topology, noticedBy: () => failed, guess, determining: [], lookUpForAll },
      name,
      familiesOf(topology, name),
    ),
  );
  const outcomes = union(worlds);
  return {
    sites: [...outcomes].filter((outcome) => typeof outcome === "string").sort(),
    noAnswer: outcomes.has(noAnswer),
    elsewhere: outcomes.has(unknown),
    unknown: outcomes.has(unknown) || !allEqual(worlds),
  };
}

export function lookUpForAll(world: World, name: string, asked: Family[]): Outcomes {
  return union(
    everyClient(world.topology).map((client) => {
      const [first, ...others] = asked.map((family) => lookUp(world, name, family, client, []));
      if (first!.has(otherFamily)) {
        first!.add(noAnswer);
      }
      // A client without an address of the second family takes one of the first.
      const further = [...union(others)].filter((outcome) => outcome !== noAnswer);
      return new Set([...first!, ...further].filter((outcome) => outcome !== otherFamily));
    }),
  );
}

/** The families in which the name may lead to an address: nobody expects an answer in another. */
export function familiesOf(topology: Topology, name: string): Family[] {
  const led = (family: Family) => leadsToAddress(topology, name, [family, "CNAME"], []);
  const families = (["A", "AAAA"] as const).filter(led);
  return families.length > 0 ? families : ["A"];
}

function leadsToAddress(
  topology: Topology,
  name: string,
  types: RecordType[],
  path: string[],
): boolean {
  const records = topology.recordSets.filter((record) => record.name === name);
  const asked = records.filter(({ type }) => types.includes(type));
  return asked.some(({ target }) => {
    switch (target.kind) {
      case "values":
      case "aliasEndpoint":
      case "unknown":
        return true;
      case "cname":
      case "alias":
        return (
          mayExistElsewhere(topology, target) ||
          (!path.includes(name) && leadsToAddress(topology, target.name, types, [...path, name]))
        );
    }
  });
}

/** A name that nobody declares here may well exist elsewhere, with addresses of any family. */
function mayExistElsewhere(
  { recordSets }: Topology,
  target: Extract<RecordSet["target"], { kind: "cname" | "alias" }>,
): boolean {
  return !recordSets.some(
    ({ name, type }) => name === target.name && (target.kind === "cname" || type === target.type),
  );
}

/** [alias] "A CNAME record redirects queries for a domain name regardless of record type". */
function lookUp(
  world: World,
  name: string,
  family: Family,
  client: Client,
  path: string[],
): Outcomes {
  const has = (type: RecordType) => groupOf(world, name, type).length > 0;
  const hasAddresses = has("A") || has("AAAA");
  if (has("CNAME")) {
    // RFC 1034, section 3.6.2: beside a CNAME there is nothing else, and Route 53 refuses it.
    return hasAddresses
      ? new Set([unknown])
      : answerOfGroup(world, name, "CNAME", family, client, path);
  }
  if (has(family)) {
    return answerOfGroup(world, name, family, family, client, path);
  }
  // A name that nobody declares here may well exist elsewhere.
  return new Set([hasAddresses ? otherFamily : unknown]);
}

function answerOfGroup(
  world: World,
  name: string,
  type: RecordType,
  family: Family,
  client: Client,
  path: string[],
): Outcomes {
  const key = `${name} ${type}`;
  if (path.includes(key)) {
    // Records that lead back to themselves never come to an address.
    return new Set([noAnswer]);
  }
  const group = groupOf(world, name, type);
  const chosen =
    group.length === 0
      ? undefined
      : chooseRecords(group, client, (record) => recordIsHealthy(world, record));
  if (chosen === undefined) {
    return new Set([unknown]);
  }
  return chosen.length === 0
    ? new Set([noAnswer])
    : union(chosen.map((record) => follow(world, record, family, client, [...path, key])));
}

function follow(
  world: World,
  { target }: RecordSet,
  family: Family,
  client: Client,
  path: string[],
): Outcomes {
  const siteOf = (id: string): Outcome => own(world.topology.endpoints, id)?.site ?? unknown;
  switch (target.kind) {
    case "values":
      return new Set(target.endpoints.length === 0 ? [noAnswer] : target.endpoints.map(siteOf));
    case "aliasEndpoint":
      return new Set([siteOf(target.endpoint)]);
    case "cname":
      // [alias] "A CNAME record is followed by a recursive resolver": a question of its own.
      return lookUp(world, target.name, family, client, path);
    case "alias":
      // [alias] "Route 53 responds as if the query had asked for the record that is referenced".
      return answerOfGroup(world, target.name, target.type, family, client, path);
    case "unknown":
      return new Set([unknown]);
  }
}
