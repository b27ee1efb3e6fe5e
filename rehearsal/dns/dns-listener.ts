import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from "node:net";
import { bareReply, type Question, type Reply, tcpBytes } from "./message";
import { type Envelope, readQuery } from "./query-format";
import { writeReply } from "./reply-format";
import { framed, messagesOn } from "./tcp-framing";

/** Where a server is reached, over UDP and TCP alike. */
export interface ServerAddress {
  /** IPv4 or IPv6. */
  address: string;
  /** 0 to listen on one that is free. */
  port: number;
}

export interface ListenerSettings {
  listenOn: ServerAddress;
  /** Must not reject: what it cannot answer has a response code. */
  answer: (question: Question) => Reply | Promise<Reply>;
  recursionAvailable: boolean;
  /** How long a connection may be silent (RFC 7766, section 6.2.3: "a few seconds"). @default 10 */
  idleSeconds?: number;
}

/** A question has 255 bytes of name at most; the rest is for EDNS options. */
const maximumQueryBytes = 4096;

const maximumConnections = 256;

/** So many free ports of TCP may be taken in UDP. */
const maximumAttempts = 20;

/** Takes questions over UDP and TCP and sends what they are answered with. */
export class DnsListener {
  private udp: UdpSocket | undefined;
  private tcp: Server | undefined;
  private readonly connections = new Set<Socket>();

  constructor(private readonly settings: ListenerSettings) {}

  /** Where it listens; the port is known once it has started. */
  get listensOn(): ServerAddress {
    const { address, port } = this.settings.listenOn;
    const bound = this.tcp?.address() as AddressInfo | null | undefined;
    return { address, port: bound?.port ?? port };
  }

  /**
   * Leaves nothing open where it fails.
   *
   * @throws {Error} of Node, with its code (EADDRINUSE, EADDRNOTAVAIL, EACCES)
   */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.tcp = await this.listenOnTcp();
        this.udp = await this.listenOnUdp(this.listensOn.port);
        return;
      } catch (error) {
        await this.close();
        const isOtherPortFree =
          this.settings.listenOn.port === 0 &&
          (error as NodeJS.ErrnoException).code === "EADDRINUSE";
        if (!isOtherPortFree || attempt === maximumAttempts) {
          throw error;
        }
      }
    }
  }

  async close(): Promise<void> {
    const { udp, tcp } = this;
    this.udp = undefined;
    this.tcp = undefined;
    if (udp !== undefined) {
      udp.close();
      await once(udp, "close");
    }
    if (tcp !== undefined) {
      tcp.close();
      for (const connection of this.connections) {
        connection.destroy();
      }
      await once(tcp, "close");
    }
  }

  private async listenOnTcp(): Promise<Server> {
    // A client may say that it has no more questions, and still wait for the answers.
    const server = createServer({ allowHalfOpen: true }, (socket) => void this.serve(socket));
    server.maxConnections = maximumConnections;
    const { address, port } = this.settings.listenOn;
    server.listen(port, address);
    await once(server, "listening");
    return server;
  }

  private async listenOnUdp(port: number): Promise<UdpSocket> {
    const { address } = this.settings.listenOn;
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    socket.on("message", (bytes, client) => void this.answerDatagram(bytes, client));
    socket.bind(port, address);
    try {
      await once(socket, "listening");
    } catch (error) {
      socket.close();
      throw error;
    }
    return socket;
  }

  private async answerDatagram(bytes: Buffer, client: RemoteInfo): Promise<void> {
    // Whoever claims port 0 cannot be answered: no datagram may be sent there.
    const reply =
      client.port === 0 ? undefined : await this.replyTo(bytes, ({ udpBytes }) => udpBytes);
    if (reply !== undefined) {
      // What is not delivered, the client asks again.
      this.udp?.send(reply, client.port, client.address, () => undefined);
    }
  }

  private async serve(socket: Socket): Promise<void> {
    this.connections.add(socket);
    socket.once("close", () => this.connections.delete(socket));
    // A connection that breaks closes, and nobody is left to be told why.
    socket.on("error", () => undefined);
    const { idleSeconds = 10 } = this.settings;
    socket.setTimeout(idleSeconds * 1000, () => socket.destroy());
    try {
      for await (const message of messagesOn(socket, maximumQueryBytes)) {
        const reply = await this.replyTo(message, () => tcpBytes);
        if (reply !== undefined) {
          // The next question waits for a client that is slow to read.
          await new Promise((resolve) => socket.write(framed(reply), resolve));
        }
      }
      socket.end();
    } catch (error) {
      if (!socket.destroyed) {
        throw error;
      }
    }
  }

  private async replyTo(
    bytes: Buffer,
    maximumBytesFor: (envelope: Envelope) => number,
  ): Promise<Buffer | undefined> {
    const received = readQuery(bytes);
    if (received === undefined) {
      return undefined;
    }
    const { envelope } = received;
    const reply =
      received.kind === "fault"
        ? bareReply(received.code)
        : await this.settings.answer(received.question);
    return writeReply(envelope, reply, {
      recursionAvailable: this.settings.recursionAvailable,
      maximumBytes: maximumBytesFor(envelope),
    });
  }
}
