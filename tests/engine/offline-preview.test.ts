import { strict as assert } from "node:assert";
import { computed, type DeclaredResource } from "../../declared/declared-resource";
import type { DeclaredStack } from "../../declared/declared-stack";
import type { JsonObject } from "../../declared/json-shape";
import { readPreview } from "../../declared/preview-json";
import { previewStack } from "../../offline/preview-stack";
import { startProgramProcess } from "../../offline/run-program";
import { type Agreement, compareDeclared } from "./agreement";
import { type Deployment, startDeployment } from "./deployment";

/** The zone's id comes from an invoke. */
const whereTheZoneIsKnown = [
  "aws:route53/record:Record zoneId",
  "failover:index:FailoverRecords zoneId",
  "failover:index:RegionalCertificate zoneId",
  "failover:index:RegionalService zoneId",
];

describe("the offline preview and the real engine", () => {
  const deployments: Deployment[] = [];
  afterEach(async () => {
    await Promise.all(deployments.splice(0).map(({ engine }) => engine.stop()));
  });

  async function start(...args: Parameters<typeof startDeployment>): Promise<Deployment> {
    const deployment = await startDeployment(...args);
    deployments.push(deployment);
    return deployment;
  }

  async function compare(
    deployment: Deployment,
    name: string,
    settings?: Record<string, unknown>,
  ): Promise<Agreement> {
    const stack = await deployment.stack(name, settings);
    const engine = readPreview(JSON.parse(await stack.previewJson()) as JsonObject);
    return compareDeclared(await previewOffline(deployment, name), engine);
  }

  it("declare the same for a new stack, except that only the engine sees the zone", async () => {
    assert.deepEqual(await compare(await start(), "prod"), {
      disagreements: [],
      knownToEngineOnly: whereTheZoneIsKnown,
    });
  });

  it("declare the same without an image, at the zone's apex and with customer managed keys", async () => {
    const deployment = await start((contract) => {
      contract.tables[0].encryption = "CUSTOMER_MANAGED_KEY";
    });

    const agreement = await compare(deployment, "prod", {
      domainName: "example.com",
      imageDigest: undefined,
    });

    assert.deepEqual(agreement, {
      disagreements: [],
      knownToEngineOnly: [
        "aws:route53/record:Record aliases[] zoneId",
        ...whereTheZoneIsKnown,
      ].sort(),
    });
  });

  it("declare the same for STRONG tables with a witness", async () => {
    const deployment = await start((contract) => {
      contract.tables[0].consistency = "STRONG";
    });

    const agreement = await compare(deployment, "prod-global", {
      regions: ["us-east-1", "us-west-2"],
      witnessRegion: "us-east-2",
    });

    assert.deepEqual(agreement, { disagreements: [], knownToEngineOnly: [] });
  });

  it("declare the same in a Region's own stack, less what comes through the StackReference", async () => {
    const deployment = await start();
    await (await deployment.stack("prod-global")).up();

    const agreement = await compare(deployment, "prod-us-west-2", { imageDigest: undefined });

    assert.deepEqual(agreement, {
      disagreements: [],
      knownToEngineOnly: [
        "aws:ecs/taskDefinition:TaskDefinition containerDefinitions",
        "failover:index:RegionalService image digest",
        "failover:index:RegionalService image repositoryUrl",
        ...whereTheZoneIsKnown,
      ].sort(),
    });
  });

  it("agree on an existing stack, of which the engine knows more", async () => {
    const deployment = await start();
    await (await deployment.stack("prod", { regions: ["us-east-1", "us-west-2"] })).up();

    const agreement = await compare(deployment, "prod");

    assert.deepEqual(agreement.disagreements, []);
    assert.ok(agreement.knownToEngineOnly.includes("aws:route53/record:Record healthCheckId"));
  });

  describe("are compared so that", () => {
    const topic: DeclaredResource = {
      urn: "urn:pulumi:dev::test::aws:sns/topic:Topic::topic",
      type: "aws:sns/topic:Topic",
      name: "topic",
      parent: undefined,
      custom: true,
      region: "us-east-1",
      inputs: { name: "first", tags: { a: "1" } },
      outputs: {},
      dependencies: [],
      propertyDependencies: {},
    };

    function agreementOf(
      offline: Partial<DeclaredResource>[],
      engine: Partial<DeclaredResource>[],
    ) {
      const stackOf = (resources: Partial<DeclaredResource>[]): DeclaredStack => ({
        project: "test",
        stack: "dev",
        config: {},
        resources: resources.map((resource) => ({ ...topic, ...resource })),
      });
      return compareDeclared(stackOf(offline), stackOf(engine));
    }

    it("a resource that only one of them has is a disagreement", () => {
      assert.equal(agreementOf([{}], []).disagreements.length, 1);
      assert.equal(agreementOf([], [{}]).disagreements.length, 1);
    });

    for (const [what, other] of [
      ["another value", { inputs: { name: "second", tags: { a: "1" } } }],
      ["another value inside", { inputs: { name: "first", tags: { a: "2" } } }],
      ["a property more", { inputs: { name: "first", tags: { a: "1" }, fifoTopic: true } }],
      ["a property less", { inputs: { name: "first" } }],
      ["another Region", { region: "us-west-2" }],
      ["another parent", { parent: "urn" }],
      ["another dependency", { dependencies: ["urn"] }],
      ["another property dependency", { propertyDependencies: { name: ["urn"] } }],
      ["less known to the engine", { inputs: { name: computed, tags: { a: "1" } } }],
    ] satisfies [string, Partial<DeclaredResource>][]) {
      it(`${what} is a disagreement`, () => {
        assert.equal(agreementOf([{}], [other]).disagreements.length, 1);
      });
    }

    it("what only the engine knows is none, but named", () => {
      assert.deepEqual(agreementOf([{ inputs: { name: "first", tags: { a: computed } } }], [{}]), {
        disagreements: [],
        knownToEngineOnly: ["aws:sns/topic:Topic tags a"],
      });
    });
  });
});

async function previewOffline(deployment: Deployment, name: string): Promise<DeclaredStack> {
  const { projectFolder } = deployment.engine;
  const program = await startProgramProcess(projectFolder);
  try {
    return (await previewStack(projectFolder, name, program)).declared;
  } finally {
    program.stop();
  }
}
