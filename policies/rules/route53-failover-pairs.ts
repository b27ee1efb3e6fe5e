import { property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { failoverRole, hasFailoverPolicy, hasRoutingPolicy } from "../declared-record";
import { isOfHiddenSet, type RecordSet, recordSets } from "../record-sets";
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
    const records = stack.links.ofType(types.record).filter(hasRoutingPolicy);
    const hidden = records.filter((record) => hasFailoverPolicy(record) && isOfHiddenSet(record));
    const missing =
      hidden.length > 0
        ? missingOrHidden
        : isOneRegionOnly(stack)
          ? missingHere(advice)
          : missingHere(violation);
    return [
      ...hidden.map(({ urn }) => unseen("name and type: which record it makes a pair with", urn)),
      ...recordSets(records, stack.links).flatMap((set) => [
        ...rolesOf({ ...set, records: set.records.filter(hasFailoverPolicy) }, missing),
        ...repeatedIdentifiers(set),
      ]),
    ];
  },
});

type Role = "PRIMARY" | "SECONDARY";

/** What is said of a record that has no counterpart of a role. */
type Missing = (role: Role, urn: string) => Finding;

const otherRole = { PRIMARY: "SECONDARY", SECONDARY: "PRIMARY" } as const;

const missingHere =
  (kind: typeof violation): Missing =>
  (role, urn) =>
    kind(`a ${otherRole[role]} without a ${role} in this stack`, urn);

const missingOrHidden: Missing = (role, urn) =>
  unseen(`whether a record without a known name or type is its ${role}`, urn);

function rolesOf({ records, isUnclear }: RecordSet, missing: Missing): Finding[] {
  const unclear = records.filter((record) => failoverRole(record) instanceof UnknownValue);
  return [
    ...unclear.map(({ urn }) => unseen("failoverRoutingPolicies: its role", urn)),
    ...(["PRIMARY", "SECONDARY"] as const).flatMap((role) => {
      const own = records.filter((record) => failoverRole(record) === role);
      if (own.length > 1) {
        return own.map(({ urn }) =>
          isUnclear
            ? unseen(`zoneId: whether ${own.length} records are ${role} of one name`, urn)
            : violation(`${own.length} records are ${role} of its name`, urn),
        );
      }
      return own.length === 0 && unclear.length === 0
        ? records.map(({ urn }) => missing(role, urn))
        : [];
    }),
  ];
}

function repeatedIdentifiers({ records, isUnclear }: RecordSet): Finding[] {
  const identifiers = records.map(({ inputs }) => property(inputs, "setIdentifier"));
  return records.flatMap(({ urn }, index): Finding[] => {
    const identifier = identifiers[index];
    if (identifier instanceof UnknownValue && records.length > 1) {
      return [unseen("setIdentifier", urn)];
    }
    const isRepeated = identifiers.some(
      (other, position) => position !== index && other === identifier,
    );
    if (typeof identifier !== "string" || !isRepeated) {
      return [];
    }
    return isUnclear
      ? [unseen("zoneId: whether another record of the name has the same setIdentifier", urn)]
      : [violation("setIdentifier: another record of the name has the same", urn)];
  });
}
