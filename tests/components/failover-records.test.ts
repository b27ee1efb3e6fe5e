import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { FailoverRecords, type FailoverRecordsArgs } from "../../components/failover-records";
import { createRegionProviders } from "../../components/region-providers";
import { type Recording, record, unknown } from "./record";

const recordType = "aws:route53/record:Record";
const checkType = "aws:route53/healthCheck:HealthCheck";
const chain = ["us-west-2", "eu-central-1", "ap-south-1"];

/** A load balancer of its own for each Region, so that links between Regions would show. */
function declare(
  ownRegions: string[] = chain,
  args: Partial<FailoverRecordsArgs> = {},
): Promise<Recording> {
  return record(() => {
    const regionProviders = createRegionProviders(ownRegions);
    const endpoints = Object.fromEntries(
      ownRegions.map((region) => {
        const provider = regionProviders[region]!;
        const { dnsName, zoneId } = new aws.lb.LoadBalancer(`lb-${region}`, {}, { provider });
        return [region, { dnsName, zoneId }];
      }),
    );
    new FailoverRecords(
      "failover",
      {
        domainName: "app.example.com",
        hostedZone: "example.com",
        zoneId: "Z1",
        chain,
        endpoints,
        healthCheck: {
          type: "HTTPS",
          port: 443,
          path: "/health",
          intervalSeconds: 10,
          failureThreshold: 2,
        },
        ttlSeconds: 10,
        ...args,
      },
      { provider: regionProviders[ownRegions[0]!]! },
    );
  });
}

/** Each failover record as `id: name TYPE -> target if check`. */
function pairs(recording: Recording): string[] {
  return recording
    .ofType(recordType)
    .filter(({ inputs }) => "setIdentifier" in inputs)
    .map((registration) => {
      const { inputs } = registration;
      const [policy] = inputs.failoverRoutingPolicies as { type: string }[];
      const [target] = (inputs.records ?? []) as string[];
      const leadsTo = target ?? recording.sourcesOf(registration, "aliases").join(" ");
      const guard = recording.sourcesOf(registration, "healthCheckId").join(" ");
      return `${String(inputs.setIdentifier)}: ${String(inputs.name)} ${policy!.type} -> ${leadsTo}${guard && ` if ${guard}`}`;
    })
    .sort();
}

describe("FailoverRecords", () => {
  it("checks each Region at its own name, as the contract says", async () => {
    const recording = await declare();
    assert.deepEqual(
      recording.ofType(checkType).map(({ inputs }) => inputs),
      chain.map((region) => ({
        type: "HTTPS",
        fqdn: `${region}.app.example.com`,
        port: 443,
        resourcePath: "/health",
        requestInterval: 10,
        failureThreshold: 2,
        enableSni: true,
        tags: { Name: `${region}.app.example.com` },
      })),
    );
  });

  it("leads each Regional name to that Region's load balancer", async () => {
    const recording = await declare();
    for (const region of chain) {
      const { inputs, ...registration } = recording.resource(recordType, `failover-${region}`);
      assert.equal(inputs.name, `${region}.app.example.com`);
      assert.equal(inputs.type, "A");
      assert.deepEqual(inputs.aliases, [
        { name: unknown, zoneId: unknown, evaluateTargetHealth: false },
      ]);
      assert.deepEqual(recording.sourcesOf({ inputs, ...registration }, "aliases"), [
        `LoadBalancer lb-${region}`,
      ]);
    }
  });

  it("declares pairs of CNAMEs below the zone's apex, each guarded by its own Region's check", async () => {
    const recording = await declare();
    assert.deepEqual(pairs(recording), [
      "link-1-primary: app.example.com PRIMARY -> us-west-2.app.example.com if HealthCheck failover-us-west-2",
      "link-1-secondary: app.example.com SECONDARY -> failover-2.app.example.com",
      "link-2-primary: failover-2.app.example.com PRIMARY -> eu-central-1.app.example.com if HealthCheck failover-eu-central-1",
      "link-2-secondary: failover-2.app.example.com SECONDARY -> ap-south-1.app.example.com if HealthCheck failover-ap-south-1",
    ]);
    for (const { inputs } of recording.ofType(recordType)) {
      if ("setIdentifier" in inputs) {
        assert.equal(inputs.type, "CNAME");
        assert.equal(inputs.ttl, 10);
      }
    }
  });

  it("declares aliases that evaluate target health at the zone's apex, from the tail to the head", async () => {
    const recording = await declare(chain, { hostedZone: "app.example.com" });
    assert.deepEqual(pairs(recording), [
      "link-1-primary: app.example.com PRIMARY -> LoadBalancer lb-us-west-2 if HealthCheck failover-us-west-2",
      "link-1-secondary: app.example.com SECONDARY -> ",
      "link-2-primary: failover-2.app.example.com PRIMARY -> LoadBalancer lb-eu-central-1 if HealthCheck failover-eu-central-1",
      "link-2-secondary: failover-2.app.example.com SECONDARY -> LoadBalancer lb-ap-south-1 if HealthCheck failover-ap-south-1",
    ]);
    const toNextLink = recording.resource(recordType, "failover-link-1-secondary");
    assert.deepEqual(toNextLink.inputs.aliases, [
      { name: "failover-2.app.example.com", zoneId: "Z1", evaluateTargetHealth: true },
    ]);
    for (const { inputs } of recording.ofType(recordType)) {
      if ("setIdentifier" in inputs) {
        assert.ok(!("ttl" in inputs), "an alias has no TTL of its own");
        const [alias] = inputs.aliases as { evaluateTargetHealth: boolean }[];
        assert.equal(alias!.evaluateTargetHealth, true);
      }
    }
    const waitsFor = (id: string) => recording.resource(recordType, `failover-${id}`).dependencies;
    for (const id of ["link-2-primary", "link-2-secondary"]) {
      const { urn } = recording.resource(recordType, `failover-${id}`);
      assert.ok(waitsFor("link-1-secondary").includes(urn), `link 1 waits for ${id}`);
    }
  });

  it("does not make CNAMEs wait for each other, so that Regions do not block each other", async () => {
    const recording = await declare();
    const secondary = recording.resource(recordType, "failover-link-1-secondary");
    const sources = secondary.dependencies.filter((urn) => urn.includes(recordType));
    assert.deepEqual(sources, []);
  });

  it("declares a single plain name for a single Region", async () => {
    const recording = await declare(["us-west-2"], { chain: ["us-west-2"] });
    const { inputs } = recording.resource(recordType, "failover-link-1");
    assert.deepEqual(inputs, {
      zoneId: "Z1",
      name: "app.example.com",
      type: "CNAME",
      ttl: 10,
      records: ["us-west-2.app.example.com"],
    });
  });

  it("declares only its own part in a Region's own stack, and all parts together are the whole", async () => {
    const whole = await declare();
    const names: string[] = [];
    for (const region of chain) {
      const part = await declare([region]);
      names.push(...part.names(recordType), ...part.names(checkType));
      for (const registration of part.ofType(recordType)) {
        const original = whole.resource(recordType, registration.name);
        assert.deepEqual(registration.inputs, original.inputs, registration.name);
      }
    }
    assert.deepEqual(names.sort(), [...whole.names(recordType), ...whole.names(checkType)].sort());
  });

  it("asks for SNI with HTTPS only", async () => {
    const recording = await declare(chain, {
      healthCheck: {
        type: "HTTP",
        port: 80,
        path: "/up",
        intervalSeconds: 30,
        failureThreshold: 3,
      },
    });
    for (const { inputs } of recording.ofType(checkType)) {
      assert.equal(inputs.type, "HTTP");
      assert.equal(inputs.requestInterval, 30);
      assert.equal(inputs.failureThreshold, 3);
      assert.ok(!("enableSni" in inputs));
    }
  });
});
