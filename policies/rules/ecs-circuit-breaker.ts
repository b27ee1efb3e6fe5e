import { flag, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const ecsCircuitBreaker = resourceRule({
  name: "ecs-circuit-breaker",
  level: "mandatory",
  appliesTo: [types.service],
  description: "A service that ECS deploys has a circuit breaker that rolls back.",
  why: "Without it a bad image is started again for ever, and a Region that is needed for failover has too few tasks.",
  fix: "Set deploymentCircuitBreaker: { enable: true, rollback: true }.",
  reach: "named",
  slice: nothing,
  // Other controllers deploy by rules of their own, and have no circuit breaker.
  concerns: ({ resource }) => {
    const controller = deploymentController(resource);
    return controller === "ECS" || controller instanceof UnknownValue;
  },
  judge: ({ resource }) => {
    const breaker = property(resource.inputs, "deploymentCircuitBreaker");
    const switches = ["enable", "rollback"].map((name) => ({
      path: `deploymentCircuitBreaker.${name}`,
      isOn: flag(property(breaker, name), false),
    }));
    return switches
      .filter(({ isOn }) => isOn !== true)
      .map(({ path, isOn }) => {
        if (deploymentController(resource) instanceof UnknownValue) {
          return unseen("deploymentController.type");
        }
        return isOn instanceof UnknownValue ? unseen(path) : violation(`${path}: it is off`);
      });
  },
});

function deploymentController({ inputs }: DeclaredResource): Declared {
  return property(property(inputs, "deploymentController"), "type") ?? "ECS";
}
