import { ignoredChangesRule } from "../ignored-changes";
import { nothing } from "../slice";
import * as types from "../types";

export const route53IgnoredChanges = ignoredChangesRule({
  name: "route53-ignored-changes",
  description:
    "Changes of what decides a failover are not ignored on health checks and records (ignoreChanges).",
  reach: "covered",
  slice: nothing,
  guarded: {
    [types.healthCheck]: [
      "childHealthThreshold",
      "childHealthchecks",
      "disabled",
      "enableSni",
      "failureThreshold",
      "fqdn",
      "invertHealthcheck",
      "ipAddress",
      "port",
      "regions",
      "requestInterval",
      "resourcePath",
      "type",
    ],
    [types.record]: [
      "aliases",
      "failoverRoutingPolicies",
      "healthCheckId",
      "name",
      "records",
      "setIdentifier",
      "ttl",
      "type",
    ],
  },
});
