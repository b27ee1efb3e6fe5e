import { type Assumptions, assumptions } from "../../failover/constants";
import type { Signal } from "../../failover/signals";
import type { Random } from "../../failover/simulation/random";
import type { ServerAddress } from "./dns-listener";
import { NameServer } from "./name-server";
import { realTimer, type Timer } from "./timer";
import type { Zone } from "./zone";
import { delegationSetSize } from "./zone-apex";

export interface NameServersSettings {
  zone: Zone;
  /** Where each listens, counted from 0. */
  listenOn: (position: number) => ServerAddress;
  random: Random;
  /** @default `delegationSetSize` */
  count?: number;
  /** @default `assumptions` */
  assumed?: Assumptions;
  /** @default real time */
  timer?: Timer;
}

/** The name servers of a zone, each of which learns of a turned signal after a delay of its own. */
export class NameServers {
  readonly servers: readonly NameServer[];
  private readonly pending = new Set<() => void>();
  private readonly random: Random;
  private readonly propagationSeconds: Assumptions["propagationSeconds"];
  private readonly timer: Timer;
  private turns = 0;

  constructor({
    zone,
    listenOn,
    random,
    count = delegationSetSize,
    assumed = assumptions,
    timer = realTimer,
  }: NameServersSettings) {
    this.servers = Array.from(
      { length: count },
      (_, position) => new NameServer(zone, listenOn(position), random),
    );
    this.random = random;
    this.propagationSeconds = assumed.propagationSeconds;
    this.timer = timer;
  }

  /** Where they listen, in order; ports are known once they have started. */
  get addresses(): ServerAddress[] {
    return this.servers.map(({ listensOn }) => listensOn);
  }

  /** @throws {Error} see `DnsListener.start`; then none of them is left listening */
  async start(): Promise<void> {
    try {
      for (const server of this.servers) {
        await server.start();
      }
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** A signal has turned: within the time of propagation, every server answers by it. */
  hear(signal: Signal, isHealthy: boolean): void {
    this.turns += 1;
    const order = this.turns;
    const { least, most } = this.propagationSeconds;
    for (const server of this.servers) {
      const cancel = this.timer(this.random.between(least, most), () => {
        this.pending.delete(cancel);
        server.learn(signal, isHealthy, order);
      });
      this.pending.add(cancel);
    }
  }

  /** Also ends open connections and forgets what the servers have not learned yet. */
  async close(): Promise<void> {
    for (const cancel of this.pending) {
      cancel();
    }
    this.pending.clear();
    await Promise.all(this.servers.map((server) => server.close()));
  }
}
