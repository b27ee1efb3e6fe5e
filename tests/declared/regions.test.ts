import { strict as assert } from "node:assert";
import { computed, type DeclaredInputs } from "../../declared/declared-resource";
import { placeResources, type UnplacedResource } from "../../declared/regions";

const urnOf = (type: string, name: string) => `urn:pulumi:x::p::${type}::${name}`;
const stackUrn = urnOf("pulumi:pulumi:Stack", "p-x");

interface Options {
  inputs?: DeclaredInputs;
  outputs?: DeclaredInputs;
  parent?: string;
  provider?: string;
  providers?: Record<string, string>;
}

function resource(type: string, name: string, options: Options = {}): UnplacedResource {
  return {
    urn: urnOf(type, name),
    type,
    name,
    parent: type === "pulumi:pulumi:Stack" ? undefined : (options.parent ?? stackUrn),
    custom: type.startsWith("aws:") || type.startsWith("pulumi:providers:"),
    inputs: options.inputs ?? {},
    outputs: options.outputs ?? {},
    dependencies: [],
    propertyDependencies: {},
    provider: options.provider ?? "",
    providers: options.providers ?? {},
  };
}

const provider = (name: string, inputs: DeclaredInputs) =>
  resource("pulumi:providers:aws", name, { inputs });
const reference = (name: string) => `${urnOf("pulumi:providers:aws", name)}::some-id`;
const component = (name: string, options: Options = {}) => resource("a:b:Part", name, options);
const topic = (name: string, options: Options = {}) =>
  resource("aws:sns/topic:Topic", name, options);
const inside = (name: string) => ({ parent: urnOf("a:b:Part", name) });

const stack = resource("pulumi:pulumi:Stack", "p-x");
const west = provider("west", { region: "us-west-2" });
const east = provider("east", { region: "us-east-1" });

/** Name to Region. */
function regionsOf(
  resources: UnplacedResource[],
  stackRegion: string | null = "eu-central-1",
): Record<string, string | undefined> {
  const placed = placeResources([stack, west, east, ...resources], stackRegion ?? undefined);
  return Object.fromEntries(
    placed
      .filter(({ name }) => resources.some((given) => given.name === name))
      .map(({ name, region }) => [name, region]),
  );
}

describe("the Region of a resource", () => {
  it("is its own region, before its provider's", () => {
    assert.deepEqual(
      regionsOf([topic("t", { inputs: { region: "eu-west-1" }, provider: reference("west") })]),
      { t: "eu-west-1" },
    );
  });

  it("is its provider's, before the stack's", () => {
    assert.deepEqual(regionsOf([topic("t", { provider: reference("west") })]), { t: "us-west-2" });
  });

  it("is the stack's with a default provider, whether the source shows that or not", () => {
    assert.deepEqual(
      regionsOf([
        topic("unnamed"),
        topic("absent", { provider: reference("default_7_48_0") }),
        provider("default", { version: "7.48.0" }),
        topic("shown", { provider: reference("default") }),
      ]),
      {
        unnamed: "eu-central-1",
        absent: "eu-central-1",
        default: undefined,
        shown: "eu-central-1",
      },
    );
  });

  it("is what the default provider's state says, where the stack's configuration is not known", () => {
    const resources = [
      provider("default_7", { region: "ap-south-1" }),
      topic("t", { provider: reference("default_7") }),
    ];
    assert.equal(regionsOf(resources, null)["t"], "ap-south-1");
  });

  it("is what AWS reported, where nothing that is declared says it", () => {
    const reported = { outputs: { region: "us-west-1" } };
    assert.deepEqual(regionsOf([topic("t", reported)], null), { t: "us-west-1" });
    assert.equal(
      placeResources(
        [stack, topic("t", { ...reported, provider: reference("gone") })],
        "eu-north-1",
      ).at(-1)?.region,
      "us-west-1",
    );
  });

  it("is not known while its own or its provider's is not", () => {
    assert.deepEqual(
      regionsOf([
        topic("own", { inputs: { region: computed }, provider: reference("west") }),
        provider("later", { region: computed }),
        topic("inherited", { provider: reference("later") }),
        topic("lost", { provider: reference("nowhere") }),
      ]),
      { own: undefined, later: undefined, inherited: undefined, lost: undefined },
    );
  });

  it("is none for services without Regions, whatever their provider", () => {
    const globalTypes = [
      "aws:route53/record:Record",
      "aws:route53/healthCheck:HealthCheck",
      "aws:iam/role:Role",
      "aws:cloudfront/distribution:Distribution",
      "aws:globalaccelerator/accelerator:Accelerator",
    ];
    for (const type of globalTypes) {
      assert.deepEqual(
        regionsOf([
          resource(type, "r", { provider: reference("west"), outputs: { region: "us-west-2" } }),
        ]),
        { r: undefined },
        type,
      );
    }
    assert.deepEqual(
      regionsOf([
        resource("aws:route53/resolverEndpoint:ResolverEndpoint", "r", {
          provider: reference("west"),
        }),
      ]),
      { r: "us-west-2" },
    );
  });

  it("is none outside of AWS, even where something is called a region", () => {
    const { urn } = resource("gcp:sql/instance:Instance", "r");
    const foreign = { ...resource("gcp:sql/instance:Instance", "r"), urn, custom: true };
    assert.deepEqual(regionsOf([{ ...foreign, inputs: { region: "us-central1" } }]), {
      r: undefined,
    });
  });
});

describe("the Region of a component", () => {
  it("is where all its Regional children are, whatever it passes on", () => {
    assert.deepEqual(
      regionsOf([
        component("c", { providers: { aws: reference("east") } }),
        topic("t", { ...inside("c"), provider: reference("west") }),
        resource("aws:iam/role:Role", "r", { ...inside("c"), provider: reference("east") }),
      ]),
      { c: "us-west-2", t: "us-west-2", r: undefined },
    );
  });

  it("counts the children of children", () => {
    assert.deepEqual(
      regionsOf([
        component("outer"),
        component("inner", inside("outer")),
        topic("t", { ...inside("inner"), provider: reference("west") }),
      ]),
      { outer: "us-west-2", inner: "us-west-2", t: "us-west-2" },
    );
  });

  it("is none with children in two Regions, in an unknown one, or in none", () => {
    for (const second of [
      topic("second", { ...inside("c"), provider: reference("east") }),
      topic("second", { ...inside("c"), inputs: { region: computed } }),
    ]) {
      const first = topic("t", { ...inside("c"), provider: reference("west") });
      assert.equal(regionsOf([component("c"), first, second])["c"], undefined);
    }
    const record = resource("aws:route53/record:Record", "r", inside("c"));
    const providers = { aws: reference("west") };
    assert.equal(regionsOf([component("c", { providers }), record])["c"], undefined);
  });

  it("is none around a global table, whose replicas are elsewhere", () => {
    const table = (replicas: DeclaredInputs["replicas"] & {}) =>
      resource("aws:dynamodb/table:Table", "table", {
        ...inside("c"),
        provider: reference("west"),
        inputs: { replicas },
      });
    assert.deepEqual(regionsOf([component("c"), table([{ regionName: "us-east-1" }])]), {
      c: undefined,
      table: "us-west-2",
    });
    assert.equal(regionsOf([component("c"), table([{ regionName: computed }])])["c"], undefined);
    assert.equal(regionsOf([component("c"), table(computed)])["c"], undefined);
    assert.equal(regionsOf([component("c"), table([])])["c"], "us-west-2");
  });

  it("that shows nothing inside is its provider's, which it may inherit", () => {
    assert.deepEqual(
      regionsOf([
        component("network", { providers: { aws: reference("west") } }),
        component("vpc", inside("network")),
        component("alone"),
      ]),
      { network: "us-west-2", vpc: "us-west-2", alone: undefined },
    );
  });

  it("is none for the stack", () => {
    const [placedStack] = placeResources(
      [stack, west, topic("t", { provider: reference("west") })],
      "us-west-2",
    );
    assert.equal(placedStack?.region, undefined);
  });

  it("ends where parents form a circle", () => {
    const regions = regionsOf([component("a", inside("b")), component("b", inside("a"))]);
    assert.deepEqual(regions, { a: undefined, b: undefined });
  });
});
