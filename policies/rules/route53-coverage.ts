import { asksEndpoint, readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { hasFailoverPolicy } from "../declared-record";
import { isManualSwitch } from "../manual-switch";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import { mustHold, type StackView } from "../stack-view";
import * as types from "../types";

export const route53Coverage = stackRule({
  name: "route53-coverage",
  level: "mandatory",
  appliesTo: [types.stack],
  description:
    "A stack that the coverage names for all or region declares a health check for each of its Regions, and failover records.",
  why: "Without them nobody notices that a Region is lost, or nobody is moved.",
  fix: "Declare the health check and the records, or name the stack with another scope in the coverage.",
  reach: "named",
  slice: nothing,
  judge: (stack) =>
    mustHold(stack, "region") ? [...missingChecks(stack), ...missingRecords(stack)] : [],
});

function missingChecks({ links, settings }: StackView): Finding[] {
  const checks = links.ofType(types.healthCheck);
  const ofEndpoints = checks.filter(
    (check) => asksEndpoint(readDeclaredHealthCheck(check).type) && isManualSwitch(check) !== true,
  );
  const expected = settings.scope === "region" ? 1 : (settings.regions?.length ?? 1);
  if (ofEndpoints.length >= expected) {
    return [];
  }
  const isUnclear = checks.some(
    (check) => readDeclaredHealthCheck(check).type instanceof UnknownValue,
  );
  return [
    isUnclear
      ? unseen("type: which health checks ask an endpoint")
      : violation(`health checks of endpoints: found ${ofEndpoints.length}, expected ${expected}`),
  ];
}

function missingRecords({ links, settings }: StackView): Finding[] {
  // With a single Region there is nothing to fail over to.
  return settings.regions?.length === 1 || links.ofType(types.record).some(hasFailoverPolicy)
    ? []
    : [violation("no record with a failover policy is declared")];
}
