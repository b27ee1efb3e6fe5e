import { ignoredChangesRule } from "../ignored-changes";
import { nothing } from "../slice";
import * as types from "../types";

export const ecsIgnoredChanges = ignoredChangesRule({
  name: "ecs-ignored-changes",
  description: "Changes of guarded properties of a service are not ignored (ignoreChanges).",
  reach: "named",
  slice: nothing,
  guarded: {
    // Not desiredCount: with autoscaling it has to be ignored.
    [types.service]: ["deploymentCircuitBreaker", "networkConfiguration", "tags"],
  },
});
