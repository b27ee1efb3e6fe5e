import assert from "node:assert/strict";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as net from "node:net";
import { LoadBalancer, type LoadBalancerOptions } from "../../rehearsal/load-balancer";
import { testCertificate } from "./certificate";

const address = "127.83.9.1";
const [httpsPort, httpPort] = [8443, 8080];

describe("stand-in for a load balancer", () => {
  let certificate: Awaited<ReturnType<typeof testCertificate>>;
  let target: http.Server;
  let balancer: LoadBalancer;
  let handler: http.RequestListener = (_request, response) => response.end("from the target");

  before(async function () {
    certificate = await testCertificate();
  });

  beforeEach(async () => {
    handler = (_request, response) => response.end("from the target");
    target = http.createServer((request, response) => {
      handler(request, response);
    });
    await new Promise<void>((resolve) => target.listen(0, address, resolve));
    balancer = await started({});
  });

  afterEach(() => {
    balancer.stop();
    target.close();
    target.closeAllConnections();
  });

  async function started(changes: Partial<LoadBalancerOptions>): Promise<LoadBalancer> {
    const { port } = target.address() as AddressInfo;
    const made = new LoadBalancer({
      address,
      httpsPort,
      httpPort,
      target: { address, port },
      certificate,
      keepAliveSeconds: 300,
      ...changes,
    });
    await made.start();
    return made;
  }

  function get(
    options: https.RequestOptions = {},
    body?: string,
  ): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: address,
          port: httpsPort,
          path: "/items/1",
          headers: { host: "app.example.com" },
          servername: "app.example.com",
          ca: certificate.authority,
          agent: false,
          ...options,
        },
        (response) => {
          let text = "";
          response.on("data", (chunk: Buffer) => (text += chunk.toString()));
          response.on("end", () => {
            resolve({ status: response.statusCode!, headers: response.headers, body: text });
          });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  it("ends TLS with a certificate for the name, and passes requests and answers on", async () => {
    handler = (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        response.writeHead(201, { etag: '"v1"' });
        response.end(`${request.method} ${request.url} ${request.headers.host} ${body}`);
      });
    };
    const answer = await get({ method: "PUT" }, "hello");
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.etag, '"v1"');
    assert.equal(answer.body, "PUT /items/1 app.example.com hello");
  });

  it("answers 502 for a target that is gone, and serves again when it is back", async () => {
    const { port } = target.address() as AddressInfo;
    assert.equal((await get()).status, 200);
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
    assert.equal((await get()).status, 502);
    await new Promise<void>((resolve) => target.listen(port, address, resolve));
    assert.equal((await get()).status, 200);
  });

  it("lets a target that says nothing keep its clients waiting", async () => {
    handler = () => undefined;
    const waiting = get({ timeout: 300 });
    const outcome = await Promise.race([
      waiting.then(() => "answered"),
      new Promise((resolve) => setTimeout(resolve, 500, "waiting")),
    ]);
    assert.equal(outcome, "waiting");
    balancer.stop();
    await assert.rejects(waiting);
  });

  it("redirects plain HTTP to HTTPS", async () => {
    const response = await new Promise<http.IncomingMessage>((resolve) => {
      http.get(
        { host: address, port: httpPort, path: "/x?y", headers: { host: "app.example.com:8080" } },
        resolve,
      );
    });
    response.resume();
    assert.equal(response.statusCode, 301);
    assert.equal(response.headers.location, "https://app.example.com:8443/x?y");
  });

  it("ends open connections and refuses new ones once it is stopped, until it is started again", async () => {
    const open = net.connect(httpsPort, address);
    await new Promise((resolve) => open.once("connect", resolve));
    const closed = new Promise((resolve) => open.once("close", resolve));
    open.on("error", () => undefined);
    balancer.stop();
    await closed;
    await assert.rejects(get(), /ECONNREFUSED/);
    await balancer.start();
    assert.equal((await get()).status, 200);
  });

  it("delays answers while it is told to", async () => {
    balancer.delayAnswers(0.4);
    const began = performance.now();
    await get();
    assert.ok(performance.now() - began >= 400);
  });

  it("closes a connection with the first answer after its time", async () => {
    balancer.stop();
    balancer = await started({ keepAliveSeconds: 0 });
    const agent = new https.Agent({ keepAlive: true });
    assert.equal((await get({ agent })).headers.connection, "close");
    balancer.stop();
    balancer = await started({ keepAliveSeconds: 60 });
    assert.equal((await get({ agent })).headers.connection, "keep-alive");
    agent.destroy();
  });

  it("says which address and port it cannot have", async () => {
    await assert.rejects(started({}), {
      name: "NotRehearsableError",
      message: `This cannot be rehearsed: ${address}:8443 is in use, by another rehearsal perhaps. Wait for it or end it, and try again.`,
    });
    await assert.rejects(started({ address: "192.0.2.1" }), {
      name: "NotRehearsableError",
      message:
        /this machine has no address 192\.0\.2\.1\..* on macOS add it with `sudo ifconfig lo0 alias 192\.0\.2\.1 up`/,
    });
  });
});
