import { isAlias } from "../../contract/compare-limits";
import { property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { failoverRole, hasFailoverPolicy, isGiven } from "../declared-record";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53PrimaryCheck = resourceRule({
  name: "route53-primary-check",
  level: "mandatory",
  appliesTo: [types.record],
  description: "A PRIMARY record that is no alias has a health check.",
  why: "A record without a check counts as healthy for ever: nothing ever fails over.",
  fix: "Set healthCheckId to a check of what the record leads to.",
  slice: nothing,
  concerns: ({ resource }) => hasFailoverPolicy(resource) && !isAlias(resource),
  judge: ({ resource }) => {
    // An id that only AWS will know is still the id of a check.
    if (isGiven(property(resource.inputs, "healthCheckId"))) {
      return [];
    }
    const role = failoverRole(resource);
    if (role instanceof UnknownValue) {
      return [unseen("failoverRoutingPolicies: whether the record is a PRIMARY")];
    }
    return role === "PRIMARY" ? [violation("healthCheckId: found nothing on a PRIMARY")] : [];
  },
});
