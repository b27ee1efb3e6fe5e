import { compareDeregistrationDelay } from "../../contract/compare-limits";
import { resourceRule } from "../rule";
import { section } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

export const elbDeregistrationDelay = resourceRule({
  name: "elb-deregistration-delay",
  level: "mandatory",
  appliesTo: types.targetGroups,
  description: "A target that stops may finish its requests for at most as long as contracted.",
  why: "A deployment, or a task that is replaced, waits that long: recovery of a Region takes minutes longer.",
  fix: "Set deregistrationDelay; undeclared it is 300 s.",
  reach: "named",
  slice: section("loadBalancer", "deregistrationDelayMaximumSeconds"),
  judge: ({ resource }, { loadBalancer }) =>
    findingsOf(compareDeregistrationDelay(loadBalancer, resource)),
});
