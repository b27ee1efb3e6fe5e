import type { ComparedStack } from "../../../contract/peers/peer";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../../declared/declared-resource";
import { resource, types } from "../declared-examples";

/** What one Region of a failover environment declares. */
export type RegionalParts = Record<
  "check" | "regionalName" | "primary" | "loadBalancer" | "listener" | "targetGroup",
  DeclaredResource
>;

/**
 * A Region's link of the chain: `link` 1 answers for the failover name itself. Nothing has an id yet,
 * as in a first preview.
 */
export function regionalParts(
  region: string,
  link: number,
  name = "shop",
  logicalName = `${name}-${region}`,
): RegionalParts {
  const part = (type: string, partName: string, inputs: DeclaredInputs, from = {}) =>
    resource(type, partName, inputs, {
      urn: `urn:pulumi:${region}::shop::${type}::${partName}`,
      region,
      propertyDependencies: from,
    });
  const domain = `${name}.example.com`;
  const check = part(types.healthCheck, logicalName, {
    type: "HTTPS",
    fqdn: `${region}.${domain}`,
    port: 443,
    resourcePath: "/health",
    requestInterval: 10,
    failureThreshold: 2,
  });
  const loadBalancer = part(types.loadBalancer, logicalName, { clientKeepAlive: 300 });
  const targetGroup = part(types.targetGroup, logicalName, { deregistrationDelay: 60 });
  return {
    check,
    loadBalancer,
    targetGroup,
    listener: part(
      types.listener,
      `${logicalName}-https`,
      {
        loadBalancerArn: computed,
        defaultActions: [{ type: "forward", targetGroupArn: computed }],
      },
      { loadBalancerArn: [loadBalancer.urn], defaultActions: [targetGroup.urn] },
    ),
    regionalName: part(
      types.record,
      logicalName,
      {
        name: `${region}.${domain}`,
        type: "A",
        aliases: [{ name: computed, zoneId: computed, evaluateTargetHealth: false }],
      },
      { aliases: [loadBalancer.urn] },
    ),
    primary: part(
      types.record,
      `${name}-link-${link}-primary`,
      {
        name: link === 1 ? domain : `failover-${link}.${domain}`,
        type: "CNAME",
        ttl: 10,
        records: [`${region}.${domain}`],
        setIdentifier: `link-${link}-primary`,
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        healthCheckId: computed,
      },
      { healthCheckId: [check.urn] },
    ),
  };
}

/** The SECONDARY of the first link, which leads to the second. */
export function secondaryRecord(region: string, name = "shop"): DeclaredResource {
  const domain = `${name}.example.com`;
  return resource(
    types.record,
    `${name}-link-1-secondary`,
    {
      name: domain,
      type: "CNAME",
      ttl: 10,
      records: [`failover-2.${domain}`],
      setIdentifier: "link-1-secondary",
      failoverRoutingPolicies: [{ type: "SECONDARY" }],
    },
    { urn: `urn:pulumi:${region}::shop::${types.record}::${name}-link-1-secondary` },
  );
}

/** A stack of the project `shop`; URNs that name the stack `prod` name this one instead. */
export function stackOf(label: string, resources: readonly DeclaredResource[]): ComparedStack {
  const own = (urn: string) => urn.replace(/^urn:pulumi:prod::/, `urn:pulumi:${label}::`);
  return {
    label,
    declared: {
      project: "shop",
      stack: label,
      config: {},
      resources: resources.map((each) => ({
        ...each,
        urn: own(each.urn),
        propertyDependencies: Object.fromEntries(
          Object.entries(each.propertyDependencies).map(([key, urns]) => [key, urns.map(own)]),
        ),
      })),
    },
  };
}
