import { flag, property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const ecsPublicAddress = resourceRule({
  name: "ecs-public-address",
  level: "mandatory",
  appliesTo: [types.service],
  description: "Tasks of a service have no public address.",
  why: "A task that can be reached directly bypasses the load balancer, its TLS and its health checks.",
  fix: "Set networkConfiguration.assignPublicIp: false, and reach AWS through endpoints of the VPC.",
  reach: "named",
  slice: nothing,
  judge: ({ resource }) => {
    const isPublic = flag(
      property(property(resource.inputs, "networkConfiguration"), "assignPublicIp"),
      false,
    );
    if (isPublic instanceof UnknownValue) {
      return [unseen("networkConfiguration.assignPublicIp")];
    }
    return isPublic === false ? [] : [violation("networkConfiguration.assignPublicIp: it is on")];
  },
});
