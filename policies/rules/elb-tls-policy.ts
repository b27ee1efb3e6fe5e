import { property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

/** Policies without TLS 1.0 and 1.1 (Elastic Load Balancing, "Security policies"). */
const modernPolicy = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/;

export const elbTlsPolicy = resourceRule({
  name: "elb-tls-policy",
  level: "mandatory",
  appliesTo: types.listeners,
  description: "A listener that ends TLS accepts TLS 1.2 or newer only.",
  why: "Undeclared, the policy is one that AWS chose years ago, with TLS 1.0; Regions that differ in it lose clients at failover.",
  fix: "Set sslPolicy, for instance to ELBSecurityPolicy-TLS13-1-2-2021-06.",
  reach: "named",
  slice: nothing,
  concerns: ({ resource }) => {
    const protocol = property(resource.inputs, "protocol");
    return protocol === "HTTPS" || protocol === "TLS" || protocol instanceof UnknownValue;
  },
  judge: ({ resource }) => {
    const [protocol, policy] = ["protocol", "sslPolicy"].map((name) =>
      property(resource.inputs, name),
    );
    if (typeof policy === "string" && modernPolicy.test(policy)) {
      return [];
    }
    if (policy instanceof UnknownValue || protocol instanceof UnknownValue) {
      return [unseen(policy instanceof UnknownValue ? "sslPolicy" : "protocol")];
    }
    return [
      violation(`sslPolicy: found ${policy === undefined ? "nothing" : "one with an older TLS"}`),
    ];
  },
});
