import { compareKeepAlive } from "../../contract/compare-limits";
import { resourceRule } from "../rule";
import { section } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

export const elbKeepAlive = resourceRule({
  name: "elb-keep-alive",
  level: "mandatory",
  appliesTo: types.loadBalancers,
  description:
    "An application load balancer keeps client connections at most as long as contracted.",
  why: "Open connections do not follow DNS: clients stay with a Region that they were moved away from, for an hour by default.",
  fix: "Set clientKeepAlive; undeclared it is 3600 s.",
  reach: "named",
  slice: section("loadBalancer", "keepAliveMaximumSeconds"),
  judge: ({ resource }, { loadBalancer }) => findingsOf(compareKeepAlive(loadBalancer, resource)),
});
