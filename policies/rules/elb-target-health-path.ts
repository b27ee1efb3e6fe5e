import { property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { section } from "../slice";
import * as types from "../types";

export const elbTargetHealthPath = resourceRule({
  name: "elb-target-health-path",
  level: "mandatory",
  appliesTo: types.targetGroups,
  description: "The health check of targets is shallow: not the path that Route 53's checks ask.",
  why: "That path also asks the table: when the table is in trouble, the service would kill every healthy task and start new ones for ever.",
  fix: "Give the target group's health check a path that only says that the process serves, such as /live.",
  reach: "named",
  slice: section("healthCheck", "path"),
  judge: ({ resource }, { healthCheck }) => {
    const path = property(property(resource.inputs, "healthCheck"), "path");
    if (path instanceof UnknownValue) {
      return [unseen("healthCheck.path")];
    }
    return path === healthCheck.path
      ? [violation(`healthCheck.path: found ${JSON.stringify(healthCheck.path)}, the deep check`)]
      : [];
  },
});
