import { property } from "../../contract/declared-fields";
import { asksEndpoint, readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { groupBy } from "../../failover/group-by";
import { canonicalName } from "../../failover/dns-names";
import { stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53CheckDeclaredOnce = stackRule({
  name: "route53-check-declared-once",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "No two health checks of a stack ask the same endpoint in the same way.",
  why: "Records that use different checks of one Region leave it at different times, or one of them stays when its check is changed.",
  fix: "Keep one check of the endpoint, and let every record use it.",
  slice: nothing,
  judge: ({ links }) => {
    const checks = links.ofType(types.healthCheck).filter(asksAnEndpoint);
    return [...groupBy(checks, endpoint).values()]
      .filter((same) => same.length > 1)
      .flatMap((same) =>
        same.map((check) =>
          addresses(check).some((address) => address instanceof UnknownValue)
            ? unseen(`whether ${same.length} checks ask the same endpoint`, check.urn)
            : violation(`${same.length} checks ask this endpoint`, check.urn),
        ),
      );
  },
});

function asksAnEndpoint(check: DeclaredResource): boolean {
  const { type, inverted } = readDeclaredHealthCheck(check);
  return asksEndpoint(type) && inverted === false;
}

/** Before the update many addresses are unknown, but not which resource they come from. */
function endpoint(check: DeclaredResource): string {
  const { type, port, path } = readDeclaredHealthCheck(check);
  const { fqdn = [], ipAddress = [] } = check.propertyDependencies;
  return JSON.stringify([
    type,
    port,
    path,
    addresses(check),
    [...fqdn].sort(),
    [...ipAddress].sort(),
  ]);
}

function addresses({ inputs }: DeclaredResource) {
  return ["fqdn", "ipAddress"].map((name) => {
    const value = property(inputs, name) ?? null;
    return typeof value === "string" ? canonicalName(value) : value;
  });
}
