import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import type { Contract } from "./contract";
import { filled, numeric, positive, property } from "./declared-fields";
import type { Declared, Difference } from "./difference";
import { above } from "./limits";

/** Elastic Load Balancing API, load balancer attribute client_keep_alive.seconds. */
const defaultKeepAliveSeconds = 3600;
/** Elastic Load Balancing API, target group attribute deregistration_delay.timeout_seconds. */
const defaultDeregistrationDelaySeconds = 300;

/**
 * How long resolvers may keep the answer of an `aws:route53/record:Record`, in seconds. `undefined`
 * for an alias: its answers have the TTL of what it leads to.
 */
export function recordTtlSeconds({ inputs }: DeclaredResource): Declared {
  return numeric(property(inputs, "ttl"));
}

export function isAlias({ inputs }: DeclaredResource): boolean {
  const aliases = property(inputs, "aliases");
  return aliases !== undefined && !(Array.isArray(aliases) && aliases.length === 0);
}

/** How long a client's connection stays open; `undefined` where it is no application load balancer. */
export function keepAliveSeconds({ inputs }: DeclaredResource): Declared {
  const type = filled(inputs, "loadBalancerType") ?? "application";
  if (typeof type === "string" && type !== "application") return undefined;
  const given = positive(inputs, "clientKeepAlive");
  return given ?? (type instanceof UnknownValue ? type : defaultKeepAliveSeconds);
}

/** How long a target may finish its requests; `undefined` for functions, which have no such delay. */
export function deregistrationDelaySeconds({ inputs }: DeclaredResource): Declared {
  if (property(inputs, "targetType") === "lambda") return undefined;
  return numeric(property(inputs, "deregistrationDelay"), defaultDeregistrationDelaySeconds);
}

/** An alias is not judged: it has no TTL of its own. */
export function compareRecordTtl(
  expected: Contract["records"],
  record: DeclaredResource,
): Difference[] {
  return isAlias(record) ? [] : above("ttl", expected.maximumTtlSeconds, recordTtlSeconds(record));
}

export function compareKeepAlive(
  expected: Pick<Contract["loadBalancer"], "keepAliveMaximumSeconds">,
  loadBalancer: DeclaredResource,
): Difference[] {
  const seconds = keepAliveSeconds(loadBalancer);
  if (seconds === undefined) return [];
  return above("clientKeepAlive", expected.keepAliveMaximumSeconds, seconds).map((difference) => ({
    ...difference,
    because: "an open connection does not follow DNS to another Region",
  }));
}

export function compareDeregistrationDelay(
  expected: Pick<Contract["loadBalancer"], "deregistrationDelayMaximumSeconds">,
  targetGroup: DeclaredResource,
): Difference[] {
  const seconds = deregistrationDelaySeconds(targetGroup);
  if (seconds === undefined) return [];
  return above("deregistrationDelay", expected.deregistrationDelayMaximumSeconds, seconds);
}
