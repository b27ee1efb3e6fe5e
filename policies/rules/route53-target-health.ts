import { flag, property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { aliasTarget, failoverRole, hasFailoverPolicy, isGiven } from "../declared-record";
import { advice, resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

/** Route 53 API, AliasTarget, HostedZoneId: of every CloudFront distribution, which has no health. */
const cloudFrontZone = "Z2FDTNDATAQYW2";

export const route53TargetHealth = resourceRule({
  name: "route53-target-health",
  level: "mandatory",
  appliesTo: [types.record],
  description:
    "A failover alias evaluates the health of its target, above all a PRIMARY without a health check.",
  why: "A PRIMARY alias with neither counts as healthy for ever, and nothing ever fails over; an alias in the middle of a chain does not back out of a branch where everything has failed.",
  fix: "Set evaluateTargetHealth: true on the alias, or give the record a healthCheckId.",
  slice: nothing,
  concerns: ({ resource }) => hasFailoverPolicy(resource) && isGiven(aliasTarget(resource)),
  judge: ({ resource }) => {
    const target = aliasTarget(resource);
    const evaluates = flag(property(target, "evaluateTargetHealth"), false);
    const role = failoverRole(resource);
    const hasCheck = isGiven(property(resource.inputs, "healthCheckId"));
    if (evaluates === true || property(target, "zoneId") === cloudFrontZone) {
      return [];
    }
    if (evaluates instanceof UnknownValue || (role instanceof UnknownValue && !hasCheck)) {
      return [unseen("aliases: whether a PRIMARY evaluates the health of its target")];
    }
    return role === "PRIMARY" && !hasCheck
      ? [violation("evaluateTargetHealth: off, on a PRIMARY without healthCheckId")]
      : [advice("evaluateTargetHealth: off")];
  },
});
