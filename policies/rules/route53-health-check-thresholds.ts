import { compareDetection, compareHealthCheck } from "../../contract/compare-health-check";
import { asksEndpoint, readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { isManualSwitch } from "../manual-switch";
import { resourceRule } from "../rule";
import { section } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

export const route53HealthCheckThresholds = resourceRule({
  name: "route53-health-check-thresholds",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description:
    "A health check that asks an endpoint has the contract's type, port and path, and at most its interval and threshold.",
  why: "Detection takes threshold times interval: a Region with a slower check, or one that asks less, is left too late, or never. A lower interval or threshold is stricter, and allowed.",
  fix: "Set type, port, resourcePath, requestInterval and failureThreshold as the contract says. Changing the type or the interval replaces the check.",
  slice: section("healthCheck", "type", "port", "path", "intervalSeconds", "failureThreshold"),
  concerns: ({ resource }) => {
    const { type } = readDeclaredHealthCheck(resource);
    return asksEndpoint(type) || type instanceof UnknownValue;
  },
  judge: ({ resource }, { healthCheck }) => {
    const found = readDeclaredHealthCheck(resource);
    // The manual switch asks a bucket, not the service.
    return findingsOf(
      isManualSwitch(resource) === true
        ? compareDetection(healthCheck, found)
        : compareHealthCheck(healthCheck, found),
    );
  },
});
