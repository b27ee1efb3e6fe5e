import type { DeclaredResource } from "../declared/declared-resource";
import type { Contract } from "./contract";
import type { Difference } from "./difference";

/** TTL of an `aws:route53/record:Record`. An alias has none of its own and is not judged. */
export declare function compareRecordTtl(
  expected: Contract["records"],
  record: DeclaredResource,
): Difference[];
/** Keep-alive of an application load balancer (`LoadBalancer`), 3600 s by default. */
export declare function compareKeepAlive(
  expected: Pick<Contract["loadBalancer"], "keepAliveMaximumSeconds">,
  loadBalancer: DeclaredResource,
): Difference[];
/** Deregistration delay of a `TargetGroup`, 300 s by default. */
export declare function compareDeregistrationDelay(
  expected: Pick<Contract["loadBalancer"], "deregistrationDelayMaximumSeconds">,
  targetGroup: DeclaredResource,
): Difference[];
