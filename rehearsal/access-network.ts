import { Random } from "../failover/simulation/random";
import { Clients, type ClientsOptions } from "./clients";
import { CachingResolver } from "./dns/caching-resolver";
import type { ServerAddress } from "./dns/dns-listener";
import { startServer } from "./listening";

export interface AccessNetworkOptions extends ClientsOptions {
  /** Of the zone, to be asked. */
  nameServers: readonly ServerAddress[];
  siteOf: (address: string) => string | undefined;
}

/** A resolver, and the process of clients that ask it. */
export class AccessNetwork {
  private readonly resolver: CachingResolver;
  private readonly clients: Clients;
  private told = "";

  constructor(private readonly options: AccessNetworkOptions) {
    const { group, resolver, nameServers, seed } = options;
    this.resolver = new CachingResolver({
      listenOn: resolver,
      nameServers,
      manner: group.manner,
      random: new Random(seed),
      onAnswer: ({ addresses }) => this.noteAnswer(addresses),
    });
    this.clients = new Clients(options);
  }

  /** @throws {NotRehearsableError} where the address or the port cannot be had */
  async start(): Promise<void> {
    const { address, port } = this.options.resolver;
    await startServer(this.resolver, address, port);
  }

  startClients(): void {
    this.clients.start();
  }

  get behaviour(): string {
    return this.options.group.behaviour;
  }

  /** Whether some request of its clients has been answered. */
  get isServed(): boolean {
    const { log, group } = this.options;
    return log
      .of("request")
      .some(({ client, region }) => client.startsWith(`${group.client}/`) && region !== null);
  }

  async finishClients(limitSeconds: number): Promise<void> {
    await this.clients.finish(limitSeconds);
  }

  async stop(): Promise<void> {
    await this.resolver.close();
  }

  private noteAnswer(addresses: readonly string[]): void {
    const { group, log, siteOf } = this.options;
    const sites = addresses.map((address) => siteOf(address) ?? address).sort();
    if (sites.join() !== this.told) {
      this.told = sites.join();
      log.add({ event: "resolver", client: group.client, sites });
    }
  }
}
