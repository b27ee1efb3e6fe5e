import { stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import { mustHold } from "../stack-view";
import * as types from "../types";

export const ecsCoverage = stackRule({
  name: "ecs-coverage",
  level: "mandatory",
  appliesTo: [types.stack],
  description:
    "A stack that the coverage names for all or region declares a service, in each of its Regions.",
  why: "A Region without a service has nothing to fail over to.",
  fix: "Declare the service, or name the stack with another scope in the coverage.",
  reach: "named",
  slice: nothing,
  judge: (stack) => {
    if (!mustHold(stack, "region")) {
      return [];
    }
    const services = stack.links.ofType(types.service);
    if (services.length === 0) {
      return [violation("no service of ECS is declared")];
    }
    const { scope, regions, ownRegion } = stack.settings;
    const expected = scope === "region" ? [ownRegion ?? ""].filter(Boolean) : (regions ?? []);
    const found = new Set(services.map(({ region }) => region));
    const missing = expected.filter((region) => !found.has(region));
    if (missing.length === 0) {
      return [];
    }
    // A service whose Region cannot be seen may be the one that is missing.
    return found.has(undefined)
      ? [unseen(`whether a service of ECS is in ${missing.join(", ")}`)]
      : [violation(`no service of ECS is declared in ${missing.join(", ")}`)];
  },
});
