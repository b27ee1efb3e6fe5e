import assert from "node:assert/strict";
import contract from "../../contract.json";
import type { TableContract } from "../../contract/contract";
import type { DeclaredResource } from "../../declared/declared-resource";
import { type Blueprint, readBlueprint } from "../../rehearsal/blueprint";
import { Edited, ownStack } from "../failover/own-program";

function blueprintOf(resources: readonly DeclaredResource[]): Blueprint {
  return readBlueprint({
    resources,
    domainName: "app.example.com",
    hostedZone: "example.com",
    table: contract.tables[0] as TableContract,
    objectives: contract.objectives,
  });
}

async function edited(): Promise<Edited> {
  return new Edited((await ownStack("prod")).resources);
}

function refusal(change: (stack: Edited) => Edited): Promise<string> {
  return edited().then((stack) => {
    try {
      blueprintOf(change(stack).resources);
    } catch (error) {
      return (error as Error).message;
    }
    return assert.fail("It was not refused.");
  });
}

describe("blueprint of a rehearsal", () => {
  it("takes names, Regions, checks and TTLs from what the program declares", async () => {
    const blueprint = blueprintOf((await ownStack("prod")).resources);
    assert.equal(blueprint.name, "app.example.com");
    assert.equal(blueprint.zone, "example.com");
    assert.deepEqual(blueprint.sites, ["us-east-1", "us-west-2", "eu-central-1"]);
    assert.deepEqual(
      Object.values(blueprint.requests),
      Array(3).fill({ protocol: "HTTPS", port: 443, path: "/health", sendsName: true }),
    );
    const ttls = blueprint.topology.recordSets.map(({ ttlSeconds }) => ttlSeconds ?? "alias");
    assert.deepEqual([...new Set(ttls)].sort(), [10, "alias"]);
  });

  it("follows what another declaration says", async () => {
    const stack = (await edited())
      .set("HealthCheck", "failover-us-west-2", "resourcePath", "/up")
      .set("HealthCheck", "failover-us-west-2", "port", 80)
      .set("HealthCheck", "failover-us-west-2", "type", "HTTP")
      .set("HealthCheck", "failover-us-west-2", "enableSni", undefined)
      .set("Record", "failover-link-1-primary", "ttl", 42);
    const blueprint = blueprintOf(stack.resources);
    const west = Object.entries(blueprint.requests).find(([id]) => id.endsWith("us-west-2"))?.[1];
    assert.deepEqual(west, { protocol: "HTTP", port: 80, path: "/up", sendsName: false });
    assert.ok(blueprint.topology.recordSets.some(({ ttlSeconds }) => ttlSeconds === 42));
  });

  it("refuses ports where no load balancer listens, and checks without a stand-in", async () => {
    assert.equal(
      await refusal((stack) => stack.set("HealthCheck", "failover-us-east-1", "port", 8443)),
      "This cannot be rehearsed: failover-us-east-1 asks port 8443, where no load balancer listens; allowed: 443, 80.",
    );
    assert.equal(
      await refusal((stack) =>
        stack
          .set("HealthCheck", "failover-us-east-1", "type", "HTTPS_STR_MATCH")
          .set("HealthCheck", "failover-us-east-1", "searchString", "healthy"),
      ),
      "This cannot be rehearsed: failover-us-east-1 is of type HTTPS_STR_MATCH; allowed: HTTP, HTTPS.",
    );
  });

  it("refuses what it cannot follow, with the reason", async () => {
    const message = await refusal((stack) => stack.remove("HealthCheck", "failover-us-east-1"));
    assert.equal(
      message,
      "This cannot be rehearsed: the check of failover-link-1-primary: its healthCheckId is not known before the update.",
    );
  });

  it("refuses a name without a second Region, and says what to add", async () => {
    const message = await refusal((stack) =>
      ["link-1-primary", "link-1-secondary", "link-2-primary", "link-2-secondary"].reduce(
        (one, name) => one.remove("Record", `failover-${name}`),
        stack,
      ),
    );
    assert.match(
      message,
      /app\.example\.com leads to no Region; a failover takes two Regions or more\. Add one to `regions`\./,
    );
  });
});
