import type { Assumptions } from "../failover/constants";
import type { NameModel } from "../failover/name-model";
import { Random } from "../failover/simulation/random";
import type { Blueprint } from "./blueprint";
import { Checks } from "./checks/checks";
import type { ServerAddress } from "./dns/dns-listener";
import { NameServers } from "./dns/name-servers";
import { Zone } from "./dns/zone";
import type { EventLog } from "./event-log";
import { startServer } from "./listening";
import type { Network } from "./network";

export interface Route53Options {
  blueprint: Blueprint;
  model: NameModel;
  assumed: Assumptions;
  network: Network;
  seed: number;
  addressOf: (site: string) => string;
  log: EventLog;
}

/** Name servers that learn of what health checks find. */
export class Route53 {
  private readonly nameServers: NameServers;
  private readonly checks: Checks;

  constructor(private readonly options: Route53Options) {
    const { blueprint, model, assumed, network, seed, addressOf } = options;
    const zone = new Zone(model.index, { apex: blueprint.zone, addressOf, assumed });
    this.nameServers = new NameServers({
      zone,
      listenOn: (position) => ({
        address: network.nameServerAddress(position),
        port: network.dnsPort,
      }),
      random: new Random(seed),
      assumed,
    });
    this.checks = new Checks({
      ...options,
      random: new Random(seed + 1),
      nameServers: this.nameServers.addresses,
      turned: (signal, isHealthy) => this.nameServers.hear(signal, isHealthy),
    });
  }

  /** Of the name servers. */
  get addresses(): ServerAddress[] {
    return this.nameServers.addresses;
  }

  /** @throws {NotRehearsableError} where an address or a port cannot be had */
  async start(): Promise<void> {
    const { network } = this.options;
    await startServer(this.nameServers, network.nameServerAddress(0), network.dnsPort);
    this.checks.start();
  }

  /** From now on the health checks of these sites are disabled, and all others are not. */
  disableChecks(sites: readonly string[]): void {
    this.checks.disable(sites);
  }

  stopChecks(): void {
    this.checks.stop();
  }

  async stop(): Promise<void> {
    this.checks.stop();
    await this.nameServers.close();
  }
}
