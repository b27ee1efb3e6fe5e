import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { on, once } from "node:events";
import { connect, isIPv6 } from "node:net";
import { addAbortSignal } from "node:stream";
import type { ServerAddress } from "./dns-listener";
import { type Question, tcpBytes } from "./message";
import { writeQuery } from "./query-format";
import { type ReceivedReply, readReply } from "./reply-format";
import { framed, messagesOn } from "./tcp-framing";

export interface QueryOptions {
  /** For the whole of it, over UDP and again over TCP. */
  timeoutSeconds: number;
  /** @default false */
  recursionDesired?: boolean;
  /** Calls it off. */
  signal?: AbortSignal;
}

/** A question that got no reply. */
export class QueryError extends Error {
  constructor(
    readonly reason: "timeout" | "aborted" | "unreachable",
    { address, port }: ServerAddress,
    { name, type }: Question,
    cause?: unknown,
  ) {
    super(`${address} port ${port} did not answer ${name} ${type}: ${reason}`, { cause });
  }
}

/** A question as it is sent, and how its reply is known. */
interface Asked {
  bytes: Buffer;
  replyIn: (bytes: Buffer) => ReceivedReply | undefined;
}

/**
 * Asks a server over UDP, and over TCP where the reply did not fit. Whatever arrives besides the
 * reply to this question is ignored.
 *
 * @throws {QueryError}
 */
export async function query(
  server: ServerAddress,
  name: string,
  type: string,
  { timeoutSeconds, recursionDesired = false, signal }: QueryOptions,
): Promise<ReceivedReply> {
  const question: Question = { name, type };
  const id = randomInt(0x1_0000);
  const asked: Asked = {
    bytes: writeQuery(id, question, recursionDesired),
    replyIn: (bytes) => readReply(bytes, id, question),
  };
  const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  const end = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  try {
    const reply = await overUdp(server, asked, end);
    return reply.isTruncated ? await overTcp(server, asked, end) : reply;
  } catch (error) {
    const reason = timeout.aborted ? "timeout" : end.aborted ? "aborted" : "unreachable";
    throw new QueryError(reason, server, question, error);
  }
}

async function overUdp(
  { address, port }: ServerAddress,
  { bytes, replyIn }: Asked,
  signal: AbortSignal,
): Promise<ReceivedReply> {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  try {
    // A connected socket takes messages of this server only, and hears when nobody listens there.
    socket.connect(port, address);
    await once(socket, "connect", { signal });
    socket.send(bytes);
    for await (const [message] of on(socket, "message", { signal }) as AsyncIterable<[Buffer]>) {
      const reply = replyIn(message);
      if (reply !== undefined) {
        return reply;
      }
    }
    throw new Error("the socket was closed");
  } finally {
    socket.close();
  }
}

async function overTcp(
  { address, port }: ServerAddress,
  { bytes, replyIn }: Asked,
  signal: AbortSignal,
): Promise<ReceivedReply> {
  const socket = addAbortSignal(signal, connect(port, address));
  try {
    await once(socket, "connect");
    socket.write(framed(bytes));
    for await (const message of messagesOn(socket, tcpBytes)) {
      const reply = replyIn(message);
      if (reply !== undefined) {
        return reply;
      }
    }
    throw new Error("the server ended the connection");
  } finally {
    socket.destroy();
  }
}
