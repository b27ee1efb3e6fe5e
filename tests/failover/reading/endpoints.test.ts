import { strict as assert } from "node:assert";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../../declared/declared-resource";
import type { Endpoint } from "../../../failover/topology";
import { declare, from, Read, record } from "./declare";

const region = "us-east-1";
const lb = (inputs: DeclaredInputs = {}, outputs: DeclaredInputs = {}) =>
  declare("aws:lb/loadBalancer:LoadBalancer", "lb", inputs, { region, outputs });

/** The endpoint of an alias to the first of these. */
function endpointOf(target: DeclaredResource, ...others: DeclaredResource[]): Endpoint {
  const alias = { name: computed, zoneId: computed, evaluateTargetHealth: true };
  const read = new Read(
    target,
    ...others,
    record("r", { name: "r.example.com", type: "A", aliases: [alias] }, { aliases: [target] }),
  );
  return read.topology.endpoints[target.urn]!;
}

describe("how long an endpoint keeps connections", () => {
  for (const [what, inputs, seconds] of [
    ["declared", { clientKeepAlive: 300 }, 300],
    ["the default of an Application Load Balancer", {}, 3600],
    ["hidden", { clientKeepAlive: computed }, undefined],
    ["of another type", { loadBalancerType: "network", clientKeepAlive: 300 }, undefined],
  ] as [string, DeclaredInputs, number | undefined][]) {
    it(`is ${String(seconds)}: ${what}`, () => {
      assert.equal(endpointOf(lb(inputs)).keepAliveSeconds, seconds);
    });
  }
});

describe("the target health of a load balancer", () => {
  const group = (
    name: string,
    healthCheck: DeclaredInputs | undefined,
    more: DeclaredInputs = {},
  ) =>
    declare(
      "aws:lb/targetGroup:TargetGroup",
      name,
      { protocol: "HTTP", ...more, ...(healthCheck === undefined ? {} : { healthCheck }) },
      { region, outputs: { arn: `arn:group:${name}` } },
    );
  const fast = group("fast", {
    interval: 10,
    timeout: 5,
    unhealthyThreshold: 2,
    healthyThreshold: 3,
  });
  const slow = group("slow", {
    interval: 30,
    timeout: 4,
    unhealthyThreshold: 5,
    healthyThreshold: 2,
  });

  it("goes by the target groups of its listeners, by property", () => {
    const own = lb();
    const listener = declare(
      "aws:lb/listener:Listener",
      "l",
      {
        loadBalancerArn: computed,
        defaultActions: [{ type: "forward", targetGroupArn: computed }],
      },
      { region, ...from({ loadBalancerArn: [own], defaultActions: [fast] }) },
    );
    assert.deepEqual(endpointOf(own, listener, fast, slow).targetHealth, {
      intervalSeconds: 10,
      timeoutSeconds: 5,
      unhealthyThreshold: 2,
      healthyThreshold: 3,
    });
  });

  it("goes by the slowest of several, through rules and forwards by ARN", () => {
    const own = lb({}, { arn: "arn:lb" });
    const listener = declare(
      "aws:lb/listener:Listener",
      "l",
      {
        loadBalancerArn: "arn:lb",
        defaultActions: [{ type: "forward", targetGroupArn: "arn:group:fast" }],
      },
      { region, outputs: { arn: "arn:listener" } },
    );
    const rule = declare(
      "aws:lb/listenerRule:ListenerRule",
      "rule",
      {
        listenerArn: "arn:listener",
        actions: [{ type: "forward", forward: { targetGroups: [{ arn: "arn:group:slow" }] } }],
      },
      { region },
    );
    assert.deepEqual(endpointOf(own, listener, rule, fast, slow).targetHealth, {
      intervalSeconds: 30,
      timeoutSeconds: 5,
      unhealthyThreshold: 5,
      healthyThreshold: 3,
    });
  });

  it("has the provider's defaults", () => {
    const own = lb();
    const healthOf = (target: DeclaredResource) =>
      endpointOf(
        own,
        target,
        declare(
          "aws:lb/listener:Listener",
          "l",
          { loadBalancerArn: computed },
          { region, ...from({ loadBalancerArn: [own], defaultActions: [target] }) },
        ),
      ).targetHealth;
    const defaults = { intervalSeconds: 30, unhealthyThreshold: 3, healthyThreshold: 3 };
    assert.deepEqual(healthOf(group("g", undefined)), { ...defaults, timeoutSeconds: 6 });
    assert.deepEqual(healthOf(group("g", {}, { protocol: "TCP" })), {
      ...defaults,
      timeoutSeconds: 10,
    });
    assert.deepEqual(healthOf(group("g", {}, { targetType: "lambda" })), {
      ...defaults,
      timeoutSeconds: 30,
    });
    const hidden = declare("aws:lb/targetGroup:TargetGroup", "g", { healthCheck: computed });
    assert.equal(healthOf(hidden)?.intervalSeconds, undefined);
  });

  it("exists without known times where its target groups are not declared", () => {
    assert.deepEqual(endpointOf(lb()).targetHealth, {
      intervalSeconds: undefined,
      timeoutSeconds: undefined,
      unhealthyThreshold: undefined,
      healthyThreshold: undefined,
    });
  });

  it("is a classic load balancer's own check", () => {
    const classic = declare(
      "aws:elb/loadBalancer:LoadBalancer",
      "lb",
      { healthCheck: { interval: 5, timeout: 2, unhealthyThreshold: 2, healthyThreshold: 4 } },
      { region },
    );
    assert.deepEqual(endpointOf(classic).targetHealth, {
      intervalSeconds: 5,
      timeoutSeconds: 2,
      unhealthyThreshold: 2,
      healthyThreshold: 4,
    });
  });

  it("is not known of what Route 53's documentation does not say it of", () => {
    const bucket = declare("aws:s3/bucket:Bucket", "b", {}, { region });
    assert.equal(endpointOf(bucket).targetHealth, undefined);
  });
});

describe("what an endpoint is called", () => {
  it("is its kind and its name", () => {
    assert.equal(endpointOf(lb()).label, "load balancer lb");
  });
});
