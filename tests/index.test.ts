import assert from "node:assert/strict";
import path from "node:path";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import { readOfflineOutputs, readOfflineRun } from "../declared/offline-run";
import { startProgramProcess } from "../offline/run-program";
import { readStackConfiguration } from "../offline/stack-configuration";

const root = path.join(__dirname, "..");
const chain = ["us-east-1", "us-west-2", "eu-central-1"];

interface Declared {
  resources: DeclaredResource[];
  outputs: Record<string, unknown>;
  warnings: string[];
}

/** What the program declares with a stack's settings, some of them changed. */
async function declare(stack: string, changes: Record<string, string> = {}): Promise<Declared> {
  const configuration = readStackConfiguration(root, stack);
  const config = { ...configuration.config };
  for (const [setting, value] of Object.entries(changes)) {
    config[`regional-failover:${setting}`] = value;
  }
  const process = await startProgramProcess(root);
  try {
    const run = await process.run({ ...configuration, config });
    return {
      resources: readOfflineRun(run, config).resources,
      outputs: readOfflineOutputs(run),
      warnings: run.warnings,
    };
  } finally {
    process.stop();
  }
}

function identities(resources: DeclaredResource[]): string[] {
  return resources
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map(({ type, name }) => `${type} ${name}`)
    .sort();
}

/** The Region that a logical name ends with or holds, if it is one Region's own. */
function ownRegion({ name }: DeclaredResource): string | undefined {
  return chain.find((region) => name.startsWith(`app-${region}`) || name === `network-${region}`);
}

describe("the program", () => {
  let prod: Declared;
  before(async () => {
    prod = await declare("prod");
  });

  it("declares a whole service in every Region and the records between them", () => {
    const perRegion = (type: string) =>
      prod.resources.filter((resource) => resource.type === type).map(({ region }) => region);
    for (const type of [
      "awsx:ec2:Vpc",
      "aws:ecs/service:Service",
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:acm/certificate:Certificate",
      "aws:ecr/repository:Repository",
      "aws:sns/topic:Topic",
    ]) {
      assert.deepEqual(perRegion(type), chain, type);
    }
    assert.equal(perRegion("aws:route53/healthCheck:HealthCheck").length, chain.length);
    assert.deepEqual(perRegion("aws:dynamodb/table:Table"), ["us-east-1"]);
  });

  it("lets a Region take by property only what is in the same Region or in none", () => {
    const byUrn = new Map(prod.resources.map((resource) => [resource.urn, resource]));
    let links = 0;
    for (const resource of prod.resources) {
      const region = ownRegion(resource);
      for (const urn of region === undefined
        ? []
        : Object.values(resource.propertyDependencies).flat()) {
        const source = byUrn.get(urn)!;
        links++;
        assert.ok(
          source.region === region || source.region === undefined,
          `${resource.name} in ${region} takes ${source.name} of ${source.region}`,
        );
      }
    }
    assert.ok(links > 50, `only ${links} links were looked at`);
  });

  it("names no other Region in the plain text of what a Region runs, but as peers", () => {
    for (const resource of prod.resources) {
      const region = ownRegion(resource);
      if (region !== undefined) {
        const others = chain.filter((other) => other !== region);
        const { peerRegions: _peers, ...inputs } = resource.inputs;
        const text = JSON.stringify(inputs);
        assert.ok(!others.some((other) => text.includes(other)), `${resource.name}: ${text}`);
      }
    }
  });

  it("leaves unknown what only AWS can know, and makes nothing up", () => {
    const zone = prod.resources.find(({ name }) => name === "failover-link-1-primary")!;
    assert.ok(zone.inputs.zoneId instanceof UnknownValue);
    const text = JSON.stringify(prod.resources);
    assert.ok(!/\barn:undefined|undefined/.test(text));
    const tasks = prod.resources.filter(({ type }) => type.endsWith(":TaskDefinition"));
    assert.ok(tasks.every(({ inputs }) => inputs.containerDefinitions instanceof UnknownValue));
  });

  it("builds the service's image, unless the settings name one that others push", async () => {
    const images = (resources: readonly DeclaredResource[]) =>
      resources.filter(({ type }) => type === "docker-build:index:Image");
    const [image] = images(prod.resources);
    assert.deepEqual(image?.inputs.context, { location: "app" });
    const pushed = await declare("prod", { imageDigest: `sha256:${"a".repeat(64)}` });
    assert.deepEqual(images(pushed.resources), []);
  });

  it("journals what is overwritten, in every Region", () => {
    const mappings = prod.resources.filter(({ type }) => type.endsWith(":EventSourceMapping"));
    assert.deepEqual(mappings.map(({ region }) => region).sort(), [
      "eu-central-1",
      "us-east-1",
      "us-west-2",
    ]);
  });

  it("exports where everything is", () => {
    assert.equal(prod.outputs.applicationUrl, "https://app.example.com");
    assert.deepEqual(
      prod.outputs.regionalUrls,
      Object.fromEntries(chain.map((region) => [region, `https://${region}.app.example.com`])),
    );
    assert.equal(prod.outputs.tableName, "MyGlobalAppTable");
    for (const output of ["tableArns", "healthCheckIds", "repositoryUrls", "alarmTopicArns"]) {
      assert.deepEqual(
        Object.keys(prod.outputs[output] as object).sort(),
        [...chain].sort(),
        output,
      );
    }
  });

  it("keeps all but the chain's records when Regions are reordered", async () => {
    const reordered = await declare("prod", { regions: JSON.stringify([...chain].reverse()) });
    assert.deepEqual(identities(reordered.resources), identities(prod.resources));
    const before = new Map(prod.resources.map(({ urn, inputs }) => [urn, JSON.stringify(inputs)]));
    const changed = reordered.resources
      .filter(({ urn, inputs, custom }) => custom && before.get(urn) !== JSON.stringify(inputs))
      .map(({ name }) => name);
    assert.ok(changed.length > 0);
    assert.ok(
      changed.every((name) => /^failover-link-\d-(primary|secondary)$/.test(name)),
      changed.join(),
    );
  });

  describe("in isolated stacks", () => {
    let global: Declared;
    let regional: Declared[];
    before(async () => {
      global = await declare("prod-global");
      regional = await Promise.all(chain.map((region) => declare(`prod-${region}`)));
    });

    it("declares the same resources as in one stack, each once", () => {
      const shared = (identity: string) =>
        identity.startsWith("pulumi:providers") || identity.startsWith("failover:index:Failover");
      const parts = [global, ...regional].flatMap(({ resources }) => identities(resources));
      const own = parts.filter(
        (identity) => !shared(identity) && !identity.includes("StackReference"),
      );
      assert.deepEqual(
        own.sort(),
        identities(prod.resources).filter((identity) => !shared(identity)),
      );
    });

    it("keeps a Region's stack in its Region", () => {
      regional.forEach(({ resources }, index) => {
        const regions = new Set(resources.map(({ region }) => region).filter(Boolean));
        assert.deepEqual([...regions], [chain[index]]);
      });
    });

    it("keeps services, networks and records out of the global stack", () => {
      const types = new Set(global.resources.map(({ type }) => type));
      for (const type of [
        "aws:ecs/service:Service",
        "awsx:ec2:Vpc",
        "aws:route53/record:Record",
        "aws:route53/healthCheck:HealthCheck",
      ]) {
        assert.ok(!types.has(type), type);
      }
      assert.equal(global.outputs.applicationUrl, undefined);
    });
  });

  it("refuses a misspelt setting instead of ignoring it", async () => {
    await assert.rejects(
      declare("prod", { wholeLoadTask: "9" }),
      /wholeLoadTask: .*wholeLoadTasks/,
    );
  });

  it("declares the smaller dev environment by the same contract", async () => {
    const dev = await declare("dev");
    const table = dev.resources.find(({ type }) => type === "aws:dynamodb/table:Table")!;
    const original = prod.resources.find(({ type }) => type === "aws:dynamodb/table:Table")!;
    assert.deepEqual(
      { ...table.inputs, replicas: undefined },
      { ...original.inputs, replicas: undefined },
    );
    const services = dev.resources.filter(({ type }) => type === "aws:ecs/service:Service");
    assert.equal(services.length, 2);
  });
});
