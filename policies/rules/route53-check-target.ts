import { property } from "../../contract/declared-fields";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { hasRoutingPolicy, isGiven } from "../declared-record";
import { canonicalName } from "../../failover/dns-names";
import { toHealthCheck, toRecord } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";
import { isUntraceable } from "../untraceable";

export const route53CheckTarget = stackRule({
  name: "route53-check-target",
  level: "mandatory",
  appliesTo: [types.record],
  description: "No health check asks the name that it guards.",
  why: "The check then sees whichever Region the name leads to: after a failover it turns healthy, and traffic goes back to the lost Region. AWS calls its results unpredictable.",
  fix: "Let the check ask a name of the Region's own, such as us-east-1.app.example.com.",
  slice: nothing,
  judge: (stack) =>
    stack.links
      .ofType(types.record)
      .filter((record) => hasRoutingPolicy(record) && isGiven(record.inputs["healthCheckId"]))
      .flatMap((record) => judgeRecord(record, stack)),
});

function judgeRecord(record: DeclaredResource, stack: StackView): Finding[] {
  const id = property(record.inputs, "healthCheckId");
  const link = stack.links.follow(record, "healthCheckId", id, toHealthCheck);
  if (link.leadsTo === "several" || isUntraceable(link, record, "healthCheckId")) {
    return [unseen("healthCheckId: which check it is", record.urn)];
  }
  return link.leadsTo === "resource" ? judgeCheck(link.resource, record, stack) : [];
}

function judgeCheck(
  check: DeclaredResource,
  record: DeclaredResource,
  { links }: StackView,
): Finding[] {
  const target = property(check.inputs, "fqdn");
  const guarded = property(record.inputs, "name");
  if (typeof target === "string" && typeof guarded === "string") {
    return canonicalName(target) === canonicalName(guarded)
      ? [violation("fqdn: it is the name that the check guards", check.urn)]
      : [];
  }
  const link = links.follow(check, "fqdn", target, toRecord);
  if (link.leadsTo === "resource") {
    const name = property(link.resource.inputs, "name");
    return typeof name === "string" && name === guarded
      ? [violation("fqdn: it is the name that the check guards", check.urn)]
      : [];
  }
  const comesFromElsewhere = (check.propertyDependencies["fqdn"] ?? []).length > 0;
  return [target, guarded].some((name) => name instanceof UnknownValue) && !comesFromElsewhere
    ? [unseen("fqdn: whether it is the name that the check guards", check.urn)]
    : [];
}
