import { strict as assert } from "node:assert";
import { computed, type DeclaredInputs } from "../../../declared/declared-resource";
import type { HealthCheck } from "../../../failover/topology";
import {
  check,
  declare,
  failover,
  from,
  loadBalancer,
  Read,
  record,
  type Sources,
} from "./declare";

const east = loadBalancer("us-east-1", {
  outputs: { dnsName: "shop-1.us-east-1.elb.amazonaws.com" },
});
const alias = {
  type: "A",
  aliases: [{ name: computed, zoneId: computed, evaluateTargetHealth: false }],
};
const regional = record("regional", { name: "east.example.com", ...alias }, { aliases: [east] });

/** The check of a record that names it by property. */
function readCheck(inputs: DeclaredInputs, sources: Sources = {}): HealthCheck {
  const own = check("own", inputs, sources);
  const guarded = record(
    "guarded",
    { name: "www.example.com", ...alias, ...failover("PRIMARY"), healthCheckId: computed },
    { aliases: [east], healthCheckId: [own] },
  );
  const others = Object.values(sources).flat();
  return new Read(east, regional, guarded, own, ...others).check("guarded")!;
}

function observed(inputs: DeclaredInputs, sources?: Sources) {
  const read = readCheck({ type: "HTTPS", ...inputs }, sources);
  assert.equal(read.kind, "endpoint");
  return read.observes;
}

describe("the check of a record", () => {
  const guard = (inputs: DeclaredInputs, sources: Sources = {}) =>
    record("guarded", { name: "www.example.com", ...alias, ...inputs }, sources);

  it("is none without an id, and with an empty one", () => {
    assert.equal(new Read(guard({})).check("guarded"), undefined);
    assert.equal(new Read(guard({ healthCheckId: "" })).check("guarded"), undefined);
  });

  it("is found by id, with defaults of Route 53 filled in", () => {
    const own = declare(
      "aws:route53/healthCheck:HealthCheck",
      "own",
      { type: "HTTP", fqdn: "east.example.com" },
      { outputs: { id: "c-1" } },
    );
    const read = new Read(east, regional, own, guard({ healthCheckId: "c-1" }));
    assert.deepEqual(read.check("guarded"), {
      kind: "endpoint",
      label: "own",
      disabled: false,
      inverted: false,
      protocol: "HTTP",
      intervalSeconds: 30,
      failureThreshold: 3,
      checkerRegions: undefined,
      observes: { kind: "name", name: "east.example.com" },
    });
  });

  it("is unknown, with the reason, where it cannot be followed", () => {
    const several = ["a", "b"].map((name) => check(name, { type: "HTTP" }));
    for (const [inputs, sources, reason] of [
      [{ healthCheckId: "c-9" }, {}, "none of the given files declares its check"],
      [{ healthCheckId: computed }, {}, "its healthCheckId is not known before the update"],
      [
        { healthCheckId: computed },
        { healthCheckId: several },
        "which of several checks guards it is not known",
      ],
    ] as [DeclaredInputs, Sources, string][]) {
      const read = new Read(...several, guard(inputs, sources));
      assert.deepEqual(read.check("guarded"), {
        kind: "unknown",
        label: "the check of guarded",
        reason,
      });
    }
  });

  it("keeps its switches, interval, threshold and checkers", () => {
    const read = readCheck({
      type: "HTTPS_STR_MATCH",
      fqdn: "east.example.com",
      requestInterval: 10,
      failureThreshold: 1,
      disabled: true,
      invertHealthcheck: true,
      regions: ["us-west-1", "eu-west-1", "us-east-1"],
    });
    assert.deepEqual(read, {
      kind: "endpoint",
      label: "own",
      disabled: true,
      inverted: true,
      protocol: "HTTPS_STR_MATCH",
      intervalSeconds: 10,
      failureThreshold: 1,
      checkerRegions: ["eu-west-1", "us-east-1", "us-west-1"],
      observes: { kind: "name", name: "east.example.com" },
    });
  });

  for (const [what, inputs, reason] of [
    ["its type", { type: computed }, /^its type is not known/],
    ["a type that the model does not have", { type: "QUANTUM" }, /no checks of type "QUANTUM"/],
    ["whether it is disabled", { type: "TCP", disabled: computed }, /disabled or inverted is not/],
    [
      "whether it is inverted",
      { type: "TCP", invertHealthcheck: computed },
      /disabled or inverted/,
    ],
    ["its checkers", { type: "TCP", regions: computed }, /Regions of its checkers are not known/],
  ] as [string, DeclaredInputs, RegExp][]) {
    it(`is unknown without ${what}`, () => {
      const read = readCheck({ fqdn: "east.example.com", ...inputs });
      assert.equal(read.kind, "unknown");
      assert.match((read as { reason: string }).reason, reason);
    });
  }

  it("has no times where they are not known", () => {
    const read = readCheck({ type: "TCP", requestInterval: computed, failureThreshold: computed });
    assert.equal(read.kind, "endpoint");
    const { intervalSeconds, failureThreshold } = read;
    assert.deepEqual([intervalSeconds, failureThreshold], [undefined, undefined]);
  });
});

describe("what a check watches", () => {
  it("is a declared name, by text and by property", () => {
    const name = { kind: "name", name: "east.example.com" };
    assert.deepEqual(observed({ fqdn: "East.Example.com." }), name);
    assert.deepEqual(observed({ fqdn: computed }, { fqdn: [regional] }), name);
  });

  it("is a load balancer, by its own name and by property", () => {
    const endpoint = { kind: "endpoint", endpoint: east.urn };
    assert.deepEqual(observed({ fqdn: "shop-1.us-east-1.elb.amazonaws.com" }), endpoint);
    assert.deepEqual(observed({ fqdn: computed }, { fqdn: [east] }), endpoint);
  });

  it("is its address, whatever name it sends", () => {
    const eip = declare(
      "aws:ec2/eip:Eip",
      "ip",
      {},
      { region: "us-west-2", outputs: { publicIp: "192.0.2.9" } },
    );
    assert.deepEqual(observed({ ipAddress: "192.0.2.9", fqdn: "east.example.com" }, { x: [eip] }), {
      kind: "endpoint",
      endpoint: eip.urn,
    });
  });

  it("is a bare address or a host elsewhere where records lead to the very same", () => {
    const leading = (name: string, inputs: DeclaredInputs) =>
      record(name, { name: `${name}.example.com`, ttl: 10, ...inputs });
    const read = new Read(
      leading("a", { type: "A", records: ["192.0.2.1"], healthCheckId: "by-address" }),
      leading("b", { type: "CNAME", records: ["shop.partner.net"], healthCheckId: "by-name" }),
      declare(
        "aws:route53/healthCheck:HealthCheck",
        "address",
        { type: "TCP", ipAddress: "192.0.2.1" },
        { outputs: { id: "by-address" } },
      ),
      declare(
        "aws:route53/healthCheck:HealthCheck",
        "name",
        { type: "TCP", fqdn: "Shop.Partner.net" },
        { outputs: { id: "by-name" } },
      ),
    );
    for (const name of ["a", "b"]) {
      const { target } = read.record(name);
      const [endpoint] = (target as { endpoints: string[] }).endpoints;
      assert.deepEqual((read.check(name) as { observes: unknown }).observes, {
        kind: "endpoint",
        endpoint,
      });
    }
  });

  for (const [what, inputs, reason] of [
    [
      "a name of nothing declared",
      { fqdn: "other.example.com" },
      /watches other.example.com, which/,
    ],
    ["a host that no record leads to", { fqdn: "shop.partner.net" }, /watches shop.partner.net/],
    ["an address that no record leads to", { ipAddress: "192.0.2.77" }, /watches 192.0.2.77/],
    ["a hidden name", { fqdn: computed }, /its fqdn is not known before the update/],
    ["nothing", {}, /it has no fqdn/],
  ] as [string, DeclaredInputs, RegExp][]) {
    it(`is unknown: ${what}`, () => {
      const target = observed(inputs);
      assert.equal(target.kind, "unknown");
      assert.match((target as { reason: string }).reason, reason);
    });
  }
});

describe("a calculated check", () => {
  const children = ["a", "b"].map((name) =>
    declare(
      "aws:route53/healthCheck:HealthCheck",
      name,
      { type: "TCP", fqdn: "east.example.com" },
      { outputs: { id: name } },
    ),
  );
  const calculated = (inputs: DeclaredInputs, sources: Sources = {}) =>
    readCheck({ type: "CALCULATED", ...inputs }, { x: children, ...sources });

  it("has its children, by id and by property", () => {
    const expected = children.map(({ urn }) => urn);
    for (const read of [
      calculated({ childHealthThreshold: 1, childHealthchecks: ["a", "b"] }),
      calculated(
        { childHealthThreshold: 1, childHealthchecks: [computed, computed] },
        { childHealthchecks: children },
      ),
      calculated(
        { childHealthThreshold: 1, childHealthchecks: computed },
        { childHealthchecks: children },
      ),
      calculated(
        { childHealthThreshold: 1, childHealthchecks: ["a", computed] },
        { childHealthchecks: children },
      ),
    ]) {
      assert.equal(read.kind, "calculated");
      assert.deepEqual([...(read as { children: string[] }).children].sort(), expected);
    }
  });

  for (const [what, inputs, sources, reason] of [
    ["a child is not declared", { childHealthchecks: ["z"] }, {}, /its child z is not declared/],
    ["a child is hidden", { childHealthchecks: [computed] }, {}, /calculated from is not known/],
    [
      "fewer are named than it comes from",
      { childHealthchecks: [computed] },
      { childHealthchecks: children },
      /calculated from is not known/,
    ],
  ] as [string, DeclaredInputs, Sources, RegExp][]) {
    it(`is unknown where ${what}`, () => {
      const read = calculated({ childHealthThreshold: 1, ...inputs }, sources);
      assert.equal(read.kind, "unknown");
      assert.match((read as { reason: string }).reason, reason);
    });
  }

  it("is unknown without a threshold", () => {
    assert.equal(calculated({ childHealthchecks: ["a"] }).kind, "unknown");
  });

  it("may watch itself without an end", () => {
    const own = check("own", {
      type: "CALCULATED",
      childHealthThreshold: 1,
      childHealthchecks: computed,
    });
    own.propertyDependencies["childHealthchecks"] = [own.urn];
    const guarded = record(
      "guarded",
      { name: "www.example.com", ...alias, healthCheckId: computed },
      { healthCheckId: [own] },
    );
    assert.deepEqual((new Read(own, guarded).check("guarded") as { children: string[] }).children, [
      own.urn,
    ]);
  });
});

describe("a check that is a switch", () => {
  it("has a state that nothing declares", () => {
    assert.deepEqual(readCheck({ type: "RECOVERY_CONTROL", routingControlArn: "arn:aws:x" }), {
      kind: "routingControl",
      label: "own",
      disabled: false,
      inverted: false,
      state: undefined,
    });
  });
});

describe("a check of an alarm", () => {
  function alarm(inputs: DeclaredInputs = {}, region = "us-east-1") {
    return declare(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "healthy-hosts",
      {
        name: "healthy-hosts",
        namespace: "AWS/ApplicationELB",
        metricName: "HealthyHostCount",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluationPeriods: 3,
        dimensions: { LoadBalancer: computed, TargetGroup: computed },
        ...inputs,
      },
      { region, ...from({ dimensions: [east] }) },
    );
  }
  function follow(own: ReturnType<typeof alarm>, inputs: DeclaredInputs = {}) {
    return readCheck(
      {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName: "healthy-hosts",
        cloudwatchAlarmRegion: "us-east-1",
        insufficientDataHealthStatus: "Unhealthy",
        ...inputs,
      },
      { x: [own] },
    ) as HealthCheck & { kind: "alarm" };
  }

  it("watches what the alarm measures", () => {
    const read = follow(alarm());
    assert.deepEqual(read.observes, { kind: "endpoint", endpoint: east.urn });
    assert.deepEqual([read.periodSeconds, read.dataPoints], [60, 3]);
    assert.equal(follow(alarm({ datapointsToAlarm: 2 })).dataPoints, 2);
  });

  for (const [what, own, inputs, reason] of [
    ["of another Region", alarm({}, "us-west-2"), {}, /alarm of another Region/],
    ["that is not declared", alarm(), { cloudwatchAlarmName: "other" }, /not declared in any/],
    ["that is hidden", alarm(), { cloudwatchAlarmName: computed }, /which alarm it follows is not/],
    ["on another metric", alarm({ metricName: "RequestCount" }), {}, /does not show for certain/],
    [
      "that never breaches",
      alarm({ comparisonOperator: "LessThanThreshold", threshold: 0 }),
      {},
      /does not show for certain/,
    ],
    [
      "that always breaches",
      alarm({ comparisonOperator: "GreaterThanOrEqualToThreshold", threshold: 0 }),
      {},
      /does not show for certain/,
    ],
    ["without dimensions", alarm({ dimensions: {} }), {}, /cannot be followed to one endpoint/],
    [
      "whose silence counts as health",
      alarm(),
      { insufficientDataHealthStatus: "LastKnownStatus" },
      /has no data/,
    ],
    ["that fills in missing data", alarm({ treatMissingData: "notBreaching" }), {}, /has no data/],
  ] as [string, ReturnType<typeof alarm>, DeclaredInputs, RegExp][]) {
    it(`is unknown for an alarm ${what}`, () => {
      const { observes } = follow(own, inputs);
      assert.equal(observes.kind, "unknown");
      assert.match((observes as { reason: string }).reason, reason);
    });
  }

  it("takes the alarm of its Region among namesakes", () => {
    const west = alarm({}, "us-west-2");
    west.urn += "-west";
    const own = check("own", {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: "healthy-hosts",
      cloudwatchAlarmRegion: "us-east-1",
      insufficientDataHealthStatus: "Unhealthy",
    });
    const guarded = record(
      "guarded",
      { name: "www.example.com", ...alias, healthCheckId: computed },
      { healthCheckId: [own] },
    );
    const read = new Read(east, own, guarded, west, alarm()).check("guarded");
    assert.deepEqual((read as { observes: unknown }).observes, {
      kind: "endpoint",
      endpoint: east.urn,
    });
  });
});
