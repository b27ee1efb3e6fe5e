import assert from "node:assert/strict";
import { assumptions } from "../../../failover/constants";
import { Random } from "../../../failover/simulation/random";
import { type CheckStatus, HealthCheck } from "../../../rehearsal/checks/health-check";
import { checkOf } from "../../failover/example-topology";

/** A check whose probes pass or fail as told, with an interval so short that tests need not wait. */
class Watched {
  passes = true;
  readonly statuses: CheckStatus[] = [];
  readonly check: HealthCheck;
  private notify: () => void = () => undefined;

  constructor(failureThreshold: number, checkerRegions?: string[]) {
    this.check = new HealthCheck({
      check: checkOf("us-east-1", { intervalSeconds: 0.005, failureThreshold, checkerRegions }),
      assumed: assumptions,
      random: new Random(1),
      probe: () => Promise.resolve(this.passes),
      changed: (status) => {
        this.statuses.push(status);
        this.notify();
      },
    });
    this.check.start();
  }

  async until(condition: (status: CheckStatus) => boolean): Promise<void> {
    while (!condition(this.check.status)) {
      await new Promise<void>((resolve) => (this.notify = resolve));
    }
  }
}

describe("health check of a rehearsal", () => {
  let watched: Watched;

  afterEach(() => {
    watched.check.stop();
  });

  it("has sixteen checkers, two in each Region that it is made from", async () => {
    watched = new Watched(1);
    assert.deepEqual(watched.check.status, {
      isHealthy: true,
      healthyCheckers: 16,
      checkers: 16,
    });
    watched.check.stop();
    watched = new Watched(1, ["us-east-1", "us-west-1", "eu-west-1"]);
    assert.equal(watched.check.status.checkers, 6);
    await Promise.resolve();
  });

  it("turns unhealthy with the fourteenth checker, as more than 18 % have to report healthy", async () => {
    watched = new Watched(2);
    watched.passes = false;
    await watched.until(({ healthyCheckers }) => healthyCheckers === 0);
    assert.deepEqual(
      watched.statuses.map(({ healthyCheckers, isHealthy }) => [healthyCheckers, isHealthy]),
      Array.from({ length: 16 }, (_, index) => [15 - index, 15 - index >= 3]),
    );
  });

  it("turns healthy again with the third checker", async () => {
    watched = new Watched(2);
    watched.passes = false;
    await watched.until(({ healthyCheckers }) => healthyCheckers === 0);
    watched.statuses.length = 0;
    watched.passes = true;
    await watched.until(({ healthyCheckers }) => healthyCheckers === 16);
    assert.deepEqual(
      watched.statuses.map(({ isHealthy }) => isHealthy),
      [false, false, ...Array<boolean>(14).fill(true)],
    );
  });

  it("is healthy while it is disabled, whatever its checkers find", async () => {
    watched = new Watched(1);
    watched.check.disable(true);
    watched.passes = false;
    await watched.until(({ healthyCheckers }) => healthyCheckers === 0);
    assert.ok(watched.statuses.every(({ isHealthy }) => isHealthy));
    watched.check.disable(false);
    assert.equal(watched.check.status.isHealthy, false);
    assert.equal(watched.statuses.at(-1)?.isHealthy, false);
  });

  it("asks nobody any more once it is stopped", async () => {
    watched = new Watched(1);
    watched.check.stop();
    watched.passes = false;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(watched.statuses, []);
  });
});
