import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { advice, stackRule, unseen } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53InsufficientData = stackRule({
  name: "route53-insufficient-data",
  level: "advisory",
  appliesTo: [types.healthCheck],
  description: "A health check of a CloudWatch alarm is unhealthy while the alarm has no data.",
  why: "A lost Region often reports nothing at all: the check then stays as it was, or counts as healthy.",
  fix: 'Set insufficientDataHealthStatus: "Unhealthy", if the metric is published without gaps.',
  slice: nothing,
  judge: ({ links }) =>
    links
      .ofType(types.healthCheck)
      .filter((check) => check.inputs["type"] === "CLOUDWATCH_METRIC")
      .flatMap((check) => {
        const status = readDeclaredHealthCheck(check).insufficientDataHealthStatus;
        if (status instanceof UnknownValue) {
          return [unseen("insufficientDataHealthStatus", check.urn)];
        }
        return status === "Unhealthy"
          ? []
          : [advice("insufficientDataHealthStatus: not Unhealthy", check.urn)];
      }),
});
