import assert from "node:assert/strict";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { probe, type ProbeTarget } from "../../../rehearsal/checks/probe";
import { testCertificate } from "../certificate";

const address = "127.83.9.3";
/** Short, so that tests need not wait; long enough for a connection on one machine. */
const limits = { connectLimitSeconds: 2, responseLimitSeconds: 0.5 };

describe("probe of a health check", () => {
  const servers: net.Server[] = [];
  let certificate: Awaited<ReturnType<typeof testCertificate>>;

  before(async () => {
    certificate = await testCertificate();
  });

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
    }
  });

  async function listening(server: net.Server): Promise<number> {
    servers.push(server);
    server.listen(0, address);
    await new Promise((resolve) => server.once("listening", resolve));
    return (server.address() as net.AddressInfo).port;
  }

  function secure(answer: http.RequestListener): Promise<number> {
    return listening(https.createServer({ cert: certificate.chain, key: certificate.key }, answer));
  }

  function ask(port: number, request: Partial<ProbeTarget["request"]> = {}): Promise<boolean> {
    return probe(
      {
        address,
        port,
        name: "app.example.com",
        request: { protocol: "HTTPS", path: "/health", sendsName: true, ...request },
      },
      limits,
    );
  }

  for (const [status, passes] of [
    [200, true],
    [204, true],
    [301, true],
    [399, true],
    [400, false],
    [404, false],
    [503, false],
  ] as const) {
    it(`${passes ? "passes" : "fails"} with status ${status}`, async () => {
      const port = await secure((_request, response) => response.writeHead(status).end());
      assert.equal(await ask(port), passes);
    });
  }

  it("asks for the declared path by the name, and sends the name only where it should", async () => {
    const seen: unknown[] = [];
    const port = await secure((request, response) => {
      const { servername } = request.socket as unknown as { servername: string | false };
      seen.push([request.method, request.url, request.headers.host, servername]);
      response.end();
    });
    await ask(port, { path: "/up" });
    await ask(port, { sendsName: false });
    assert.deepEqual(seen, [
      ["GET", "/up", "app.example.com", "app.example.com"],
      ["GET", "/health", "app.example.com", false],
    ]);
  });

  it("does not look at the certificate", async () => {
    const port = await secure((_request, response) => response.end());
    assert.equal(
      await probe(
        {
          address,
          port,
          name: "another.example.com",
          request: { protocol: "HTTPS", path: "/", sendsName: true },
        },
        limits,
      ),
      true,
    );
  });

  it("asks over plain HTTP where that is declared", async () => {
    const port = await listening(http.createServer((_request, response) => response.end()));
    assert.equal(await ask(port, { protocol: "HTTP" }), true);
    assert.equal(await ask(port), false);
  });

  it("fails where nobody listens", async () => {
    const port = await listening(net.createServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    assert.equal(await ask(port), false);
  });

  it("fails where a connection opens and nothing is said, within the response limit", async () => {
    const open: net.Socket[] = [];
    const port = await listening(net.createServer((socket) => open.push(socket)));
    assert.equal(await ask(port), false);
    const silent = await secure(() => undefined);
    assert.equal(await ask(silent), false);
    open.forEach((socket) => socket.destroy());
  });
});
