import { readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { UnknownValue } from "../../declared/declared-resource";
import { resourceRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const route53HealthCheckSni = resourceRule({
  name: "route53-health-check-sni",
  level: "mandatory",
  appliesTo: [types.healthCheck],
  description: "An HTTPS health check sends its name in the TLS handshake (SNI).",
  why: "A server that needs the name to choose a certificate refuses the handshake, and the Region counts as lost.",
  fix: "Set enableSni: true. For HTTPS_STR_MATCH it is off unless declared.",
  slice: nothing,
  concerns: ({ resource }) => readDeclaredHealthCheck(resource).enableSni !== undefined,
  judge: ({ resource }) => {
    const { enableSni } = readDeclaredHealthCheck(resource);
    if (enableSni instanceof UnknownValue) {
      return [unseen("enableSni")];
    }
    return enableSni === true ? [] : [violation("enableSni: it is off")];
  },
});
