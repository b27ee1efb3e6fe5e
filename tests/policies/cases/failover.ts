import { unknown } from "../edited-stack";
import type { RuleCase } from "./rule-case";

export const failoverCases: Record<string, RuleCase> = {
  "failover-proof": {
    subject: ["Record", "failover-link-1-primary"],
    mistakes: {
      "a first Region whose loss nobody notices": {
        edit: (stack) => {
          const primary = stack.find("Record", "failover-link-1-primary");
          const { healthCheckId: _check, ...others } = primary.propertyDependencies;
          Object.assign(primary, { propertyDependencies: others });
          stack.set("Record", "failover-link-1-primary", "healthCheckId", undefined);
        },
        says: "F1 (while any of its sites is healthy, the name leads to a healthy one) is refuted",
      },
      "a loss that is seen after the objective": {
        edit: (stack) => {
          stack.set("HealthCheck", "failover-us-east-1", "requestInterval", 30);
        },
        says: "over the objective of 60 s",
      },
      "a Region of the settings that no record leads to": {
        edit: (stack) => {
          stack.config[`${stack.project}:regions`] = JSON.stringify([
            ...(JSON.parse(stack.config[`${stack.project}:regions`]!) as string[]),
            "ap-northeast-1",
          ]);
        },
        says: "no record of app.example.com leads to ap-northeast-1",
      },
      "a policy of which nobody can tell what it answers": {
        edit: (stack) => {
          for (const role of ["primary", "secondary"]) {
            stack.set("Record", `failover-link-1-${role}`, "failoverRoutingPolicies", undefined);
            stack.set("Record", `failover-link-1-${role}`, "geoproximityRoutingPolicy", {
              awsRegion: "us-east-1",
            });
          }
        },
        says: "F1, F2, F3 and F4 cannot be told",
        at: ["Record", "failover-link-1-secondary"],
      },
    },
    unknown: {
      edit: (stack) => {
        stack.set("HealthCheck", "failover-us-east-1", "disabled", unknown);
      },
      says: "whether it is disabled or inverted is not known before the update",
    },
    notApplicable: (stack) => {
      stack.remove("Record");
    },
  },
};
