import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { decode } from "dns-packet";
import * as fc from "fast-check";
import { Random } from "../../../failover/simulation/random";
import { DnsListener } from "../../../rehearsal/dns/dns-listener";
import { bareReply, ednsUdpBytes } from "../../../rehearsal/dns/message";
import { query } from "../../../rehearsal/dns/query";
import { readQuery, writeQuery } from "../../../rehearsal/dns/query-format";
import { readReply, writeReply } from "../../../rehearsal/dns/reply-format";
import { framed } from "../../../rehearsal/dns/tcp-framing";
import { cnameChain, name } from "../../failover/example-topology";
import { anywhere, startedServers, zoneOf } from "./dns-fixture";

const { zone } = zoneOf(cnameChain());
const answer = (question: { name: string; type: string }) =>
  zone.answer(question, () => true, new Random(1));

describe("bytes that are no question", () => {
  const started = startedServers();

  it("are answered with a code or not at all, and never throw", () => {
    let codes = 0;
    fc.assert(
      fc.property(anyPacket(), (bytes) => {
        const received = readQuery(bytes);
        if (received === undefined) {
          // Too short to be told from a response, or one.
          assert.ok(bytes.length < 4 || bytes.readUInt16BE(2) >= 0x8000);
          return;
        }
        const reply =
          received.kind === "fault" ? bareReply(received.code) : answer(received.question);
        const sent = writeReply(received.envelope, reply, {
          recursionAvailable: false,
          maximumBytes: received.envelope.udpBytes,
        });
        const { id, flag_qr, questions } = decode(sent);
        assert.deepEqual([id, flag_qr], [bytes.readUInt16BE(0), true]);
        assert.ok(sent.length <= ednsUdpBytes);
        if (questions?.length === 1) {
          // The question is repeated byte for byte.
          const end = 12 + sent.subarray(12).indexOf(0) + 5;
          assert.deepEqual(sent.subarray(12, end), bytes.subarray(12, end));
        }
        codes += received.kind === "fault" ? 1 : 0;
      }),
      { numRuns: 10_000 },
    );
    assert.ok(codes > 1000, `only ${codes} faults`);
  });

  it("are read by clients without throwing", () => {
    fc.assert(
      fc.property(anyPacket(), (bytes) => {
        readReply(bytes, 7, { name, type: "A" });
      }),
      { numRuns: 10_000 },
    );
  });

  it("leave a server answering, over UDP and TCP", async () => {
    const { listensOn } = await started(
      new DnsListener({ listenOn: anywhere, answer, recursionAvailable: false }),
    );
    const packets = fc.sample(anyPacket(), { numRuns: 300, seed: 1 });
    const socket = createSocket("udp4");
    for (const bytes of packets) {
      socket.send(bytes, listensOn.port, listensOn.address);
      await query(listensOn, name, "A", { timeoutSeconds: 60 });
    }
    socket.close();
    for (const bytes of packets.slice(0, 100)) {
      const connection = connect(listensOn.port, listensOn.address);
      connection.on("error", () => undefined);
      // Half of them without the length that belongs before a message.
      connection.end(bytes.length % 2 === 0 ? bytes : framed(bytes));
      connection.resume();
      await once(connection, "close");
    }
    const reply = await query(listensOn, name, "A", { timeoutSeconds: 60 });
    assert.equal(reply.code, "NOERROR");
  });
});

/** Random bytes, and messages with bytes changed, left out and put in. */
function anyPacket(): fc.Arbitrary<Buffer> {
  const random = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
  const question = fc.record({
    name: fc.constantFrom(name, name.toUpperCase(), `a.${name}`, "example.org", "."),
    type: fc.constantFrom("A", "AAAA", "CNAME", "SOA", "ANY", "AXFR", "TXT", "UNKNOWN_65", "OPT"),
  });
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(3),
    insert: fc.uint8Array({ maxLength: 3 }),
  });
  const mutated = fc
    .tuple(fc.nat(0xffff), question, fc.array(change, { maxLength: 4 }))
    .map(([id, asked, changes]) =>
      changes.reduce(
        (bytes, { at, remove, insert }) => {
          const position = Math.floor(at * bytes.length);
          return Buffer.concat([
            bytes.subarray(0, position),
            insert,
            bytes.subarray(position + remove),
          ]);
        },
        writeQuery(id, asked, true),
      ),
    );
  return fc.oneof({ weight: 1, arbitrary: random }, { weight: 3, arbitrary: mutated });
}
