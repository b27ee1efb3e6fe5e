import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { decode, type DecodedPacket, encode, type Packet } from "dns-packet";
import { DnsListener, type ListenerSettings } from "../../../rehearsal/dns/dns-listener";
import { bareReply, type Question, type Reply } from "../../../rehearsal/dns/message";
import { ednsRecord, writeQuery } from "../../../rehearsal/dns/query-format";
import { framed, messagesOn } from "../../../rehearsal/dns/tcp-framing";
import { anywhere, startedServers } from "./dns-fixture";

const question: Question = { name: "app.example.com", type: "A" };

describe("a listener for DNS", () => {
  const started = startedServers();
  const listening = (settings: Partial<ListenerSettings> = {}) =>
    started(
      new DnsListener({
        listenOn: anywhere,
        answer: ({ name }) => addressesOf(name, 1),
        recursionAvailable: false,
        ...settings,
      }),
    );

  it("answers several questions on one connection, also once the client has ended it", async () => {
    const { listensOn } = await listening();
    const socket = connect({ ...hostOf(listensOn), allowHalfOpen: true });
    const queries = Buffer.concat([1, 2, 3].map((id) => framed(writeQuery(id, question, false))));
    // In two pieces that cut a message, and with the end of the connection right behind.
    socket.write(queries.subarray(0, 41));
    await once(socket, "connect");
    socket.end(queries.subarray(41));
    assert.deepEqual(
      (await repliesOn(socket)).map(({ id }) => id),
      [1, 2, 3],
    );
  });

  it("cuts what does not fit and says so, by the size that the client takes", async () => {
    const { listensOn } = await listening({ answer: ({ name }) => addressesOf(name, 20) });
    const ask = (edns: number | undefined) =>
      overUdp(listensOn.port, {
        id: 9,
        questions: [{ name: question.name, type: "A" }],
        additionals: edns === undefined ? [] : [{ ...ednsRecord(0), udpPayloadSize: edns }],
      });
    for (const [edns, isCut] of [
      [undefined, true],
      [100, true],
      [1232, false],
      [65_535, false],
    ] as const) {
      const { flag_tc, answers, additionals, questions } = await ask(edns);
      assert.deepEqual([flag_tc, answers?.length], [isCut, isCut ? 0 : 20]);
      assert.equal(additionals?.length, edns === undefined ? 0 : 1);
      assert.equal(questions?.length, 1);
    }
  });

  it("says by a code what it does not do", async () => {
    const { listensOn } = await listening();
    const codeOf = async (packet: Packet) => {
      const { flags, additionals } = await overUdp(listensOn.port, { id: 5, ...packet });
      const [edns] = additionals ?? [];
      return (flags! & 0xf) | ((edns?.type === "OPT" ? edns.extendedRcode : 0) << 4);
    };
    const asked = [{ name: question.name, type: "A" as const }];
    assert.equal(await codeOf({ questions: asked }), 0);
    assert.equal(await codeOf({ questions: [] }), 1);
    assert.equal(await codeOf({ questions: [...asked, ...asked] }), 1);
    assert.equal(
      await codeOf({ questions: asked, additionals: [ednsRecord(0), ednsRecord(0)] }),
      1,
    );
    assert.equal(await codeOf({ questions: asked, flags: 5 << 11 }), 4);
    assert.equal(await codeOf({ questions: [{ ...asked[0]!, class: "CH" }] }), 5);
    const newer = { ...ednsRecord(0), ednsVersion: 1 };
    assert.equal(await codeOf({ questions: asked, additionals: [newer] }), 16);
  });

  it("ends connections that are silent, or announce too long a message", async () => {
    const { listensOn } = await listening({ idleSeconds: 0.02 });
    const silent = connect(hostOf(listensOn));
    silent.resume();
    await once(silent, "close");

    const patient = await listening();
    const long = connect(hostOf(patient.listensOn));
    long.write(Buffer.from([0xff, 0xff]));
    assert.deepEqual(await repliesOn(long), []);
  });

  it("closes with connections open, and can be closed twice", async () => {
    const listener = await listening();
    const socket = connect(hostOf(listener.listensOn));
    socket.on("error", () => undefined);
    socket.resume();
    socket.write(framed(writeQuery(1, question, false)));
    await once(socket, "data");
    const closed = once(socket, "close");
    await listener.close();
    await closed;
    await listener.close();
  });

  it("says why it cannot listen, and leaves nothing open", async () => {
    const { listensOn } = await listening();
    await assert.rejects(listening({ listenOn: listensOn }), { code: "EADDRINUSE" });
    await assert.rejects(listening({ listenOn: { address: "192.0.2.1", port: 0 } }), {
      code: "EADDRNOTAVAIL",
    });
    const taken = createSocket("udp4");
    const address = "127.0.5.10";
    taken.bind(0, address);
    await once(taken, "listening");
    const onlyTcpIsFree = { address, port: taken.address().port };
    await assert.rejects(listening({ listenOn: onlyTcpIsFree }), { code: "EADDRINUSE" });
    taken.close();
    await once(taken, "close");
    await listening({ listenOn: onlyTcpIsFree });
  });
});

function addressesOf(name: string, count: number): Reply {
  const answers = Array.from({ length: count }, (_, position) => ({
    name,
    type: "A" as const,
    ttlSeconds: 10,
    data: `127.0.4.${position}`,
  }));
  return { ...bareReply("NOERROR"), answers };
}

function hostOf({ address, port }: { address: string; port: number }) {
  return { host: address, port };
}

async function overUdp(port: number, packet: Packet): Promise<DecodedPacket> {
  const socket = createSocket("udp4");
  const message = once(socket, "message") as Promise<[Buffer]>;
  socket.send(encode({ type: "query", ...packet }), port, anywhere.address);
  const [bytes] = await message;
  socket.close();
  return decode(bytes);
}

/** All of them, until the server ends the connection. */
async function repliesOn(socket: Socket): Promise<DecodedPacket[]> {
  const replies: DecodedPacket[] = [];
  for await (const message of messagesOn(socket, 65_535)) {
    replies.push(decode(message));
  }
  socket.destroy();
  return replies;
}
