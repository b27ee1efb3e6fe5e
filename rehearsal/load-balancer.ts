import * as http from "node:http";
import * as https from "node:https";
import type { Server, Socket } from "node:net";
import { listen } from "./listening";

export interface LoadBalancerOptions {
  address: string;
  httpsPort: number;
  httpPort: number;
  target: { address: string; port: number };
  /** PEM. */
  certificate: { chain: string; key: string };
  /** After this time a connection is closed with its next answer (`client_keep_alive.seconds`). */
  keepAliveSeconds: number;
}

/** An Application Load Balancer waits this long for a target (`idle_timeout.timeout_seconds`). */
const targetLimitSeconds = 60;

/**
 * Stands for a Region's load balancer: ends TLS, passes requests on to the service, and redirects what
 * comes over plain HTTP. A target that refuses is a 502, one that says nothing a 504, as with the real
 * one.
 */
export class LoadBalancer {
  private servers: Server[] = [];
  /** Open ones, with the time at which they were opened, in milliseconds. */
  private readonly sockets = new Map<Socket, number>();
  private readonly agent = new http.Agent({ keepAlive: true });
  private delaySeconds = 0;

  constructor(private readonly options: LoadBalancerOptions) {}

  /** @throws {NotRehearsableError} where the address or a port cannot be had */
  async start(): Promise<void> {
    const { address, httpsPort, httpPort, certificate } = this.options;
    const secure = https.createServer(
      { cert: certificate.chain, key: certificate.key, minVersion: "TLSv1.2" },
      (request, response) => this.forward(request, response),
    );
    const plain = http.createServer((request, response) => this.redirect(request, response));
    // A socket in its TLS handshake is one, and what it becomes is another.
    for (const event of ["connection", "secureConnection"]) {
      secure.on(event, (socket: Socket) => this.remember(socket));
    }
    plain.on("connection", (socket) => this.remember(socket));
    this.servers = [secure, plain];
    await listen(secure, address, httpsPort);
    await listen(plain, address, httpPort);
  }

  /** Nobody listens any more, and open connections end without a word. */
  stop(): void {
    for (const server of this.servers) {
      server.close();
    }
    this.servers = [];
    for (const socket of this.sockets.keys()) {
      socket.destroy();
    }
    this.agent.destroy();
  }

  /** Every answer takes so much longer from now on. */
  delayAnswers(seconds: number): void {
    this.delaySeconds = seconds;
  }

  private remember(socket: Socket): void {
    this.sockets.set(socket, performance.now());
    socket.on("error", () => undefined);
    socket.once("close", () => this.sockets.delete(socket));
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { target } = this.options;
    const onward = http.request({
      agent: this.agent,
      host: target.address,
      port: target.port,
      method: request.method,
      path: request.url,
      headers: { ...request.headers, connection: "keep-alive" },
      timeout: targetLimitSeconds * 1000,
    });
    response.once("close", () => onward.destroy());
    onward.once("response", (answer) => {
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, this.headersFor(request, answer.headers));
        answer.pipe(response);
      }, this.delaySeconds * 1000);
    });
    onward.once("timeout", () => this.answer(response, 504));
    onward.on("error", () => this.answer(response, 502));
    request.pipe(onward);
  }

  private headersFor(
    request: http.IncomingMessage,
    headers: http.IncomingHttpHeaders,
  ): http.OutgoingHttpHeaders {
    const { connection: _, ...others } = headers;
    return this.isOld(request.socket) ? { ...others, connection: "close" } : others;
  }

  private isOld(socket: Socket): boolean {
    const since = this.sockets.get(socket) ?? performance.now();
    return performance.now() - since > this.options.keepAliveSeconds * 1000;
  }

  private redirect(request: http.IncomingMessage, response: http.ServerResponse): void {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    response.writeHead(301, {
      location: `https://${host}:${this.options.httpsPort}${request.url ?? "/"}`,
    });
    response.end();
  }

  private answer(response: http.ServerResponse, status: 502 | 504): void {
    if (!response.headersSent) {
      response.writeHead(status, { "content-type": "text/plain" });
      response.end(`${http.STATUS_CODES[status] ?? ""}\n`);
    } else {
      response.destroy();
    }
  }
}
