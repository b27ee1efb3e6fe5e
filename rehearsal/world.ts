import * as path from "node:path";
import type { Assumptions } from "../failover/constants";
import { NameModel } from "../failover/name-model";
import { AccessNetwork } from "./access-network";
import { askingChecks, type Blueprint } from "./blueprint";
import { issueCertificate } from "./certificates";
import { type ClientGroup, clientGroups } from "./client-groups";
import { now, pause, within } from "./clock";
import type { EventLog } from "./event-log";
import { checkFree } from "./listening";
import { addressesOf, type Network } from "./network";
import { Observer } from "./observer";
import { type Injury, sitesWith } from "./plan";
import { ProcessFailedError } from "./processes/process-failed";
import type { Processes } from "./processes/processes";
import { type DynamoDbKind, Region } from "./region";
import { Replication } from "./replication";
import { Route53 } from "./route53";
import type { StepTimes } from "./step-limits";
import { createTables, readTables } from "./tables";
import { failbackSecondsAt, rpoSecondsAt, type ServiceSetting, speedUpService } from "./timing";

export interface WorldOptions {
  /** With its times as they run here. */
  blueprint: Blueprint;
  assumed: Assumptions;
  network: Network;
  dynamodb: DynamoDbKind;
  /** A Region's environment of the service, as it is deployed. */
  serviceEnvironment: (site: string) => Record<string, string>;
  speed: number;
  seed: number;
  /** Of replication, as it runs here. */
  lagSeconds: number;
  clientsPerGroup: number;
  /** Of this rehearsal alone. */
  folder: string;
  processes: Processes;
  log: EventLog;
}

const shortestHoldSeconds = 2;
/** Of Regions until they are healthy, and of clients until they are served. */
const startLimitSeconds = 60;

/** Everything between clients and tables, as processes and servers on this machine. */
export class World {
  readonly groups: ClientGroup[];
  private readonly model: NameModel;
  private regions: Region[] = [];
  private replication: Replication | undefined;
  private readonly route53: Route53;
  private accessNetworks: AccessNetwork[] = [];
  private observer: Observer | undefined;
  private failbackSeconds = 0;
  private readonly stopping = new AbortController();

  constructor(private readonly options: WorldOptions) {
    const { blueprint, assumed, speed } = options;
    this.groups = clientGroups(speed);
    this.model = new NameModel(blueprint.topology, blueprint.name, assumed);
    this.route53 = new Route53({
      ...options,
      model: this.model,
      addressOf: (site) => this.addressOf(site),
    });
  }

  /** How long steps may take; see `longestSeconds`. */
  get stepTimes(): StepTimes {
    const intervals = askingChecks(this.model.signals, this.options.blueprint.topology).map(
      ({ check }) => check.intervalSeconds ?? 0,
    );
    return {
      failbackSeconds: this.failbackSeconds,
      holdSeconds: Math.max(shortestHoldSeconds, ...intervals),
    };
  }

  /** The site whose load balancer has this address. */
  siteOf(address: string): string | undefined {
    const { blueprint, network } = this.options;
    return blueprint.sites.find((_, position) => network.siteAddress(position) === address);
  }

  private addressOf(site: string): string {
    const { blueprint, network } = this.options;
    return network.siteAddress(blueprint.sites.indexOf(site));
  }

  /**
   * Starts everything but the clients, and waits until every Region is healthy.
   *
   * @throws {NotRehearsableError} before anything is started, where addresses or ports cannot be had
   */
  async start(): Promise<void> {
    const { network, blueprint } = this.options;
    await checkFree(
      addressesOf(network, {
        sites: blueprint.sites.length,
        nameServers: this.route53.addresses.length,
        resolvers: this.groups.length,
      }),
    );
    await this.startRegions();
    await this.route53.start();
    await this.startAccessNetworks();
    await this.startObserver();
  }

  /** Starts the clients. @returns when each process has been served */
  async startClients(): Promise<void> {
    for (const network of this.accessNetworks) {
      network.startClients();
    }
    const unserved = () => this.accessNetworks.filter(({ isServed }) => !isServed);
    const untilServed = async () => {
      while (unserved().length > 0) {
        await pause(0.1, this.stopping.signal);
      }
    };
    await within(startLimitSeconds, untilServed(), () => {
      const what = `Not all clients were served within ${startLimitSeconds} s; nothing is wrong yet.`;
      return new ProcessFailedError(
        what,
        unserved().map(({ behaviour }) => behaviour),
      );
    });
  }

  /** Brings about all that is wrong from now on, and ends whatever else was. */
  async change(before: readonly Injury[], after: readonly Injury[]): Promise<void> {
    const begun = now();
    this.replication?.isolate(sitesWith(after, "isolates"));
    this.route53.disableChecks(sitesWith(after, "blinds"));
    await Promise.all(
      this.regions.map((region) => region.change(after.filter(({ site }) => site === region.site))),
    );
    for (const injury of before.filter((each) => !after.includes(each))) {
      this.options.log.add({ event: "fault", ...injury, begins: false });
    }
    for (const injury of after.filter((each) => !before.includes(each))) {
      const { drilledAt } = this.regions.find(({ site }) => site === injury.site) ?? {};
      const at = injury.fault === "health" ? (drilledAt ?? begun) : begun;
      this.options.log.add({ event: "fault", ...injury, begins: true }, at);
    }
  }

  /**
   * Ends clients and services, lets replication and journals finish, and notes what the tables hold.
   *
   * @returns Whether replication came to its end, but for Regions that stay isolated.
   */
  async finish(limitSeconds: number): Promise<boolean> {
    await Promise.all(this.accessNetworks.map((network) => network.finishClients(limitSeconds)));
    this.route53.stopChecks();
    this.observer?.stop();
    await Promise.all(this.regions.map((region) => region.finishService(limitSeconds)));
    const isSettled = (await this.replication?.settle(limitSeconds)) ?? false;
    await this.replication?.finish(limitSeconds);
    await Promise.all(this.regions.map((region) => region.finishJournal(limitSeconds)));
    await readTables(
      this.options.processes,
      this.regions,
      this.options.blueprint.table,
      this.options.log,
    );
    return isSettled;
  }

  /** Closes every server; processes end with `Processes.stop`. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.observer?.stop();
    for (const region of this.regions) {
      region.stop();
    }
    await Promise.all(this.accessNetworks.map((network) => network.stop()));
    await this.route53.stop();
  }

  private async startRegions(): Promise<void> {
    const { blueprint, network, dynamodb, processes, folder, log, speed, lagSeconds } =
      this.options;
    const names = [...new Set(blueprint.topology.recordSets.map(({ name }) => name))];
    const [certificate, settings] = await Promise.all([
      issueCertificate(processes, folder, names),
      readServiceSettings(processes),
    ]);
    this.failbackSeconds = failbackSecondsAt(settings, speed);
    this.regions = blueprint.sites.map(
      (site, position) =>
        new Region({
          site,
          address: network.siteAddress(position),
          network,
          dynamodb,
          table: blueprint.table,
          environment: speedUpService(this.options.serviceEnvironment(site), settings, speed),
          keepAliveSeconds: this.keepAliveSeconds(site),
          certificate,
          processes,
          log,
        }),
    );
    await Promise.all(this.regions.map((region) => region.startDynamoDb()));
    await createTables(processes, this.regions, blueprint.table);
    this.replication = new Replication({
      regions: this.regions,
      table: blueprint.table,
      lagSeconds,
      processes,
      log,
    });
    await Promise.all([this.replication.start(), ...this.regions.map((region) => region.start())]);
  }

  private async startAccessNetworks(): Promise<void> {
    const { blueprint, network, seed, speed, folder, processes, log, clientsPerGroup } =
      this.options;
    this.accessNetworks = this.groups.map(
      (group, position) =>
        new AccessNetwork({
          group,
          name: blueprint.name,
          httpsPort: network.httpsPort,
          resolver: { address: network.resolverAddress(position), port: network.dnsPort },
          nameServers: this.route53.addresses,
          siteOf: (address) => this.siteOf(address),
          authorityFile: path.join(folder, "ca.pem"),
          count: clientsPerGroup,
          seed: seed + 2 + position,
          rpoSeconds: rpoSecondsAt(blueprint.objectives.rpoSeconds, speed),
          processes,
          log,
        }),
    );
    for (const accessNetwork of this.accessNetworks) {
      await accessNetwork.start();
    }
  }

  private async startObserver(): Promise<void> {
    const { blueprint, network, log } = this.options;
    const observer = new Observer({
      name: blueprint.name,
      sites: blueprint.sites,
      healthPath: Object.values(blueprint.requests)[0]?.path ?? "/health",
      network,
      nameServers: this.route53.addresses,
      addressOf: (site) => this.addressOf(site),
      siteOf: (address) => this.siteOf(address),
      log,
    });
    this.observer = observer;
    observer.start();
    await within(startLimitSeconds, observer.untilHealthy(), () => {
      const what = `Not every Region was healthy within ${startLimitSeconds} s.`;
      return new ProcessFailedError(what, observer.unhealthy);
    });
  }

  private keepAliveSeconds(site: string): number {
    const { endpoints } = this.options.blueprint.topology;
    const declared = Object.values(endpoints).find((endpoint) => endpoint.site === site);
    return declared?.keepAliveSeconds ?? Infinity;
  }
}

async function readServiceSettings(processes: Processes): Promise<ServiceSetting[]> {
  const text = await processes.output({
    label: "the service's description of its settings",
    module: "regional_app",
    args: ["--describe-settings"],
  });
  return JSON.parse(text) as ServiceSetting[];
}
