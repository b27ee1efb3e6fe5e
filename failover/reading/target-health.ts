import { items, numeric, property } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import type { TargetHealth } from "../topology";
import { type Declared, input, isUnknown, onlyBlock } from "./values";

const namedByArn = ["arn", "id"];
const loadBalancers: LinkTarget = {
  types: ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
  namedBy: namedByArn,
};
const listeners: LinkTarget = {
  types: ["aws:lb/listener:Listener", "aws:alb/listener:Listener"],
  namedBy: namedByArn,
};
const rules: LinkTarget = {
  types: ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"],
  namedBy: namedByArn,
};
export const targetGroups: LinkTarget = {
  types: ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
  namedBy: namedByArn,
};

/** What the provider fills in (`healthCheck` of `aws.lb.TargetGroup`). */
const defaults = { intervalSeconds: 30, unhealthyThreshold: 3, healthyThreshold: 3 };
const defaultTimeoutSeconds: ReadonlyMap<Declared, number> = new Map([
  ["HTTP", 6],
  ["TCP", 10],
  ["TLS", 10],
  ["HTTPS", 10],
  ["GENEVE", 5],
]);
const lambdaTimeoutSeconds = 30;

const notKnown: TargetHealth = {
  intervalSeconds: undefined,
  timeoutSeconds: undefined,
  unhealthyThreshold: undefined,
  healthyThreshold: undefined,
};

/** Target health of a load balancer that is not declared here: it has one, and its times are not known. */
export const undeclaredTargetHealth = notKnown;

/** How load balancers check their targets, through listeners and rules to target groups. */
export class TargetHealthReader {
  private groupsOf: Map<string, Set<DeclaredResource>> | undefined;

  constructor(private readonly links: Links) {}

  /** The slowest of its target groups: all of them must have a healthy target. */
  ofLoadBalancer(loadBalancer: DeclaredResource): TargetHealth {
    this.groupsOf ??= this.findGroups();
    const checks = [...(this.groupsOf.get(loadBalancer.urn) ?? [])].map(ofTargetGroup);
    const slowest = (part: keyof TargetHealth) => {
      const values = checks.map((check) => check[part]);
      return values.length === 0 || values.includes(undefined)
        ? undefined
        : Math.max(...(values as number[]));
    };
    return {
      intervalSeconds: slowest("intervalSeconds"),
      timeoutSeconds: slowest("timeoutSeconds"),
      unhealthyThreshold: slowest("unhealthyThreshold"),
      healthyThreshold: slowest("healthyThreshold"),
    };
  }

  private findGroups(): Map<string, Set<DeclaredResource>> {
    const found = new Map<string, Set<DeclaredResource>>();
    const ofListener = new Map<string, Set<DeclaredResource>>();
    for (const listener of this.links.ofType(...listeners.types)) {
      const owner = this.links.follow(
        listener,
        "loadBalancerArn",
        input(listener, "loadBalancerArn"),
        loadBalancers,
      );
      if (owner.leadsTo === "resource") {
        const groups = found.get(owner.resource.urn) ?? new Set();
        found.set(owner.resource.urn, groups);
        ofListener.set(listener.urn, groups);
        this.addForwarded(listener, "defaultActions", groups);
      }
    }
    for (const rule of this.links.ofType(...rules.types)) {
      const owner = this.links.follow(rule, "listenerArn", input(rule, "listenerArn"), listeners);
      const groups = owner.leadsTo === "resource" && ofListener.get(owner.resource.urn);
      if (groups) {
        this.addForwarded(rule, "actions", groups);
      }
    }
    return found;
  }

  private addForwarded(
    from: DeclaredResource,
    property_: string,
    groups: Set<DeclaredResource>,
  ): void {
    for (const group of this.links.sourcesOf(from, property_, targetGroups)) {
      groups.add(group);
    }
    for (const arn of targetGroupArns(input(from, property_))) {
      const link = this.links.follow(from, property_, arn, targetGroups);
      if (link.leadsTo === "resource") {
        groups.add(link.resource);
      }
    }
  }
}

function targetGroupArns(actions: Declared): string[] {
  const list = items(actions);
  if (isUnknown(list)) {
    return [];
  }
  return list
    .flatMap((action) => {
      const forwarded = items(property(property(action, "forward"), "targetGroups"));
      return [
        property(action, "targetGroupArn"),
        ...(isUnknown(forwarded) ? [] : forwarded.map((group) => property(group, "arn"))),
      ];
    })
    .filter((arn): arn is string => typeof arn === "string");
}

function ofTargetGroup(group: DeclaredResource): TargetHealth {
  const check = input(group, "healthCheck");
  if (isUnknown(check)) {
    return notKnown;
  }
  const defaultTimeout =
    input(group, "targetType") === "lambda"
      ? lambdaTimeoutSeconds
      : defaultTimeoutSeconds.get(input(group, "protocol"));
  return {
    intervalSeconds: seconds(property(check, "interval"), defaults.intervalSeconds),
    timeoutSeconds: seconds(property(check, "timeout"), defaultTimeout),
    unhealthyThreshold: seconds(property(check, "unhealthyThreshold"), defaults.unhealthyThreshold),
    healthyThreshold: seconds(property(check, "healthyThreshold"), defaults.healthyThreshold),
  };
}

/** A classic load balancer's own check; the provider fills nothing in. */
export function ofClassicLoadBalancer(loadBalancer: DeclaredResource): TargetHealth {
  const check = onlyBlock(loadBalancer, "healthCheck");
  return {
    intervalSeconds: seconds(property(check, "interval")),
    timeoutSeconds: seconds(property(check, "timeout")),
    unhealthyThreshold: seconds(property(check, "unhealthyThreshold")),
    healthyThreshold: seconds(property(check, "healthyThreshold")),
  };
}

function seconds(value: Declared, byDefault?: number): number | undefined {
  const number = numeric(value, byDefault);
  return typeof number === "number" ? number : undefined;
}
