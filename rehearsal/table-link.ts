import * as net from "node:net";
import { listen } from "./listening";

/**
 * The way from a Region's service to its DynamoDB, which can be cut: then connections open and nothing
 * comes back, as on a network that drops what is sent.
 */
export class TableLink {
  private readonly server: net.Server;
  private readonly pairs = new Set<net.Socket>();
  private isCut = false;

  constructor(
    private readonly address: string,
    private readonly port: number,
    private readonly target: { address: string; port: number },
  ) {
    this.server = net.createServer((socket) => this.pass(socket));
  }

  /** @throws {NotRehearsableError} where the address or the port cannot be had */
  async start(): Promise<void> {
    await listen(this.server, this.address, this.port);
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.pairs) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** What was silent is reset: whoever waits for it may begin anew. */
  mend(): void {
    this.isCut = false;
    this.dropAll();
  }

  stop(): void {
    this.server.close();
    this.dropAll();
  }

  private pass(socket: net.Socket): void {
    this.keep(socket);
    if (this.isCut) {
      socket.pause();
      return;
    }
    const onward = net.connect(this.target.port, this.target.address);
    this.keep(onward);
    socket.pipe(onward);
    onward.pipe(socket);
    socket.once("close", () => onward.destroy());
    onward.once("close", () => socket.destroy());
  }

  private keep(socket: net.Socket): void {
    this.pairs.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => this.pairs.delete(socket));
  }

  private dropAll(): void {
    for (const socket of this.pairs) {
      socket.resetAndDestroy();
    }
  }
}
