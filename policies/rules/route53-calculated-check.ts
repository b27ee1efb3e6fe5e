import { items, property } from "../../contract/declared-fields";
import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53CalculatedCheck = resourceRule({
  name: "route53-calculated-check",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "A calculated health check can become both healthy and unhealthy.",
  why: "With a threshold of 0 it is always healthy and never fails over; with one above its number of children it is always unhealthy.",
  fix: "Set childHealthThreshold to at least 1 and at most the number of childHealthchecks.",
  slice: nothing,
  concerns: ({ resource }) => property(resource.inputs, "type") === "CALCULATED",
  judge: ({ resource }) => {
    const { childHealthThreshold: threshold } = readDeclaredHealthCheck(resource);
    const children = items(property(resource.inputs, "childHealthchecks"));
    if (threshold instanceof UnknownValue || children instanceof UnknownValue) {
      return [
        unseen(threshold instanceof UnknownValue ? "childHealthThreshold" : "childHealthchecks"),
      ];
    }
    if (typeof threshold !== "number") {
      return [violation("childHealthThreshold: not declared, and AWS documents no default")];
    }
    if (threshold <= 0) {
      return [violation("childHealthThreshold: found 0, so that the check is always healthy")];
    }
    return threshold <= children.length
      ? []
      : [
          violation(
            `childHealthThreshold: found ${threshold} with ${children.length} childHealthchecks, so that the check is always unhealthy`,
          ),
        ];
  },
});
