import { property } from "../../contract/declared-fields";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { failoverRole, hasFailoverPolicy, hasRoutingPolicy } from "../declared-record";
import { recordSets } from "../record-sets";
import { advice, type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import { isOneRegionOnly } from "../stack-view";
import * as types from "../types";

export const route53FailoverPairs = stackRule({
  name: "route53-failover-pairs",
  level: "mandatory",
  appliesTo: [types.record],
  description:
    "Of each failover name there is one PRIMARY and one SECONDARY, and records of one name have different set identifiers.",
  why: "A PRIMARY without its SECONDARY has nowhere to fail over to, and a SECONDARY without its PRIMARY is never left; AWS refuses a repeated role or identifier after the update has begun.",
  fix: "Declare the missing record, with the same name, type and zone, and a setIdentifier of its own.",
  slice: nothing,
  judge: (stack) => {
    const whereElse = isOneRegionOnly(stack) ? advice : violation;
    return [...recordSets(stack.links.ofType(types.record).filter(hasRoutingPolicy))].flatMap(
      (records) => [
        ...rolesOf(records.filter(hasFailoverPolicy), whereElse),
        ...repeatedIdentifiers(records),
      ],
    );
  },
});

function rolesOf(records: readonly DeclaredResource[], whereElse: typeof violation): Finding[] {
  const unclear = records.filter((record) => failoverRole(record) instanceof UnknownValue);
  return [
    ...unclear.map(({ urn }) => unseen("failoverRoutingPolicies: its role", urn)),
    ...["PRIMARY", "SECONDARY"].flatMap((role) => {
      const own = records.filter((record) => failoverRole(record) === role);
      const other = role === "PRIMARY" ? "SECONDARY" : "PRIMARY";
      if (own.length > 1) {
        return own.map(({ urn }) =>
          violation(`${own.length} records are ${role} of its name`, urn),
        );
      }
      return own.length === 0 && unclear.length === 0
        ? records.map(({ urn }) => whereElse(`a ${other} without a ${role} in this stack`, urn))
        : [];
    }),
  ];
}

function repeatedIdentifiers(records: readonly DeclaredResource[]): Finding[] {
  const identifiers = records.map(({ inputs }) => property(inputs, "setIdentifier"));
  return records.flatMap(({ urn }, index): Finding[] => {
    const identifier = identifiers[index];
    if (identifier instanceof UnknownValue && records.length > 1) {
      return [unseen("setIdentifier", urn)];
    }
    const isRepeated = identifiers.some(
      (other, position) => position !== index && other === identifier,
    );
    return typeof identifier === "string" && isRepeated
      ? [violation("setIdentifier: another record of the name has the same", urn)]
      : [];
  });
}
