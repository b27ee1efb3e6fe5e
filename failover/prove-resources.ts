import type { Objectives } from "../contract/contract";
import { property } from "../contract/declared-fields";
import type { DeclaredResource } from "../declared/declared-resource";
import { Links } from "../declared/links";
import { wholeLoadTag } from "./capacity";
import type { Assumptions } from "./constants";
import { canonicalName } from "./dns-names";
import { findFailoverNames, findLooseEnds, findNames } from "./failover-names";
import type { Judgement } from "./judgement";
import { judgeObligation, type Obligation, type ObligationId } from "./obligation";
import { prove, type Proof } from "./proof";
import { input } from "./reading/values";
import { RegionObligations } from "./region-obligations";
import { readTopology } from "./topology-from-resources";
import type { Topology, Unknown } from "./topology";
import { topologyParts } from "./topology-parts";

export interface ProofOptions {
  /** The name to prove, in any form. @default the only failover name that is declared */
  name?: string;
  /**
   * Regions that the name has to lead to.
   * @default those that hold a service tagged to carry the whole load, if there is one failover name
   */
  regions?: readonly string[];
  /** Times and counts that Route 53 does not publish. @default `assumptions` */
  assumed?: Assumptions;
}

export type ProofOutcome =
  | { kind: "proof"; proof: Proof; topology: Topology }
  /** Nothing tells which of these is meant. */
  | { kind: "several names"; names: string[] }
  /** No record with a routing policy is declared. */
  | { kind: "no failover name" }
  /** No record is declared for the name that was asked for. */
  | { kind: "unknown name"; name: string; names: string[] };

/** What resources declare, read once for every name that is proved. */
export interface DeclaredFailover {
  links: Links;
  topology: Topology;
  /** Of the topology what a name depends on. */
  partOf: (name: string) => Topology;
  regionObligations: RegionObligations;
  /** See `findFailoverNames`. */
  failoverNames: string[];
}

/** @param resources Of every stack that belongs to it, whatever they were read from. */
export function readFailover(
  resources: readonly DeclaredResource[],
  links = new Links(resources),
): DeclaredFailover {
  const topology = readTopology(resources, links);
  return {
    links,
    topology,
    partOf: topologyParts(topology),
    regionObligations: new RegionObligations(resources, links, topology),
    failoverNames: findFailoverNames(topology),
  };
}

/** Proves or refutes the failover that resources declare: F1 to F7. */
export function proveResources(
  resources: readonly DeclaredResource[],
  objectives: Objectives,
  options: ProofOptions = {},
): ProofOutcome {
  const failover = readFailover(resources);
  const { topology, failoverNames } = failover;
  const [onlyName, ...otherNames] = failoverNames;
  const name = options.name === undefined ? onlyName : canonicalName(options.name);
  if (name === undefined) {
    return { kind: "no failover name" };
  }
  if (options.name === undefined && otherNames.length > 0) {
    return { kind: "several names", names: failoverNames };
  }
  const names = findNames(topology);
  if (!names.includes(name)) {
    return { kind: "unknown name", name, names: failoverNames.length > 0 ? failoverNames : names };
  }
  return { kind: "proof", proof: proveName(failover, name, objectives, options), topology };
}

/** @param name In canonical form, one that records are declared for. */
export function proveName(
  { links, partOf, regionObligations, failoverNames }: DeclaredFailover,
  name: string,
  { rtoSeconds, rpoSeconds }: Objectives,
  { regions = [], assumed }: Omit<ProofOptions, "name"> = {},
): Proof {
  const topology = partOf(name);
  const looseEnds = findLooseEnds(topology, name);
  return prove({
    // Sites that nobody sees are missing from every obligation.
    topology: { ...topology, unknowns: [...topology.unknowns, ...looseEnds] },
    name,
    rtoSeconds,
    expectedSites: [
      ...new Set([...regions, ...(failoverNames.length === 1 ? regionsWithWholeLoad(links) : [])]),
    ],
    proveOthers: (sites, cases) => {
      const { F5, F6, F7 } = regionObligations.judge(sites, cases, rpoSeconds);
      return [
        needing("F5", F5, looseEnds),
        needing("F6", F6, looseEnds),
        needing("F7", F7, looseEnds),
      ];
    },
    ...(assumed === undefined ? {} : { assumed }),
  });
}

function needing(id: ObligationId, judgement: Judgement, looseEnds: Unknown[]): Obligation {
  const { holds, counterexamples, unknown, reason } = judgement;
  return holds === null
    ? { id, ...judgement }
    : judgeObligation(id, counterexamples, [...unknown, ...looseEnds], reason);
}

/** A Region whose service is tagged to carry the whole load is meant to be failed over to. */
function regionsWithWholeLoad(links: Links): string[] {
  return links
    .ofType("aws:ecs/service:Service")
    .filter((service) => property(input(service, "tags"), wholeLoadTag) !== undefined)
    .flatMap(({ region }) => region ?? []);
}
