import type { Assumptions } from "../../failover/constants";
import { checkerCount } from "../../failover/detection";
import { isHealthyShare, Prober } from "../../failover/prober";
import type { Random } from "../../failover/simulation/random";
import type { EndpointCheck } from "../../failover/topology";

export interface HealthCheckOptions {
  /** Its interval and threshold are known. */
  check: EndpointCheck;
  assumed: Assumptions;
  random: Random;
  /** One request, and whether it passed. */
  probe: () => Promise<boolean>;
  /** Another checker has turned, or the whole check. */
  changed: (status: CheckStatus) => void;
}

export interface CheckStatus {
  isHealthy: boolean;
  healthyCheckers: number;
  checkers: number;
}

/**
 * The checkers of one health check. They do not wait for each other: each counts its interval from the
 * answer to its own last request (API field `RequestInterval`).
 */
export class HealthCheck {
  private readonly probers: Prober[];
  private readonly timers = new Set<NodeJS.Timeout>();
  private isDisabled = false;
  private isRunning = false;

  constructor(private readonly options: HealthCheckOptions) {
    const count = checkerCount(options.check, options.assumed);
    this.probers = Array.from({ length: count }, () => new Prober());
  }

  /** A disabled check is healthy (API field `Disabled`). */
  get status(): CheckStatus {
    return {
      isHealthy: this.isDisabled || isHealthyShare(this.probers, this.options.assumed.healthyShare),
      healthyCheckers: this.probers.filter(({ isHealthy }) => isHealthy).length,
      checkers: this.probers.length,
    };
  }

  start(): void {
    this.isRunning = true;
    for (const prober of this.probers) {
      this.after(this.options.random.between(0, this.intervalSeconds), prober);
    }
  }

  stop(): void {
    this.isRunning = false;
    for (const timer of this.timers) {
      clearTimeout(timer);
    }
  }

  disable(isDisabled: boolean): void {
    if (isDisabled !== this.isDisabled) {
      this.isDisabled = isDisabled;
      this.options.changed(this.status);
    }
  }

  private get intervalSeconds(): number {
    return this.options.check.intervalSeconds as number;
  }

  private after(seconds: number, prober: Prober): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.ask(prober);
    }, seconds * 1000);
    this.timers.add(timer);
  }

  private async ask(prober: Prober): Promise<void> {
    const passed = await this.options.probe();
    if (!this.isRunning) {
      return;
    }
    if (prober.note(passed, this.options.check.failureThreshold as number)) {
      this.options.changed(this.status);
    }
    this.after(this.intervalSeconds, prober);
  }
}
