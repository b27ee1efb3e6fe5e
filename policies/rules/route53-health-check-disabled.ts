import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53HealthCheckDisabled = resourceRule({
  name: "route53-health-check-disabled",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "No health check is disabled.",
  why: "A disabled check counts as healthy for ever, and is still billed: traffic stays with a Region that is lost.",
  fix: "Leave disabled out. To move traffic away by hand, invert the check or use a manual switch.",
  slice: nothing,
  judge: ({ resource }) => {
    const { disabled } = readDeclaredHealthCheck(resource);
    if (disabled instanceof UnknownValue) {
      return [unseen("disabled")];
    }
    return disabled === false ? [] : [violation("disabled: the check counts as healthy for ever")];
  },
});
