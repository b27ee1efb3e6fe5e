import { advice, stackRule } from "../rule";
import { nothing } from "../slice";

const globalReplicationGroup = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup";

export const elasticacheGlobalFailover = stackRule({
  name: "elasticache-global-failover",
  level: "advisory",
  appliesTo: [globalReplicationGroup],
  description: "A global datastore of ElastiCache is promoted by somebody when a Region is lost.",
  why: "Its automatic failover works within a Region only; between Regions it takes a call of the control plane (FailoverGlobalReplicationGroup).",
  fix: "Let the service work without the cache, or with an empty one of its own Region.",
  reach: "named",
  slice: nothing,
  judge: ({ links }) =>
    links
      .ofType(globalReplicationGroup)
      .map(({ urn }) => advice("it does not fail over to another Region by itself", urn)),
});
