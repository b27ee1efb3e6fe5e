import type { Socket } from "node:net";

/** Bytes of the length that precedes a message over TCP (RFC 1035, section 4.2.2). */
const lengthBytes = 2;

export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/**
 * The messages that arrive on a connection, until the other side ends it or announces one that is
 * longer than `maximumBytes`.
 *
 * @throws what breaks the connection
 */
export async function* messagesOn(socket: Socket, maximumBytes: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  // What is still to be answered when the other side has said all needs the socket.
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= lengthBytes) {
      const end = lengthBytes + rest.readUInt16BE(0);
      if (end - lengthBytes > maximumBytes) {
        return;
      }
      if (rest.length < end) {
        break;
      }
      yield rest.subarray(lengthBytes, end);
      rest = rest.subarray(end);
    }
  }
}
