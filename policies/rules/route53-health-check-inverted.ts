import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { isManualSwitch } from "../manual-switch";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53HealthCheckInverted = resourceRule({
  name: "route53-health-check-inverted",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "A health check is inverted only as a manual switch on an object in an S3 bucket.",
  why: "An inverted check takes a working Region out of use and brings a broken one back.",
  fix: "Leave invertHealthcheck out, or make the check a manual switch: type HTTPS, with the bucket's own host name as fqdn.",
  slice: nothing,
  concerns: ({ resource }) => readDeclaredHealthCheck(resource).inverted !== false,
  judge: ({ resource }) => {
    const isSwitch = isManualSwitch(resource);
    if (isSwitch instanceof UnknownValue) {
      return [
        unseen("whether the inverted check is a manual switch: type, fqdn or invertHealthcheck"),
      ];
    }
    return isSwitch ? [] : [violation("invertHealthcheck: healthy and unhealthy are exchanged")];
  },
});
