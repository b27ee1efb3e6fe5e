import { askHealth, type HealthAnswer } from "./ask-health";
import { lookUpAddresses } from "./checks/look-up";
import { pause } from "./clock";
import type { ServerAddress } from "./dns/dns-listener";
import type { EventLog } from "./event-log";
import type { Network } from "./network";

export interface ObserverOptions {
  /** The failover name. */
  name: string;
  sites: readonly string[];
  /** What health checks ask for. */
  healthPath: string;
  network: Network;
  nameServers: readonly ServerAddress[];
  addressOf: (site: string) => string;
  siteOf: (address: string) => string | undefined;
  log: EventLog;
}

/** Between two looks, from the answer to the next question. */
const intervalSeconds = 0.25;

/** Asks every name server for the name and every Region for its health, and notes what has changed. */
export class Observer {
  private readonly stopping = new AbortController();
  private readonly answers = new Map<string, HealthAnswer>();

  constructor(private readonly options: ObserverOptions) {}

  start(): void {
    const { sites, nameServers } = this.options;
    for (const site of sites) {
      void this.watchHealth(site);
    }
    for (const [position, server] of nameServers.entries()) {
      void this.watchAnswer(position, server);
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Regions that were not healthy when they were last asked, with the reasons. */
  get unhealthy(): string[] {
    return this.options.sites
      .filter((site) => this.answers.get(site)?.isHealthy !== true)
      .map((site) => `${site}: ${this.answers.get(site)?.reasons.join(", ") ?? "not asked yet"}`);
  }

  /** @throws once it is stopped */
  async untilHealthy(): Promise<void> {
    while (this.unhealthy.length > 0) {
      await pause(intervalSeconds, this.stopping.signal);
    }
  }

  private async watchHealth(site: string): Promise<void> {
    const { name, healthPath, network, addressOf, log } = this.options;
    const target = { address: addressOf(site), port: network.httpsPort, name, path: healthPath };
    while (await this.isWatching()) {
      const answer = await askHealth(target);
      const before = this.answers.get(site)?.isHealthy;
      this.answers.set(site, answer);
      if (!this.stopping.signal.aborted && before !== answer.isHealthy) {
        log.add({ event: "health", site, ...answer });
      }
    }
  }

  private async watchAnswer(position: number, server: ServerAddress): Promise<void> {
    const { name, siteOf, log } = this.options;
    let known: string | undefined;
    while (await this.isWatching()) {
      const addresses = await lookUpAddresses(server, name);
      const sites = addresses?.map((address) => siteOf(address) ?? address).sort();
      if (!this.stopping.signal.aborted && sites !== undefined && sites.join() !== known) {
        known = sites.join();
        log.add({ event: "answer", server: position, sites });
      }
    }
  }

  private async isWatching(): Promise<boolean> {
    try {
      await pause(intervalSeconds, this.stopping.signal);
      return true;
    } catch {
      return false;
    }
  }
}
