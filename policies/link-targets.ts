import type { LinkTarget } from "../declared/links";
import { canonicalName, withoutDualstack } from "../failover/dns-names";
import * as types from "./types";

/** What a property can lead to, and the properties by which it is named. */
export const toHealthCheck: LinkTarget = { types: [types.healthCheck], namedBy: ["id"] };

export const toZone: LinkTarget = { types: [types.zone], namedBy: ["zoneId", "id"] };

export const toKey: LinkTarget = { types: [types.key, types.replicaKey], namedBy: ["arn"] };

export const toLoadBalancer: LinkTarget = {
  types: types.loadBalancers,
  namedBy: ["dnsName"],
  normalize: withoutDualstack,
};

export const toLoadBalancerByArn: LinkTarget = { types: types.loadBalancers, namedBy: ["arn"] };

export const toTargetGroup: LinkTarget = { types: types.targetGroups, namedBy: ["arn"] };

export const toRecord: LinkTarget = {
  types: [types.record],
  namedBy: ["name", "fqdn"],
  normalize: canonicalName,
};

/** From `resourceId` of a scaling target: `table/NAME`, and `table/NAME/index/INDEX` of an index. */
export const toScaledTable: LinkTarget = {
  types: [types.table],
  namedBy: ["name"],
  normalize: (id) => id.replace(/^table\//, ""),
};

/** From `resourceId` of a scaling target: `service/CLUSTER/NAME`. */
export const toScaledService: LinkTarget = {
  types: [types.service],
  namedBy: ["name"],
  normalize: (id) => id.split("/").at(-1) ?? id,
};
