import { isDeepStrictEqual } from "node:util";
import type { RecordSet, RecordType, Topology } from "../../failover/topology";
import { familiesOf, type NaiveAnswer, naiveAnswer } from "./naive-evaluator";
import { naiveSites } from "./naive-health";
import { subsets } from "./naive-worlds";

/** A combination of failed sites that an obligation does not survive. */
export interface NaiveViolation {
  failed: string[];
  answer: NaiveAnswer;
}

/**
 * The heart of F1, every combination asked for one by one: while any site of the name is healthy,
 * nobody is sent to another.
 */
export function leadsAstray(topology: Topology, name: string): NaiveViolation[] {
  return violations(
    topology,
    name,
    (failed) => sitesOfName(topology, name).filter((site) => !failed.includes(site)),
    (answer) => !answer.noAnswer,
  );
}

/** F2: everybody is sent to the sites that the records prefer among the healthy ones. */
export function leavesTheOrder(topology: Topology, name: string): NaiveViolation[] {
  return violations(
    topology,
    name,
    (failed) => preferredSites(topology, name, (site) => !failed.includes(site)),
    () => true,
  );
}

/** Whether some loss changes nothing for clients that were led to what is lost. */
export function neverSeen(topology: Topology, name: string): boolean {
  const sites = sitesOfName(topology, name);
  return subsets(naiveSites(topology)).some((before) => {
    const answer = naiveAnswer(topology, name, before);
    return subsets(answer.sites.filter((site) => !before.includes(site))).some((lost) => {
      const after = [...before, ...lost];
      const isSame = isDeepStrictEqual(naiveAnswer(topology, name, after), answer);
      return lost.length > 0 && isSame && sites.some((site) => !after.includes(site));
    });
  });
}

/** Sites of the name that no combination of failures leads anybody to. */
export function neverReached(topology: Topology, name: string): string[] {
  const reached = subsets(naiveSites(topology)).flatMap(
    (failed) => naiveAnswer(topology, name, failed).sites,
  );
  return sitesOfName(topology, name).filter((site) => !reached.includes(site));
}

/** Every site that a record below the name leads to. */
export function sitesOfName(topology: Topology, name: string): string[] {
  return sorted(
    familiesOf(topology, name).flatMap((family) => sitesBelow(topology, name, [family, "CNAME"])),
  );
}

function violations(
  topology: Topology,
  name: string,
  allowedWithout: (failed: string[]) => string[],
  isGood: (answer: NaiveAnswer) => boolean,
): NaiveViolation[] {
  return subsets(naiveSites(topology)).flatMap((failed) => {
    const allowed = allowedWithout(failed);
    const answer = naiveAnswer(topology, name, failed);
    const isAllowed =
      !answer.elsewhere && answer.sites.every((site) => allowed.includes(site)) && isGood(answer);
    return allowed.length === 0 || isAllowed ? [] : [{ failed, answer }];
  });
}

/** PRIMARY before SECONDARY, weights before none; all other records of a name are peers. */
function preferredSites(
  topology: Topology,
  name: string,
  isHealthy: (site: string) => boolean,
): string[] {
  const preferredBelow = (below: string, types: RecordType[], path: string[]): string[] => {
    const isUseful = (record: RecordSet) =>
      sitesOfRecord(topology, record, types, path).some(isHealthy);
    const ranks = ranksOf(recordsAt(topology, below, types)).map((rank) => rank.filter(isUseful));
    const first = ranks.find((rank) => rank.length > 0) ?? [];
    return first.flatMap(({ target }) =>
      target.kind === "alias" || target.kind === "cname"
        ? preferredBelow(target.name, types, path)
        : endpointSites(topology, target).filter(isHealthy),
    );
  };
  return sorted(
    familiesOf(topology, name).flatMap((family) => preferredBelow(name, [family, "CNAME"], [])),
  );
}

function ranksOf(group: RecordSet[]): RecordSet[][] {
  const rankOf = ({ routing }: RecordSet) =>
    (routing.kind === "failover" && routing.role === "SECONDARY") ||
    (routing.kind === "weighted" && routing.weight === 0)
      ? 1
      : 0;
  return [0, 1].map((rank) => group.filter((record) => rankOf(record) === rank));
}

function sitesBelow(
  topology: Topology,
  name: string,
  types: RecordType[],
  path: string[] = [],
): string[] {
  return path.includes(name)
    ? []
    : recordsAt(topology, name, types).flatMap((record) =>
        sitesOfRecord(topology, record, types, [...path, name]),
      );
}

function sitesOfRecord(
  topology: Topology,
  { target }: RecordSet,
  types: RecordType[],
  path: string[],
): string[] {
  return target.kind === "alias" || target.kind === "cname"
    ? sitesBelow(topology, target.name, types, path)
    : endpointSites(topology, target);
}

function endpointSites(topology: Topology, target: RecordSet["target"]): string[] {
  const ids =
    target.kind === "values"
      ? target.endpoints
      : target.kind === "aliasEndpoint"
        ? [target.endpoint]
        : [];
  return ids.flatMap((id) => topology.endpoints[id]?.site ?? []);
}

function recordsAt({ recordSets }: Topology, name: string, types: RecordType[]): RecordSet[] {
  return recordSets.filter((record) => record.name === name && types.includes(record.type));
}

function sorted(sites: string[]): string[] {
  return [...new Set(sites)].sort();
}
