import { items, property } from "../contract/declared-fields";
import type { Declared } from "../contract/difference";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import { type Link, linkedResources } from "../declared/links";
import { hasFailoverPolicy, isGiven } from "./declared-record";
import { toLoadBalancer, toLoadBalancerByArn, toRecord, toTargetGroup } from "./link-targets";
import type { StackView } from "./stack-view";
import * as types from "./types";

/**
 * What serves the clients of a failover record: the load balancers that failover records lead to,
 * through other records too, with their listeners, target groups and services.
 */
export function behindFailoverRecords(stack: StackView): readonly DeclaredResource[] {
  const loadBalancers = loadBalancersBehind(stack);
  if (loadBalancers.size === 0) {
    return [];
  }
  const { links } = stack;
  const listeners = links
    .ofType(...types.listeners)
    .filter((listener) =>
      leadsInto(
        loadBalancers,
        links.follow(
          listener,
          "loadBalancerArn",
          property(listener.inputs, "loadBalancerArn"),
          toLoadBalancerByArn,
        ),
      ),
    );
  const targetGroups = new Set(
    listeners.flatMap((listener) =>
      targetGroupArns(property(listener.inputs, "defaultActions")).flatMap((arn) =>
        linkedResources(links.follow(listener, "defaultActions", arn, toTargetGroup)),
      ),
    ),
  );
  const services = links
    .ofType(types.service)
    .filter((service) =>
      targetGroupArns(property(service.inputs, "loadBalancers")).some((arn) =>
        leadsInto(targetGroups, links.follow(service, "loadBalancers", arn, toTargetGroup)),
      ),
    );
  return [...loadBalancers, ...listeners, ...targetGroups, ...services];
}

function loadBalancersBehind({ links }: StackView): ReadonlySet<DeclaredResource> {
  const found = new Set<DeclaredResource>();
  const seen = new Set<DeclaredResource>();
  const open = links.ofType(types.record).filter(hasFailoverPolicy);
  for (let record = open.pop(); record !== undefined; record = open.pop()) {
    if (seen.has(record)) {
      continue;
    }
    seen.add(record);
    for (const { property: name, value } of destinations(record)) {
      for (const loadBalancer of linkedResources(
        links.follow(record, name, value, toLoadBalancer),
      )) {
        found.add(loadBalancer);
      }
      open.push(...linkedResources(links.follow(record, name, value, toRecord)));
    }
  }
  return found;
}

function destinations({ inputs }: DeclaredResource): { property: string; value: Declared }[] {
  return [
    ...listOf(property(inputs, "aliases")).map((alias) => ({
      property: "aliases",
      value: property(alias, "name"),
    })),
    ...listOf(property(inputs, "records")).map((value) => ({ property: "records", value })),
  ];
}

/** Of the actions of a listener, or of the load balancers of a service. */
function targetGroupArns(blocks: Declared): Declared[] {
  return listOf(blocks)
    .flatMap((block) => [
      property(block, "targetGroupArn"),
      ...listOf(property(property(block, "forward"), "targetGroups")).map((group) =>
        property(group, "arn"),
      ),
    ])
    .filter(isGiven);
}

function listOf(list: Declared): Declared[] {
  const read = items(list);
  return read instanceof UnknownValue ? [read] : read;
}

function leadsInto(resources: ReadonlySet<DeclaredResource>, link: Link): boolean {
  return linkedResources(link).some((resource) => resources.has(resource));
}
