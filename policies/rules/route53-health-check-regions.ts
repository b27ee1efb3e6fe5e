import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

/** Route 53 API, HealthCheckConfig, Regions. */
const fewestRegions = 3;

export const route53HealthCheckRegions = resourceRule({
  name: "route53-health-check-regions",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "A health check is made from all checker Regions, or from at least three.",
  why: "With fewer, trouble of the checkers themselves decides: the loss of a checker's Region looks like the loss of yours. AWS refuses fewer than three.",
  fix: "Leave regions out, so that checkers of all Regions ask. Once it is set, removing it has no effect: list all of them, or replace the check.",
  slice: nothing,
  concerns: ({ resource }) => readDeclaredHealthCheck(resource).checkerRegions !== undefined,
  judge: ({ resource }) => {
    const { checkerRegions } = readDeclaredHealthCheck(resource);
    if (checkerRegions instanceof UnknownValue) {
      return [unseen("regions")];
    }
    const count = Array.isArray(checkerRegions) ? new Set(checkerRegions).size : 0;
    return count >= fewestRegions
      ? []
      : [violation(`regions: found ${count}; allowed: at least ${fewestRegions}, or none for all`)];
  },
});
