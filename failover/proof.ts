import { answer } from "./answer";
import { type Assumptions, assumptions } from "./constants";
import { NameModel, type SiteSet } from "./name-model";
import type { AnsweredCase } from "./judgement";
import { areProven, judgeObligation, type Obligation } from "./obligation";
import { proveLastResort, proveOrder, proveReachable } from "./prove-answers";
import { proveTime } from "./prove-time";
import type { Recovery } from "./recovery";
import { States } from "./states";
import type { Topology, Unknown } from "./topology";

/** What is known of a failover name before anything is deployed. */
export interface Proof {
  /** Every judged obligation holds and nothing needed was unknown. */
  proven: boolean;
  name: string;
  /** Sites that the name leads to, first choice first. */
  sites: string[];
  /** The same in groups of equal rank. */
  ranks: string[][];
  /** Sites that only health checks of the name watch. */
  watchedSites: string[];
  obligations: Obligation[];
  /** Every combination of failed sites, by their number. */
  cases: Case[];
  /** Connections that are open when a site fails stay with it for as long as its load balancer lets them. */
  openConnections: OpenConnections[];
}

export interface Case extends AnsweredCase {
  /** Where it is false, `answer` is `null` because something that decides is not known. */
  known: boolean;
  /** From all healthy to exactly this; `null` where the answer does not change or a time is not known. */
  recovery: Recovery | null;
}

export interface OpenConnections {
  endpoint: string;
  site: string;
  /** Absent where it is not known. */
  keepAliveSeconds: number | undefined;
}

export interface ProofInput {
  topology: Topology;
  /** In canonical form. */
  name: string;
  rtoSeconds: number;
  /**
   * Sites that the name has to lead to besides those that it does.
   * @default none
   */
  expectedSites?: readonly string[];
  /**
   * Proves the other obligations (F5 to F7) for the sites of the name.
   * @default only F1 to F4 are judged
   */
  proveOthers?: (sites: readonly string[], cases: readonly Case[]) => Obligation[];
  /** @default `assumptions` */
  assumed?: Assumptions;
}

/** Sites up to which every combination is looked at; each further one doubles them. */
export const maximumSites = 16;

/** Proves or refutes F1 to F4 for every combination of failed sites and every change between them. */
export function prove(input: ProofInput): Proof {
  const { topology, name, proveOthers } = input;
  const model = new NameModel(topology, name, input.assumed ?? assumptions);
  const { cases, obligations } =
    model.sites.length > maximumSites ? tooManySites(input, model) : proveStates(input, model);
  const sites = model.sites.slice(0, model.siteCount);
  const all = [
    ...obligations.map((obligation) => needing(obligation, topology.unknowns)),
    ...(proveOthers?.(sites, cases) ?? []),
  ];
  return {
    proven: areProven(all),
    name,
    sites,
    ranks: model.ranks,
    watchedSites: model.sites.slice(model.siteCount),
    obligations: all,
    cases,
    openConnections: openConnections(model),
  };
}

type Judgement = Pick<Proof, "cases" | "obligations">;

function proveStates({ rtoSeconds, expectedSites }: ProofInput, model: NameModel): Judgement {
  const states = new States(model);
  return {
    obligations: [
      proveReachable(states, expectedSites ?? []),
      proveOrder(states),
      proveLastResort(states),
      proveTime(states, rtoSeconds),
    ],
    cases: states.all.map((failed) => caseOf(states, failed)),
  };
}

function caseOf(states: States, failed: SiteSet): Case {
  const { settled } = states.at(failed);
  const changes = settled && states.at(0).settled && !states.isSame(0, failed);
  const result = changes ? states.recovery(0, failed) : undefined;
  return {
    failed: states.model.namesOf(failed),
    answer: states.answer(failed),
    known: settled,
    recovery: result?.kind === "visible" ? result.recovery : null,
  };
}

function tooManySites({ topology, name }: ProofInput, { sites }: NameModel): Judgement {
  const unknown: Unknown = {
    subject: name,
    reason: `it depends on ${sites.length} sites, and every combination is looked at only up to ${maximumSites}`,
  };
  const atRest = answer(topology, name, new Set());
  return {
    obligations: (["F1", "F2", "F3", "F4"] as const).map((id) =>
      judgeObligation(id, [], [unknown]),
    ),
    cases: [
      {
        failed: [],
        answer: atRest.answer,
        known: atRest.unknown.length === 0,
        recovery: null,
      },
    ],
  };
}

/** What has no place in the topology may change every answer. */
function needing(obligation: Obligation, unknowns: readonly Unknown[]): Obligation {
  const { id, counterexamples, unknown, reason } = obligation;
  return judgeObligation(id, counterexamples, [...unknown, ...unknowns], reason);
}

function openConnections({ records, sites }: NameModel): OpenConnections[] {
  const endpoints = new Set(records.flatMap((record) => record.endpoints));
  return [...endpoints]
    .map(({ label, site, keepAliveSeconds }) => ({ endpoint: label, site, keepAliveSeconds }))
    .sort((one, other) => sites.indexOf(one.site) - sites.indexOf(other.site));
}
