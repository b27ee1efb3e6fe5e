import { numeric, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { computed, type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import type { Links } from "../../declared/links";
import { toScaledService } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";
import { foundInWords } from "../wording";

/** How many tasks carry the whole load, as a tag of the service. */
const wholeLoadTag = "failover:whole-load-tasks";

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
  const minima = links
    .ofType(types.scalingTarget)
    .filter(({ inputs }) => property(inputs, "serviceNamespace") === "ecs")
    .flatMap((target) => {
      const scaled = scaledServices(target, links);
      const minimum = numeric(property(target.inputs, "minCapacity"));
      if (!scaled.includes(service)) {
        return [];
      }
      return [scaled.length === 1 ? minimum : computed];
    });
  return minima.length > 0
    ? { path: "minCapacity of its scaling target", tasks: minima[0] }
    : { path: "desiredCount", tasks: numeric(property(service.inputs, "desiredCount"), 0) };
}

/** Services of several Regions often have the same name. */
function scaledServices(target: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const id = property(target.inputs, "resourceId");
  const link = links.follow(target, "resourceId", id, toScaledService);
  if (link.leadsTo === "several") {
    return link.resources.filter(({ region }) => region === target.region);
  }
  return link.leadsTo === "resource" ? [link.resource] : [];
}
