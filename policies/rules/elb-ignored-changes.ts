import { ignoredChangesRule } from "../ignored-changes";
import { nothing } from "../slice";
import * as types from "../types";

export const elbIgnoredChanges = ignoredChangesRule({
  name: "elb-ignored-changes",
  description: "Changes of guarded properties of a load balancer are not ignored (ignoreChanges).",
  reach: "named",
  slice: nothing,
  guarded: Object.fromEntries([
    ...types.loadBalancers.map((type) => [type, ["clientKeepAlive", "dropInvalidHeaderFields"]]),
    ...types.targetGroups.map((type) => [type, ["deregistrationDelay", "healthCheck"]]),
    ...types.listeners.map((type) => [type, ["protocol", "sslPolicy"]]),
  ]) as Record<string, string[]>,
});
