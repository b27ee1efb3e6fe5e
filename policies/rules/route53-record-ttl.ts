import { compareRecordTtl, isAlias } from "../../contract/compare-limits";
import { hasRoutingPolicy } from "../declared-record";
import { resourceRule } from "../rule";
import { section } from "../slice";
import * as types from "../types";
import { findingsOf } from "../wording";

export const route53RecordTtl = resourceRule({
  name: "route53-record-ttl",
  level: "mandatory",
  appliesTo: [types.record],
  description: "A record with a routing policy has at most the contract's TTL.",
  why: "Resolvers go on answering with a lost Region until the TTL is over, however soon the loss was seen.",
  fix: "Lower ttl. An alias has none of its own and is not judged: to a load balancer it is 60 s.",
  slice: section("records", "maximumTtlSeconds"),
  concerns: ({ resource }) => hasRoutingPolicy(resource) && !isAlias(resource),
  judge: ({ resource }, { records }) => findingsOf(compareRecordTtl(records, resource)),
});
