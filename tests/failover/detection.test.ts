import assert from "node:assert/strict";
import { type Assumptions, assumptions } from "../../failover/constants";
import { detectionTime } from "../../failover/detection";
import type { EndpointCheck } from "../../failover/topology";
import { checkOf } from "./example-topology";

function timeOf(
  changes: Partial<EndpointCheck>,
  change: "loss" | "return" = "loss",
  assumed: Partial<Assumptions> = {},
) {
  const check = checkOf("us-east-1", changes);
  return detectionTime(
    { kind: "endpoint", index: 0, label: check.label, site: "us-east-1", check },
    change,
    { ...assumptions, ...assumed },
  )!;
}

/** A failing probe that ends sooner than at its limits: refused at once, or never opened. */
const refused = { connectLimitSeconds: 0, responseLimitSeconds: 0 };
const neverOpens = { responseLimitSeconds: 0 };

describe("the time until a health check notices a failure", () => {
  // Interval, threshold, mean, and the worst case of each way to fail.
  const table = [
    [30, 3, 84.7, 90, 102, 108],
    [10, 3, 28.2, 30, 42, 48],
    [10, 2, 18.2, 20, 28, 32],
    [10, 1, 8.2, 10, 14, 16],
  ] as const;
  for (const [intervalSeconds, failureThreshold, mean, fast, unopened, silent] of table) {
    it(`is ${mean} s on average and ${silent} s at worst every ${intervalSeconds} s and ${failureThreshold} times`, () => {
      const check = { intervalSeconds, failureThreshold };
      assert.equal(Math.round(timeOf(check).mean * 10) / 10, mean);
      assert.equal(timeOf(check, "loss", refused).worst, fast);
      assert.equal(timeOf(check, "loss", neverOpens).worst, unopened);
      assert.equal(timeOf(check).worst, silent);
    });
  }

  it("adds 2 s a probe for string matching, and 10 s instead of 6 s for TCP", () => {
    assert.equal(timeOf({ protocol: "HTTP" }).worst, 32);
    assert.equal(timeOf({ protocol: "HTTPS_STR_MATCH" }).worst, 36);
    assert.equal(timeOf({ protocol: "HTTP_STR_MATCH" }).worst, 36);
    assert.equal(timeOf({ protocol: "TCP" }).worst, 40);
  });

  it("waits for the 14th of 16 checkers, and for the 5th of 6 in three checker Regions", () => {
    const once = { failureThreshold: 1, intervalSeconds: 10 };
    assert.equal(timeOf(once).mean, (10 * 14) / 17);
    const checkerRegions = ["us-east-1", "eu-west-1", "sa-east-1"];
    assert.equal(timeOf({ ...once, checkerRegions }).mean, (10 * 5) / 7);
    assert.equal(timeOf({ ...once, checkerRegions: [] }).mean, (10 * 14) / 17);
  });

  it("takes the same count on the way back, which the 3rd of 16 checkers completes", () => {
    const back = timeOf({}, "return");
    assert.equal(back.mean, 10 + (10 * 3) / 17);
    // One probe that was under way when the site came back still fails.
    assert.equal(back.worst, 26);
  });

  it("is not known where interval or threshold is not", () => {
    assert.equal(timeOf({ intervalSeconds: undefined }), undefined);
    assert.equal(timeOf({ failureThreshold: undefined }), undefined);
  });
});

describe("the time until a load balancer notices that its targets are gone", () => {
  const signal = (unhealthyThreshold: number | undefined) =>
    ({
      kind: "targetHealth",
      index: 0,
      label: "lb",
      site: "us-east-1",
      targetHealth: {
        intervalSeconds: 10,
        timeoutSeconds: 5,
        unhealthyThreshold,
        healthyThreshold: 3,
      },
    }) as const;

  it("is its interval times the unhealthy threshold, and the timeout of the last probe", () => {
    assert.deepEqual(detectionTime(signal(2), "loss", assumptions), { mean: 15, worst: 25 });
  });

  it("is its interval times the healthy threshold on the way back", () => {
    assert.deepEqual(detectionTime(signal(2), "return", assumptions), { mean: 25, worst: 30 });
  });

  it("is not known where the threshold is not", () => {
    assert.equal(detectionTime(signal(undefined), "loss", assumptions), undefined);
  });
});

describe("the time until a CloudWatch alarm's data shows a failure", () => {
  it("is its data points, the period that the failure falls into, and CloudWatch's delay", () => {
    const signal = {
      kind: "alarm",
      index: 0,
      label: "alarm",
      site: "us-east-1",
      check: {
        kind: "alarm",
        label: "alarm",
        observes: { kind: "endpoint", endpoint: "us-east-1" },
        periodSeconds: 60,
        dataPoints: 2,
        disabled: false,
        inverted: false,
      },
    } as const;
    assert.deepEqual(detectionTime(signal, "loss", { ...assumptions, alarmDelaySeconds: 30 }), {
      mean: 120,
      worst: 210,
    });
  });
});
