import { aliasTarget, hasFailoverPolicy } from "../declared-record";
import { property } from "../../contract/declared-fields";
import { toLoadBalancer } from "../link-targets";
import { advice, type Finding, stackRule, unseen } from "../rule";
import { section } from "../slice";
import * as types from "../types";
import { isUntraceable } from "../untraceable";

/** Route 53 developer guide, alias records: of an alias to a load balancer, and not to be changed. */
const loadBalancerTtlSeconds = 60;

export const route53AliasTtl = stackRule({
  name: "route53-alias-ttl",
  level: "advisory",
  appliesTo: [types.record],
  description:
    "A failover record is no alias to a load balancer where the contract's TTL is lower.",
  why: `Such an alias answers with ${loadBalancerTtlSeconds} s whatever is declared, and resolvers keep a lost Region that long.`,
  fix: "Use CNAME records with a TTL of their own. At a zone's apex no CNAME may stand: lower the objective instead.",
  slice: section("records", "maximumTtlSeconds"),
  judge: ({ links }, { records }) =>
    records.maximumTtlSeconds >= loadBalancerTtlSeconds
      ? []
      : links
          .ofType(types.record)
          .filter(hasFailoverPolicy)
          .flatMap((record): Finding[] => {
            const name = property(aliasTarget(record), "name");
            const link = links.follow(record, "aliases", name, toLoadBalancer);
            if (isUntraceable(link, record, "aliases")) {
              return [unseen("aliases: whether it leads to a load balancer", record.urn)];
            }
            return link.leadsTo === "resource" || link.leadsTo === "several"
              ? [advice(sentence(records.maximumTtlSeconds), record.urn)]
              : [];
          }),
});

function sentence(maximumTtlSeconds: number): string {
  return `its answers live ${loadBalancerTtlSeconds} s; the contract says at most ${maximumTtlSeconds}`;
}
