import { type EditedStack, unknown } from "../edited-stack";
import type { Edit, Place, RuleCase } from "./rule-case";

const loadBalancer: Place = ["LoadBalancer", "app-us-west-2"];
const targetGroup: Place = ["TargetGroup", "app-us-west-2"];
const listener: Place = ["Listener", "app-us-west-2-https"];
const service: Place = ["Service", "app-us-west-2"];
const stackItself: Place = ["Stack", "regional-failover-prod"];

const set =
  (place: Place, path: string, value: Parameters<EditedStack["set"]>[3]): Edit =>
  (stack) =>
    stack.set(...place, path, value);
const ignore =
  (place: Place, ...paths: string[]): Edit =>
  (stack) => {
    stack.find(...place).ignoreChanges = paths;
  };
const without =
  (...kinds: string[]): Edit =>
  (stack) =>
    stack.remove(...kinds);

const autoscaled =
  (minCapacity: number): Edit =>
  (stack) => {
    stack.set(...service, "desiredCount", undefined);
    const target = stack.add("aws:appautoscaling/target:Target", "tasks", {
      serviceNamespace: "ecs",
      resourceId: unknown,
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity,
      maxCapacity: 20,
    });
    target.propertyDependencies = { resourceId: [stack.find(...service).urn] };
  };

export const serviceCases: Record<string, RuleCase> = {
  "elb-keep-alive": {
    subject: loadBalancer,
    mistakes: {
      "AWS's default": {
        edit: set(loadBalancer, "clientKeepAlive", undefined),
        says: "clientKeepAlive: found 3600; the contract says at most 300",
      },
    },
    unknown: { edit: set(loadBalancer, "clientKeepAlive", unknown), says: "clientKeepAlive" },
    notApplicable: without("LoadBalancer"),
  },
  "elb-deregistration-delay": {
    subject: targetGroup,
    mistakes: {
      "AWS's default": {
        edit: set(targetGroup, "deregistrationDelay", undefined),
        says: "deregistrationDelay: found 300; the contract says at most 60",
      },
    },
    unknown: {
      edit: set(targetGroup, "deregistrationDelay", unknown),
      says: "deregistrationDelay",
    },
    notApplicable: without("TargetGroup"),
  },
  "elb-target-health-path": {
    subject: targetGroup,
    mistakes: {
      "the deep check": {
        edit: set(targetGroup, "healthCheck.path", "/health"),
        says: 'healthCheck.path: found "/health", the deep check',
      },
    },
    unknown: { edit: set(targetGroup, "healthCheck", unknown), says: "healthCheck.path" },
    notApplicable: without("TargetGroup"),
  },
  "elb-tls-policy": {
    subject: listener,
    mistakes: {
      "no policy": {
        edit: set(listener, "sslPolicy", undefined),
        says: "sslPolicy: found nothing",
      },
      "an old policy": {
        edit: set(listener, "sslPolicy", "ELBSecurityPolicy-2016-08"),
        says: "sslPolicy: found one with an older TLS",
      },
      "TLS 1.3 beside TLS 1.0": {
        edit: set(listener, "sslPolicy", "ELBSecurityPolicy-TLS13-1-0-2021-06"),
        says: "older TLS",
      },
    },
    unknown: { edit: set(listener, "sslPolicy", unknown), says: "sslPolicy" },
    notApplicable: set(listener, "protocol", "HTTP"),
  },
  "elb-invalid-headers": {
    subject: loadBalancer,
    mistakes: {
      "not declared": {
        edit: set(loadBalancer, "dropInvalidHeaderFields", undefined),
        says: "dropInvalidHeaderFields: it is off",
      },
    },
    unknown: {
      edit: set(loadBalancer, "dropInvalidHeaderFields", unknown),
      says: "dropInvalidHeaderFields",
    },
    notApplicable: set(loadBalancer, "loadBalancerType", "network"),
  },
  "elb-ignored-changes": {
    subject: loadBalancer,
    given: ignore(loadBalancer, "tags"),
    mistakes: {
      "an ignored keep-alive": {
        edit: ignore(loadBalancer, "clientKeepAlive"),
        says: 'ignoreChanges: found "clientKeepAlive"',
      },
    },
    notApplicable: ignore(loadBalancer),
  },
  "elb-behind-failover": {
    subject: ["Record", "failover-link-1-primary"],
    withoutCoverage: true,
    mistakes: {
      "a load balancer": {
        edit: set(loadBalancer, "clientKeepAlive", undefined),
        says: "elb-keep-alive: clientKeepAlive: found 3600",
        at: loadBalancer,
      },
      "a target group": {
        edit: set(targetGroup, "healthCheck.path", "/health"),
        says: "elb-target-health-path: healthCheck.path",
        at: targetGroup,
      },
      "a listener": {
        edit: set(listener, "sslPolicy", undefined),
        says: "elb-tls-policy: sslPolicy",
        at: listener,
      },
      "a service": {
        edit: set(service, "networkConfiguration.assignPublicIp", true),
        says: "ecs-public-address: networkConfiguration.assignPublicIp",
        at: service,
      },
    },
    unknown: {
      edit: set(loadBalancer, "clientKeepAlive", unknown),
      says: "elb-keep-alive: clientKeepAlive",
      at: loadBalancer,
    },
    notApplicable: without("Record"),
  },
  "ecs-public-address": {
    subject: service,
    mistakes: {
      "a public address": {
        edit: set(service, "networkConfiguration.assignPublicIp", true),
        says: "networkConfiguration.assignPublicIp: it is on",
      },
    },
    unknown: {
      edit: set(service, "networkConfiguration", unknown),
      says: "networkConfiguration.assignPublicIp",
    },
    notApplicable: without("Service"),
  },
  "ecs-circuit-breaker": {
    subject: service,
    mistakes: {
      "no circuit breaker": {
        edit: set(service, "deploymentCircuitBreaker", undefined),
        says: "deploymentCircuitBreaker.enable: it is off",
      },
      "no rollback": {
        edit: set(service, "deploymentCircuitBreaker.rollback", false),
        says: "deploymentCircuitBreaker.rollback: it is off",
      },
    },
    unknown: {
      edit: (stack) => {
        stack.set(...service, "deploymentController", { type: unknown });
        stack.set(...service, "deploymentCircuitBreaker", undefined);
      },
      says: "deploymentController.type",
    },
    notApplicable: set(service, "deploymentController", { type: "CODE_DEPLOY" }),
  },
  "ecs-ignored-changes": {
    subject: service,
    given: ignore(service, "desiredCount"),
    mistakes: {
      "an ignored circuit breaker": {
        edit: ignore(service, "deploymentCircuitBreaker.rollback"),
        says: 'ignoreChanges: found "deploymentCircuitBreaker.rollback"',
      },
    },
    notApplicable: ignore(service),
  },
  "ecs-coverage": {
    subject: stackItself,
    mistakes: {
      "no service": { edit: without("Service"), says: "no service of ECS is declared" },
      "a Region without a service": {
        edit: (stack) => {
          stack.resources.splice(stack.resources.indexOf(stack.find(...service)), 1);
        },
        says: "no service of ECS is declared in us-west-2",
      },
    },
    unknown: {
      edit: set(service, "region", unknown),
      says: "whether a service of ECS is in us-west-2",
    },
  },
  "ecs-capacity-floor": {
    subject: service,
    mistakes: {
      "too few tasks": {
        edit: set(service, "desiredCount", 2),
        says: "desiredCount: found 2; the tag says at least 6",
      },
      "no number": {
        edit: set(service, "desiredCount", undefined),
        says: "desiredCount: found 0",
      },
      "autoscaling that goes lower": {
        edit: autoscaled(2),
        says: "minCapacity of its scaling target: found 2; the tag says at least 6",
      },
      "a tag that is no number": {
        edit: set(service, "tags.failover:whole-load-tasks", "many"),
        says: "not a whole number",
      },
    },
    unknown: [
      { edit: set(service, "desiredCount", unknown), says: "desiredCount" },
      {
        edit: (stack) => {
          autoscaled(2)(stack);
          stack.set(...service, "desiredCount", 6);
          stack.find("Target", "tasks").propertyDependencies = {};
        },
        says: "whether a scaling target without a known service is its own",
      },
    ],
    notApplicable: without("Service"),
  },
  "cloudwatch-replication-silence": {
    subject: ["MetricAlarm", "replication-us-east-1-MyGlobalAppTable-to-us-west-2"],
    mistakes: {
      "latency only": {
        edit: (stack) => {
          const alarms = stack.resources.filter(
            ({ properties }) => properties["treatMissingData"] !== undefined,
          );
          stack.removeNamed(...alarms.map(({ name }) => name));
        },
        says: "nothing in this stack notices that replication stopped",
      },
    },
    notApplicable: without("MetricAlarm"),
  },
  "elasticache-global-failover": {
    subject: stackItself,
    mistakes: {
      "a global datastore": {
        edit: (stack) =>
          stack.add("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup", "cache", {}),
        says: "it does not fail over to another Region by itself",
        at: ["GlobalReplicationGroup", "cache"],
      },
    },
    notApplicable: () => undefined,
  },
  "ecr-replication": {
    subject: stackItself,
    mistakes: {
      "replicated images": {
        edit: (stack) =>
          stack.add("aws:ecr/replicationConfiguration:ReplicationConfiguration", "images", {}),
        says: "a Region's image may come late, or never",
        at: ["ReplicationConfiguration", "images"],
      },
    },
    notApplicable: () => undefined,
  },
};
