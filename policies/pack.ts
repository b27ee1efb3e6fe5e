import type { Policies } from "@pulumi/policy";
import type { PackEnvironment } from "./pack-environment";
import { resourcePolicy } from "./resource-policy";
import { resourceRules, stackRules } from "./rules";
import { stackPolicy } from "./stack-policy";

/** All rules as policies of Pulumi's. */
export function policies(environment: PackEnvironment): Policies {
  return [
    ...resourceRules.map((rule) => resourcePolicy(rule, environment)),
    stackPolicy(stackRules, environment),
  ];
}
