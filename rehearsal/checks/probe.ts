import * as http from "node:http";
import * as https from "node:https";
import type { Assumptions } from "../../failover/constants";
import type { CheckRequest } from "../blueprint";

export interface ProbeTarget {
  /** Of the Region's load balancer. */
  address: string;
  /** Where the rehearsal listens for `request.port`. */
  port: number;
  /** The name that is asked for, in `Host` and in the TLS handshake. */
  name: string;
  request: Pick<CheckRequest, "protocol" | "path" | "sendsName">;
}

type Limits = Pick<Assumptions, "connectLimitSeconds" | "responseLimitSeconds">;

/**
 * One request of a checker. It passes if the connection opens within the connect limit, and a status of
 * 2xx or 3xx follows within the response limit; certificates are not looked at (Developer Guide, "How
 * Route 53 determines whether a health check is healthy").
 */
export function probe(target: ProbeTarget, limits: Limits): Promise<boolean> {
  const { address, port, name, request } = target;
  const options: https.RequestOptions = {
    host: address,
    port,
    path: request.path,
    headers: { host: name, "user-agent": "Rehearsal of a Route 53 health check" },
    agent: false,
    rejectUnauthorized: false,
    // Left out, it would be taken from `host`.
    servername: request.sendsName ? name : "",
  };
  return new Promise((resolve) => {
    const sent = request.protocol === "HTTPS" ? https.get(options) : http.get(options);
    const end = (passed: boolean) => {
      clearTimeout(timer);
      sent.destroy();
      resolve(passed);
    };
    let timer = setTimeout(end, limits.connectLimitSeconds * 1000, false);
    sent.once("socket", (socket) => {
      socket.once("connect", () => {
        clearTimeout(timer);
        timer = setTimeout(end, limits.responseLimitSeconds * 1000, false);
      });
    });
    sent.once("response", ({ statusCode = 0 }) => end(statusCode >= 200 && statusCode < 400));
    sent.on("error", () => end(false));
  });
}
