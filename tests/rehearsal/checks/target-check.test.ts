import assert from "node:assert/strict";
import { TargetCheck } from "../../../rehearsal/checks/target-check";

describe("a load balancer's check of its target", () => {
  it("turns after as many results in a row as either threshold says, and hands on its time limit", async () => {
    const results = [true, false, true, false, false, true, true, true];
    const asked: number[] = [];
    const turns: [number, boolean][] = [];
    await new Promise<void>((resolve) => {
      const check = new TargetCheck({
        targetHealth: {
          intervalSeconds: 0.005,
          timeoutSeconds: 5,
          unhealthyThreshold: 2,
          healthyThreshold: 3,
        },
        probe: (limitSeconds) => {
          asked.push(limitSeconds);
          return Promise.resolve(results[asked.length - 1] ?? true);
        },
        changed: (isHealthy) => {
          turns.push([asked.length, isHealthy]);
          if (isHealthy) {
            check.stop();
            resolve();
          }
        },
      });
      check.start();
    });
    assert.deepEqual(turns, [
      [5, false],
      [8, true],
    ]);
    assert.ok(asked.every((limit) => limit === 5));
  });
});
