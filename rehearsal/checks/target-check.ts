import { Prober } from "../../failover/prober";
import type { TargetHealth } from "../../failover/topology";

export interface TargetCheckOptions {
  /** All of it is known. */
  targetHealth: TargetHealth;
  /** One request to the target, given up after so many seconds, and whether it passed. */
  probe: (limitSeconds: number) => Promise<boolean>;
  /** The target has turned. */
  changed: (isHealthy: boolean) => void;
}

/**
 * A load balancer's own check of its target, which aliases with target health go by. Its requests start
 * an interval apart, whatever they find (Elastic Load Balancing, `HealthCheckIntervalSeconds`).
 */
export class TargetCheck {
  private readonly prober = new Prober();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: TargetCheckOptions) {}

  start(): void {
    const { intervalSeconds } = this.options.targetHealth as Required<TargetHealth>;
    this.timer = setInterval(() => void this.ask(), (intervalSeconds as number) * 1000);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async ask(): Promise<void> {
    const { timeoutSeconds, healthyThreshold, unhealthyThreshold } = this.options.targetHealth;
    const passed = await this.options.probe(timeoutSeconds as number);
    const threshold = (passed ? healthyThreshold : unhealthyThreshold) as number;
    if (this.timer !== undefined && this.prober.note(passed, threshold)) {
      this.options.changed(this.prober.isHealthy);
    }
  }
}
