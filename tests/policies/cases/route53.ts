import { type EditedStack, unknown } from "../edited-stack";
import type { Edit, Place, RuleCase } from "./rule-case";

type Value = Parameters<EditedStack["set"]>[3];

const check: Place = ["HealthCheck", "failover-us-west-2"];
const primary: Place = ["Record", "failover-link-1-primary"];
const secondary: Place = ["Record", "failover-link-1-secondary"];

const set =
  (place: Place, path: string, value: Value): Edit =>
  (stack) =>
    stack.set(...place, path, value);

/** Makes a record an alias to the load balancer of us-east-1. */
const asAlias =
  (place: Place, evaluateTargetHealth: Value): Edit =>
  (stack) => {
    const record = stack.find(...place);
    for (const path of ["ttl", "records", "healthCheckId"]) {
      stack.set(...place, path, undefined);
    }
    stack.set(...place, "type", "A");
    stack.set(...place, "aliases", [
      { name: unknown, zoneId: unknown, evaluateTargetHealth: evaluateTargetHealth ?? false },
    ]);
    record.propertyDependencies = { aliases: [stack.find("LoadBalancer", "app-us-east-1").urn] };
  };

const calculated =
  (childHealthThreshold: Value, children = 2): Edit =>
  (stack) => {
    stack.find(...check).properties = {
      type: "CALCULATED",
      childHealthThreshold: childHealthThreshold ?? null,
      childHealthchecks: Array.from({ length: children }, () => unknown),
    };
  };

const manualSwitch: Edit = (stack) => {
  stack.find(...check).properties = {
    type: "HTTPS",
    fqdn: "switches.s3.us-west-2.amazonaws.com",
    resourcePath: "/stop-us-east-1.html",
    invertHealthcheck: true,
    requestInterval: 10,
    failureThreshold: 1,
    enableSni: true,
  };
};

const alarmCheck: Edit = (stack) => {
  stack.find(...check).properties = {
    type: "CLOUDWATCH_METRIC",
    cloudwatchAlarmName: "errors",
    cloudwatchAlarmRegion: "us-west-2",
    insufficientDataHealthStatus: "Unhealthy",
  };
};

const withoutRouting: Edit = (stack) => {
  stack.set(...primary, "failoverRoutingPolicies", undefined);
};

export const route53Cases: Record<string, RuleCase> = {
  "route53-health-check-thresholds": {
    subject: check,
    mistakes: {
      "a slow interval": {
        edit: set(check, "requestInterval", 30),
        says: "intervalSeconds: found 30; the contract says at most 10",
      },
      "no interval": { edit: set(check, "requestInterval", undefined), says: "found 30" },
      "a high threshold": {
        edit: set(check, "failureThreshold", 3),
        says: "failureThreshold: found 3; the contract says at most 2",
      },
      "another path": {
        edit: set(check, "resourcePath", "/?token=hidden"),
        says: 'path: found something else; the contract says "/health"',
      },
      "another port": { edit: set(check, "port", 8443), says: "port: found 8443" },
      "another type": { edit: set(check, "type", "TCP"), says: "type: found TCP" },
      "a slow manual switch": {
        edit: (stack) => {
          manualSwitch(stack);
          stack.set(...check, "failureThreshold", 5);
        },
        says: "failureThreshold: found 5",
      },
    },
    unknown: { edit: set(check, "failureThreshold", unknown), says: "failureThreshold" },
    notApplicable: calculated(1),
  },
  "route53-health-check-disabled": {
    subject: check,
    mistakes: {
      "a disabled check": { edit: set(check, "disabled", true), says: "disabled" },
    },
    unknown: { edit: set(check, "disabled", unknown), says: "disabled" },
    notApplicable: (stack) => stack.remove("HealthCheck"),
  },
  "route53-health-check-inverted": {
    subject: check,
    given: manualSwitch,
    mistakes: {
      "an inverted check of the service": {
        edit: set(check, "fqdn", "us-west-2.app.example.com"),
        says: "invertHealthcheck",
      },
    },
    unknown: { edit: set(check, "fqdn", unknown), says: "whether the inverted check" },
    notApplicable: set(check, "invertHealthcheck", false),
  },
  "route53-health-check-sni": {
    subject: check,
    mistakes: {
      "SNI switched off": { edit: set(check, "enableSni", false), says: "enableSni: it is off" },
      "a string match without SNI": {
        edit: (stack) => {
          stack.set(...check, "type", "HTTPS_STR_MATCH");
          stack.set(...check, "enableSni", undefined);
        },
        says: "enableSni: it is off",
      },
    },
    unknown: { edit: set(check, "enableSni", unknown), says: "enableSni" },
    notApplicable: set(check, "type", "HTTP"),
  },
  "route53-health-check-regions": {
    subject: check,
    given: set(check, "regions", ["us-east-1", "us-west-2", "eu-west-1"]),
    mistakes: {
      "two checker Regions": {
        edit: set(check, "regions", ["us-east-1", "eu-west-1"]),
        says: "regions: found 2; allowed: at least 3",
      },
      "one of them twice": {
        edit: set(check, "regions", ["us-east-1", "eu-west-1", "us-east-1"]),
        says: "regions: found 2",
      },
    },
    unknown: { edit: set(check, "regions", unknown), says: "regions" },
    notApplicable: set(check, "regions", undefined),
  },
  "route53-calculated-check": {
    subject: check,
    given: calculated(1),
    mistakes: {
      "always healthy": {
        edit: calculated(0),
        says: "found 0, so that the check is always healthy",
      },
      "always unhealthy": {
        edit: calculated(3),
        says: "found 3 with 2 childHealthchecks, so that the check is always unhealthy",
      },
      "no threshold": { edit: calculated(undefined), says: "not declared" },
    },
    unknown: { edit: calculated(unknown), says: "childHealthThreshold" },
    notApplicable: set(check, "type", "HTTPS"),
  },
  "route53-record-ttl": {
    subject: primary,
    mistakes: {
      "a long TTL": {
        edit: set(primary, "ttl", 300),
        says: "ttl: found 300; the contract says at most 10",
      },
      "a weighted record": {
        edit: (stack) => {
          withoutRouting(stack);
          stack.set(...primary, "weightedRoutingPolicies", [{ weight: 1 }]);
          stack.set(...primary, "ttl", 60);
        },
        says: "ttl: found 60",
      },
    },
    unknown: { edit: set(primary, "ttl", unknown), says: "ttl" },
    notApplicable: withoutRouting,
  },
  "route53-primary-check": {
    subject: primary,
    mistakes: {
      "no check": {
        edit: set(primary, "healthCheckId", undefined),
        says: "healthCheckId: found nothing on a PRIMARY",
      },
    },
    unknown: {
      edit: (stack) => {
        stack.set(...primary, "healthCheckId", undefined);
        stack.set(...primary, "failoverRoutingPolicies[0].type", unknown);
      },
      says: "whether the record is a PRIMARY",
    },
    notApplicable: withoutRouting,
  },
  "route53-target-health": {
    subject: primary,
    given: asAlias(primary, true),
    mistakes: {
      "neither check nor target health": {
        edit: set(primary, "aliases[0].evaluateTargetHealth", false),
        says: "evaluateTargetHealth: off, on a PRIMARY without healthCheckId",
      },
    },
    unknown: {
      edit: set(primary, "aliases[0].evaluateTargetHealth", unknown),
      says: "whether a PRIMARY evaluates the health of its target",
    },
    notApplicable: set(primary, "aliases", undefined),
  },
  "route53-ignored-changes": {
    subject: check,
    given: (stack) => {
      stack.find(...check).ignoreChanges = ["tags"];
    },
    mistakes: {
      "an ignored threshold": {
        edit: (stack) => {
          stack.find(...check).ignoreChanges = ["failureThreshold"];
        },
        says: 'ignoreChanges: found "failureThreshold"',
      },
      "an ignored interval, written as a key": {
        edit: (stack) => {
          stack.find(...check).ignoreChanges = ['["requestInterval"]'];
        },
        says: "requestInterval",
      },
      "an ignored name of a record": {
        edit: (stack) => {
          stack.find(...primary).ignoreChanges = ["name"];
        },
        says: 'ignoreChanges: found "name"',
        at: primary,
      },
    },
    notApplicable: (stack) => {
      stack.find(...check).ignoreChanges = [];
    },
  },
  "route53-coverage": {
    subject: ["Stack", "regional-failover-prod"],
    mistakes: {
      "no checks": {
        edit: (stack) => stack.remove("HealthCheck"),
        says: "health checks of endpoints: found 0, expected 3",
      },
      "a Region without a check": {
        edit: (stack) => stack.resources.splice(stack.resources.indexOf(stack.find(...check)), 1),
        says: "found 2, expected 3",
      },
      "no failover records": {
        edit: (stack) => stack.remove("Record"),
        says: "no record with a failover policy is declared",
      },
    },
    unknown: { edit: set(check, "type", unknown), says: "which health checks ask an endpoint" },
  },
  "route53-failover-pairs": {
    subject: primary,
    mistakes: {
      "no SECONDARY": {
        edit: (stack) => stack.removeNamed("failover-link-1-secondary"),
        says: "a PRIMARY without a SECONDARY in this stack",
      },
      "no PRIMARY": {
        edit: (stack) => stack.removeNamed("failover-link-1-primary"),
        says: "a SECONDARY without a PRIMARY in this stack",
        at: secondary,
      },
      "two PRIMARY": {
        edit: set(secondary, "failoverRoutingPolicies[0].type", "PRIMARY"),
        says: "2 records are PRIMARY of its name",
      },
      "the same identifier": {
        edit: set(secondary, "setIdentifier", "link-1-primary"),
        says: "setIdentifier: another record of the name has the same",
      },
    },
    unknown: [
      {
        edit: set(primary, "failoverRoutingPolicies[0].type", unknown),
        says: "failoverRoutingPolicies: its role",
      },
      {
        edit: set(primary, "name", unknown),
        says: "name and type: which record it makes a pair with",
      },
      {
        edit: set(primary, "name", unknown),
        says: "whether a record without a known name or type is its PRIMARY",
        at: secondary,
      },
      {
        edit: (stack) => {
          const { properties } = stack.find(...primary);
          const inAnotherZone = { zoneId: "Z0123456789", setIdentifier: "other" };
          stack.add("aws:route53/record:Record", "other", { ...properties, ...inAnotherZone });
        },
        says: "zoneId: whether 2 records are PRIMARY of one name",
      },
      {
        edit: (stack) => {
          stack.set(...secondary, "setIdentifier", "link-1-primary");
          stack.set(...secondary, "zoneId", "Z0123456789");
        },
        says: "zoneId: whether another record of the name has the same setIdentifier",
      },
    ],
    notApplicable: (stack) => stack.remove("Record"),
  },
  "route53-check-declared-once": {
    subject: check,
    mistakes: {
      "two checks of one endpoint": {
        edit: set(check, "fqdn", "US-EAST-1.app.example.com."),
        says: "2 checks ask this endpoint",
      },
    },
    unknown: {
      edit: (stack) => {
        stack.set(...check, "fqdn", unknown);
        stack.set("HealthCheck", "failover-us-east-1", "fqdn", unknown);
      },
      says: "whether 2 checks ask the same endpoint",
    },
    notApplicable: (stack) => stack.remove("HealthCheck"),
  },
  "route53-check-target": {
    subject: primary,
    mistakes: {
      "a check of the failover name": {
        edit: set(["HealthCheck", "failover-us-east-1"], "fqdn", "app.example.com"),
        says: "fqdn: it is the name that the check guards",
        at: ["HealthCheck", "failover-us-east-1"],
      },
      "a check of the record itself": {
        edit: (stack) => {
          const own = stack.find("HealthCheck", "failover-us-east-1");
          own.properties["fqdn"] = unknown;
          own.propertyDependencies = { fqdn: [stack.find(...secondary).urn] };
        },
        says: "fqdn: it is the name that the check guards",
        at: ["HealthCheck", "failover-us-east-1"],
      },
    },
    unknown: [
      {
        edit: set(["HealthCheck", "failover-us-east-1"], "fqdn", unknown),
        says: "whether it is the name that the check guards",
        at: ["HealthCheck", "failover-us-east-1"],
      },
      {
        edit: (stack) => {
          stack.find(...primary).propertyDependencies = {};
        },
        says: "healthCheckId: which check it is",
      },
    ],
    notApplicable: (stack) => stack.remove("Record"),
  },
  "route53-record-target": {
    subject: secondary,
    mistakes: {
      "the next link is missing": {
        edit: (stack) => stack.removeNamed("failover-link-2-primary", "failover-link-2-secondary"),
        says: "no record of this stack has the name that it leads to",
      },
      "a misspelt name": {
        edit: set(secondary, "records[0]", "failover-22.app.example.com"),
        says: "no record of this stack has the name that it leads to",
      },
    },
    unknown: [
      {
        edit: (stack) => {
          for (const role of ["primary", "secondary"]) {
            stack.set("Record", `failover-link-2-${role}`, "name", unknown);
          }
        },
        says: "whether one of the records without a known name is its target",
      },
      {
        edit: (stack) => {
          stack.set(...secondary, "records", [unknown]);
          stack.find(...secondary).propertyDependencies = {};
        },
        says: "records: which name it leads to",
      },
    ],
    notApplicable: (stack) => stack.remove("Record"),
  },
  "route53-other-stacks": {
    subject: ["Stack", "regional-failover-prod"],
    withoutCoverage: true,
    mistakes: {
      "one Region of several": {
        edit: (stack) => {
          stack.config["regional-failover:scope"] = "region";
        },
        says: "the other parts of its failover chain are in other stacks",
      },
    },
    notApplicable: (stack) => stack.remove("Record"),
  },
  "route53-alias-ttl": {
    subject: primary,
    mistakes: {
      "an alias to a load balancer": {
        edit: asAlias(primary, true),
        says: "its answers live 60 s; the contract says at most 10",
      },
    },
    unknown: {
      edit: (stack) => {
        asAlias(primary, true)(stack);
        stack.find(...primary).propertyDependencies = {};
      },
      says: "aliases: whether it leads to a load balancer",
    },
    notApplicable: (stack) => stack.remove("Record"),
  },
  "route53-insufficient-data": {
    subject: check,
    given: alarmCheck,
    mistakes: {
      "healthy without data": {
        edit: set(check, "insufficientDataHealthStatus", "Healthy"),
        says: "insufficientDataHealthStatus: not Unhealthy",
      },
    },
    unknown: {
      edit: set(check, "insufficientDataHealthStatus", unknown),
      says: "insufficientDataHealthStatus",
    },
    notApplicable: (stack) => stack.remove("HealthCheck"),
  },
};
