import { flag, property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const elbInvalidHeaders = resourceRule({
  name: "elb-invalid-headers",
  level: "mandatory",
  appliesTo: types.loadBalancers,
  description: "An application load balancer drops header fields that are not valid HTTP.",
  why: "Otherwise it passes them on, and requests can be smuggled past it; Regions that differ in it treat the same request differently.",
  fix: "Set dropInvalidHeaderFields: true.",
  reach: "named",
  slice: nothing,
  concerns: ({ resource }) => {
    const type = property(resource.inputs, "loadBalancerType") ?? "application";
    return type === "application" || type instanceof UnknownValue;
  },
  judge: ({ resource }) => {
    const drops = flag(property(resource.inputs, "dropInvalidHeaderFields"), false);
    if (drops instanceof UnknownValue) {
      return [unseen("dropInvalidHeaderFields")];
    }
    return drops === true ? [] : [violation("dropInvalidHeaderFields: it is off")];
  },
});
