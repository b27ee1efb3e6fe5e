import { hasFailoverPolicy } from "../declared-record";
import { advice, stackRule } from "../rule";
import { nothing } from "../slice";
import { isOneRegionOnly } from "../stack-view";
import * as types from "../types";

export const route53OtherStacks = stackRule({
  name: "route53-other-stacks",
  level: "advisory",
  appliesTo: [types.record],
  description: "A stack of one Region shows only its own part of the failover chain.",
  why: "Whether the parts fit (each PRIMARY with its SECONDARY, each link with the next, no loop) can be seen only over all stacks together.",
  fix: "Export every stack of the environment and run `failover prove --from FILE...` and `failover compare --from FILE...` over all of them.",
  slice: nothing,
  judge: (stack) =>
    isOneRegionOnly(stack) && stack.links.ofType(types.record).some(hasFailoverPolicy)
      ? [advice("the other parts of its failover chain are in other stacks")]
      : [],
});
