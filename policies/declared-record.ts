import { items, property } from "../contract/declared-fields";
import type { Declared } from "../contract/difference";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";

const routingPolicies = [
  "failoverRoutingPolicies",
  "weightedRoutingPolicies",
  "latencyRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "cidrRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];

/** Whether a record is one of several for the same name, of which Route 53 chooses. */
export function hasRoutingPolicy({ inputs }: DeclaredResource): boolean {
  return routingPolicies.some((policy) => isGiven(property(inputs, policy)));
}

export function hasFailoverPolicy({ inputs }: DeclaredResource): boolean {
  return isGiven(property(inputs, "failoverRoutingPolicies"));
}

/** `PRIMARY` or `SECONDARY`; `undefined` where the record has no failover policy. */
export function failoverRole({ inputs }: DeclaredResource): Declared {
  const policies = items(property(inputs, "failoverRoutingPolicies"));
  return policies instanceof UnknownValue ? policies : property(policies[0], "type");
}

/** The only alias target that a record can have; `undefined` where it is no alias. */
export function aliasTarget({ inputs }: DeclaredResource): Declared {
  const aliases = items(property(inputs, "aliases"));
  return aliases instanceof UnknownValue ? aliases : aliases[0];
}

/** The provider reports what a record has not as empty, zero or false. */
export function isGiven(value: Declared): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== "" &&
    value !== false &&
    !(Array.isArray(value) && value.length === 0)
  );
}
