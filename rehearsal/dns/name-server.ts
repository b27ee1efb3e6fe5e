import type { Signal } from "../../failover/signals";
import type { Random } from "../../failover/simulation/random";
import { DnsListener, type ServerAddress } from "./dns-listener";
import type { Zone } from "./zone";

/** An authoritative name server of a zone, which answers by what it has learned of the signals. */
export class NameServer {
  /** What it has learned: the signals that have turned at least once. All others are healthy. */
  readonly view = new Map<Signal, boolean>();
  private readonly latest = new Map<Signal, number>();
  private readonly listener: DnsListener;

  constructor(zone: Zone, listenOn: ServerAddress, random: Random) {
    const isHealthy = (signal: Signal) => this.view.get(signal) ?? true;
    this.listener = new DnsListener({
      listenOn,
      answer: (question) => zone.answer(question, isHealthy, random),
      recursionAvailable: false,
    });
  }

  get listensOn(): ServerAddress {
    return this.listener.listensOn;
  }

  /** @param order Of two statuses of a signal the one of the greater order stays. */
  learn(signal: Signal, isHealthy: boolean, order: number): void {
    if (order > (this.latest.get(signal) ?? -1)) {
      this.latest.set(signal, order);
      this.view.set(signal, isHealthy);
    }
  }

  /** @throws {Error} see `DnsListener.start` */
  start(): Promise<void> {
    return this.listener.start();
  }

  close(): Promise<void> {
    return this.listener.close();
  }
}
