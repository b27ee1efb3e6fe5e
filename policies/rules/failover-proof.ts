import { wholenessOf } from "../../failover/failover-names";
import { demands, type Obligation, type ObligationId } from "../../failover/obligation";
import type { Proof } from "../../failover/proof";
import { proveName, readFailover } from "../../failover/prove-resources";
import { untilUpdate } from "../../failover/reading/values";
import type { RecordSet, Topology } from "../../failover/topology";
import { inWords } from "../../failover/wording";
import { advice, type Finding, stackRule, unseen, violation } from "../rule";
import { section } from "../slice";
import { isOneRegionOnly, mustHold } from "../stack-view";
import * as types from "../types";

/** Counterexamples that are told of one obligation; `failover prove` shows the others. */
const mostTold = 3;

export const failoverProof = stackRule({
  name: "failover-proof",
  level: "mandatory",
  appliesTo: [types.record],
  description:
    "Every combination of failed Regions leaves clients with a healthy one, within the contract's objectives.",
  why: "Records, checks and tables that are right one by one can still send clients to a Region that has failed, too late, or to one without its data.",
  fix: "Change what the sentence names. `failover prove --from FILE` over the stack's export, or its preview, shows every combination.",
  slice: section("objectives", "rtoSeconds", "rpoSeconds"),
  judge: (stack, { objectives }) => {
    // What a stack of one Region leads to is in the other stacks: see route53-other-stacks.
    if (isOneRegionOnly(stack)) {
      return [];
    }
    const failover = readFailover(stack.resources, stack.links);
    const isDemanded = mustHold(stack, "region");
    const regions = isDemanded ? (stack.settings.regions ?? []) : [];
    return failover.failoverNames.flatMap((name) => {
      const part = failover.partOf(name);
      const resource = firstRecord(part, name);
      const wholeness = isDemanded ? "whole" : wholenessOf(part, name);
      switch (wholeness) {
        case "whole":
          return findingsOf(proveName(failover, name, objectives, { regions }), resource);
        case "partial":
          return [advice(`${name} is not proved: a part of it is not in this stack`, resource)];
        case "without failover records":
          return [];
      }
    });
  },
});

/** That of the first choice, so that an exemption stays where it was given. */
function firstRecord({ recordSets }: Topology, name: string): string | undefined {
  const records = recordSets.filter((record) => record.name === name);
  const isPrimary = ({ routing }: RecordSet) =>
    routing.kind === "failover" && routing.role === "PRIMARY";
  return (records.find(isPrimary) ?? records[0])?.id;
}

/** Names and Regions are told: what a name server answers is no secret. */
function findingsOf({ name, obligations }: Proof, resource: string | undefined): Finding[] {
  const needing = new Map<string, ObligationId[]>();
  for (const { id, unknown } of obligations) {
    for (const { subject, reason } of unknown) {
      const needed = `${subject}: ${reason}`;
      needing.set(needed, [...(needing.get(needed) ?? []), id]);
    }
  }
  return [
    ...obligations.flatMap((obligation) => refutations(obligation, name, resource)),
    ...[...needing].map(([needed, ids]) =>
      (needed.includes(untilUpdate) ? unseen : violation)(
        `${name}: ${inWords(ids)} cannot be told: ${needed}`,
        resource,
      ),
    ),
  ];
}

function refutations(
  { id, counterexamples }: Obligation,
  name: string,
  resource: string | undefined,
): Finding[] {
  const refuted = `${name}: ${id} (${demands[id]}) is refuted`;
  const told = counterexamples.slice(0, mostTold);
  const others = counterexamples.length - told.length;
  return [
    ...told.map(({ because }) => violation(`${refuted}: ${because}`, resource)),
    ...(others > 0 ? [violation(`${refuted} in ${others} more ways`, resource)] : []),
  ];
}
