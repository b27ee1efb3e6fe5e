import { behindFailoverRecords } from "../behind-records";
import { type Finding, stackRule } from "../rule";
import { both, section } from "../slice";
import { judged } from "../stack-view";
import * as types from "../types";
import { ecsCircuitBreaker } from "./ecs-circuit-breaker";
import { ecsIgnoredChanges } from "./ecs-ignored-changes";
import { ecsPublicAddress } from "./ecs-public-address";
import { elbDeregistrationDelay } from "./elb-deregistration-delay";
import { elbIgnoredChanges } from "./elb-ignored-changes";
import { elbInvalidHeaders } from "./elb-invalid-headers";
import { elbKeepAlive } from "./elb-keep-alive";
import { elbTargetHealthPath } from "./elb-target-health-path";
import { elbTlsPolicy } from "./elb-tls-policy";

/** The rules of single resources that ask for a coverage. */
const rules = [
  elbKeepAlive,
  elbDeregistrationDelay,
  elbTargetHealthPath,
  elbTlsPolicy,
  elbInvalidHeaders,
  elbIgnoredChanges,
  ecsPublicAddress,
  ecsCircuitBreaker,
  ecsIgnoredChanges,
];

export const elbBehindFailover = stackRule({
  name: "elb-behind-failover",
  level: "mandatory",
  appliesTo: [types.record],
  description:
    "Without any coverage: load balancers and services that a failover record leads to keep the rules of elb and ecs.",
  why: "They serve the clients of a failover name, whoever declares them; those of other programs are left alone.",
  fix: "See the rule that each sentence names.",
  reach: "open",
  slice: both(
    section("loadBalancer", "keepAliveMaximumSeconds", "deregistrationDelayMaximumSeconds"),
    section("healthCheck", "path"),
  ),
  judge: (stack, configuration) =>
    behindFailoverRecords(stack).flatMap((resource) => {
      const subject = judged(stack, resource);
      return rules
        .filter((rule) => rule.appliesTo.includes(resource.type))
        .filter((rule) => rule.concerns(subject, configuration))
        .flatMap((rule) =>
          rule.judge(subject, configuration).map((finding): Finding => ({
            ...finding,
            what: `${rule.name}: ${finding.what}`,
            resource: resource.urn,
          })),
        );
    }),
});
