import { numeric, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { computed, type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import type { Links } from "../../declared/links";
import { wholeLoadTag } from "../../failover/capacity";
import { toScaledService } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";
import { isUntraceable } from "../untraceable";
import { foundInWords } from "../wording";

export const ecsCapacityFloor = stackRule({
  name: "ecs-capacity-floor",
  level: "mandatory",
  appliesTo: [types.service],
  description: `A service runs at least the number of tasks that its tag ${wholeLoadTag} states.`,
  why: "A Region that has to scale out when another is lost depends on control planes in the middle of a failure, and on capacity that everybody wants at once.",
  fix: "Raise desiredCount, or minCapacity of its scaling target, to the number of the tag.",
  slice: nothing,
  judge: (stack) => stack.links.ofType(types.service).flatMap((service) => judge(service, stack)),
});

function judge(service: DeclaredResource, stack: StackView): Finding[] {
  const needed = numeric(property(property(service.inputs, "tags"), wholeLoadTag));
  if (needed === undefined) {
    return [];
  }
  const { path, tasks } = floorOf(service, stack);
  if (needed instanceof UnknownValue || tasks instanceof UnknownValue) {
    return [unseen(needed instanceof UnknownValue ? `tags["${wholeLoadTag}"]` : path, service.urn)];
  }
  if (typeof needed !== "number") {
    return [violation(`tags["${wholeLoadTag}"]: not a whole number`, service.urn)];
  }
  return typeof tasks === "number" && tasks >= needed
    ? []
    : [
        violation(
          `${path}: found ${foundInWords(tasks)}; the tag says at least ${needed}`,
          service.urn,
        ),
      ];
}

/** How many tasks run in any case: autoscaling never goes below its own minimum. */
function floorOf(
  service: DeclaredResource,
  { links }: StackView,
): { path: string; tasks: Declared } {
  const targets = links
    .ofType(types.scalingTarget)
    .filter(({ inputs }) => property(inputs, "serviceNamespace") === "ecs")
    .map((target) => ({ target, scaled: scaledServices(target, links) }));
  const own = targets.find(({ scaled }) => scaled?.includes(service));
  if (own !== undefined) {
    const minimum = numeric(property(own.target.inputs, "minCapacity"));
    return {
      path: "minCapacity of its scaling target",
      tasks: own.scaled?.length === 1 ? minimum : computed,
    };
  }
  return targets.some(({ scaled }) => scaled === undefined)
    ? { path: "whether a scaling target without a known service is its own", tasks: computed }
    : { path: "desiredCount", tasks: numeric(property(service.inputs, "desiredCount"), 0) };
}

/** `undefined` where nothing tells. Services of several Regions often have the same name. */
function scaledServices(
  target: DeclaredResource,
  links: Links,
): readonly DeclaredResource[] | undefined {
  const id = property(target.inputs, "resourceId");
  const link = links.follow(target, "resourceId", id, toScaledService);
  if (isUntraceable(link, target, "resourceId")) {
    return undefined;
  }
  if (link.leadsTo === "several") {
    return link.resources.filter(({ region }) => region === target.region);
  }
  return link.leadsTo === "resource" ? [link.resource] : [];
}
