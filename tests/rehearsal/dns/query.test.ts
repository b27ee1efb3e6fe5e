import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode, type Packet } from "dns-packet";
import { DnsListener, type ServerAddress } from "../../../rehearsal/dns/dns-listener";
import { bareReply } from "../../../rehearsal/dns/message";
import { query, QueryError } from "../../../rehearsal/dns/query";
import { anywhere, startedServers } from "./dns-fixture";

const name = "app.example.com";

describe("a query", () => {
  const started = startedServers();

  it("takes only the reply to its own question", async () => {
    const { server, close } = await udpServer((asked, reply) => {
      const questions = asked.questions ?? [];
      const answer = (data: string) => ({ name, type: "A" as const, ttl: 10, data });
      reply(Buffer.from("no message"));
      reply(encode({ ...asked, type: "query" }));
      reply(packetOf(asked.id! ^ 1, { questions, answers: [answer("127.0.4.1")] }));
      const others = [{ name: "other.example.com", type: "A" as const }];
      reply(packetOf(asked.id!, { questions: others, answers: [answer("127.0.4.2")] }));
      reply(packetOf(asked.id!, { questions, answers: [answer("127.0.4.3")] }));
    });
    const { answers } = await query(server, name, "A", { timeoutSeconds: 60 });
    assert.deepEqual(answers, [{ name, type: "A", ttlSeconds: 10, data: "127.0.4.3" }]);
    await close();
  });

  it("is asked again over TCP where the reply did not fit", async () => {
    const answers = Array.from({ length: 100 }, (_, position) => ({
      name,
      type: "A" as const,
      ttlSeconds: 10,
      data: `127.0.4.${position}`,
    }));
    const { listensOn } = await started(
      new DnsListener({
        listenOn: anywhere,
        answer: () => ({ ...bareReply("NOERROR"), answers }),
        recursionAvailable: true,
      }),
    );
    const reply = await query(listensOn, name, "A", { timeoutSeconds: 60, recursionDesired: true });
    assert.deepEqual(reply.answers, answers);
    assert.deepEqual([reply.isTruncated, reply.recursionAvailable], [false, true]);
  });

  it("says why there is no reply", async () => {
    const { server, close } = await udpServer(() => undefined);
    const fails = (reason: QueryError["reason"], asked: ServerAddress, signal?: AbortSignal) =>
      assert.rejects(
        query(asked, name, "A", {
          timeoutSeconds: reason === "timeout" ? 0.02 : 60,
          ...(signal && { signal }),
        }),
        (error) => error instanceof QueryError && error.reason === reason,
      );
    await fails("timeout", server);
    const controller = new AbortController();
    const aborted = fails("aborted", server, controller.signal);
    controller.abort();
    await aborted;
    await fails("aborted", server, controller.signal);
    await close();
    await fails("unreachable", server);
    // It announces more over TCP, and has no TCP.
    const cut = await udpServer((asked, reply) =>
      reply(packetOf(asked.id!, { questions: asked.questions, flags: 1 << 9 })),
    );
    await fails("unreachable", cut.server);
    await cut.close();
  });
});

function packetOf(id: number, packet: Packet): Buffer {
  return encode({ type: "response", id, ...packet });
}

/** A server over UDP only, that sends whatever it is told to. */
async function udpServer(answer: (asked: Packet, reply: (bytes: Buffer) => void) => void) {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, client) => {
    answer(decode(bytes), (reply) => socket.send(reply, client.port, client.address));
  });
  socket.bind(0, anywhere.address);
  await once(socket, "listening");
  const close = async () => {
    socket.close();
    await once(socket, "close");
  };
  return { server: { ...anywhere, port: socket.address().port }, close };
}
