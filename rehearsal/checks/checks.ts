import type { Assumptions } from "../../failover/constants";
import type { NameModel } from "../../failover/name-model";
import type { Signal } from "../../failover/signals";
import type { Random } from "../../failover/simulation/random";
import type { EndpointCheck } from "../../failover/topology";
import { type AskingCheck, askingChecks, type Blueprint, type CheckRequest } from "../blueprint";
import type { ServerAddress } from "../dns/dns-listener";
import type { EventLog } from "../event-log";
import type { Network } from "../network";
import { HealthCheck, type CheckStatus } from "./health-check";
import { lookUpAddress } from "./look-up";
import { probe } from "./probe";
import { TargetCheck } from "./target-check";

export interface ChecksOptions {
  blueprint: Blueprint;
  model: NameModel;
  assumed: Assumptions;
  network: Network;
  random: Random;
  addressOf: (site: string) => string;
  nameServers: readonly ServerAddress[];
  log: EventLog;
  /** A signal has turned; Route 53's servers will hear of it. */
  turned: (signal: Signal, isHealthy: boolean) => void;
}

/** The load balancers' own health check of their targets asks this path, as the components declare it. */
const livenessPath = "/live";

/** Everything that finds out by itself that a Region has failed. */
export class Checks {
  private readonly healthChecks: { signal: Signal; check: HealthCheck }[];
  private readonly targetChecks: TargetCheck[];
  private readonly statuses = new Map<Signal, boolean>();

  constructor(private readonly options: ChecksOptions) {
    const { model, blueprint } = options;
    this.healthChecks = askingChecks(model.signals, blueprint.topology).map((asking) =>
      this.healthCheck(asking),
    );
    this.targetChecks = model.signals.flatMap((signal) =>
      signal.kind === "targetHealth" ? [this.targetCheck(signal)] : [],
    );
  }

  start(): void {
    for (const check of [...this.healthChecks.map((each) => each.check), ...this.targetChecks]) {
      check.start();
    }
  }

  stop(): void {
    for (const check of [...this.healthChecks.map((each) => each.check), ...this.targetChecks]) {
      check.stop();
    }
  }

  /** From now on the health checks of these sites are disabled, and all others are not. */
  disable(sites: readonly string[]): void {
    for (const { signal, check } of this.healthChecks) {
      check.disable(sites.includes(signal.site));
    }
  }

  private healthCheck({ id, signal, check }: AskingCheck) {
    const { assumed, random, blueprint } = this.options;
    const request = blueprint.requests[id] as CheckRequest;
    return {
      signal,
      check: new HealthCheck({
        check,
        assumed,
        random,
        probe: () => this.probe(signal, check, request),
        changed: (status) => this.noteCheck(signal, status),
      }),
    };
  }

  /** Names are looked up at every request (API field `FullyQualifiedDomainName`). */
  private async probe(
    { site }: Signal,
    { observes }: EndpointCheck,
    request: CheckRequest,
  ): Promise<boolean> {
    const { network, nameServers, random, assumed, addressOf, blueprint } = this.options;
    const name = observes.kind === "name" ? observes.name : blueprint.name;
    const address =
      observes.kind === "name"
        ? await lookUpAddress(random.pick(nameServers), observes.name)
        : addressOf(site);
    if (address === undefined) {
      return false;
    }
    const port = request.port === 443 ? network.httpsPort : network.httpPort;
    return probe({ address, port, name, request }, assumed);
  }

  private targetCheck(signal: Signal & { kind: "targetHealth" }): TargetCheck {
    const { addressOf, network, log, turned } = this.options;
    const target = {
      address: addressOf(signal.site),
      port: network.servicePort,
      name: signal.label,
      request: { protocol: "HTTP", path: livenessPath, sendsName: false } as const,
    };
    return new TargetCheck({
      targetHealth: signal.targetHealth,
      probe: (limitSeconds) =>
        probe(target, { connectLimitSeconds: limitSeconds, responseLimitSeconds: limitSeconds }),
      changed: (isHealthy) => {
        log.add({ event: "target", site: signal.site, isHealthy });
        turned(signal, isHealthy);
      },
    });
  }

  private noteCheck(signal: Signal, status: CheckStatus): void {
    const { log, turned } = this.options;
    log.add({ event: "check", check: signal.label, site: signal.site, ...status });
    if ((this.statuses.get(signal) ?? true) !== status.isHealthy) {
      this.statuses.set(signal, status.isHealthy);
      turned(signal, status.isHealthy);
    }
  }
}
