import { strict as assert } from "node:assert";
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import * as sdkProxy from "@pulumi/policy/proxy";
import { asset } from "@pulumi/pulumi";
import { computed } from "../../declared/declared-resource";
import { readPolicyArguments, readStackPolicyArguments } from "../../declared/policy-arguments";

/** Most of it is left out of the SDK's types. */
const proxy = sdkProxy as unknown as {
  unknownCheckingProxy: (props: Record<string, unknown>) => Record<string, unknown>;
} & Record<
  | "unknownStringValue"
  | "unknownBooleanValue"
  | "unknownNumberValue"
  | "unknownArrayValue"
  | "unknownAssetValue"
  | "unknownArchiveValue"
  | "unknownObjectValue",
  string
>;
const { unknownCheckingProxy } = proxy;

const urn = (name: string): string => `urn:pulumi:prod::demo::aws:dynamodb/table:Table::${name}`;

function argumentsWith(changes: Partial<ResourceValidationArgs> = {}): ResourceValidationArgs {
  return {
    type: "aws:dynamodb/table:Table",
    name: "table",
    urn: urn("table"),
    opts: { parent: urn("parent") } as ResourceValidationArgs["opts"],
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: () => assert.fail(),
    notApplicable: () => assert.fail(),
    ...changes,
    props: unknownCheckingProxy(changes.props ?? {}),
  };
}

const provider = (props: Record<string, unknown>): ResourceValidationArgs["provider"] => ({
  type: "pulumi:providers:aws",
  name: "aws",
  urn: "urn:pulumi:prod::demo::pulumi:providers:aws::aws",
  props: unknownCheckingProxy(props),
});

describe("the arguments of a policy of one resource", () => {
  it("are read without meeting what the SDK throws at unknown values", () => {
    const { inputs } = readPolicyArguments(
      argumentsWith({
        props: {
          name: "orders",
          count: 3,
          on: false,
          none: null,
          list: [{ id: proxy.unknownStringValue }, "b"],
          text: proxy.unknownStringValue,
          flag: proxy.unknownBooleanValue,
          number: proxy.unknownNumberValue,
          array: proxy.unknownArrayValue,
          asset: proxy.unknownAssetValue,
          archive: proxy.unknownArchiveValue,
          object: proxy.unknownObjectValue,
        },
      }),
    );
    assert.deepEqual(inputs, {
      name: "orders",
      count: 3,
      on: false,
      none: null,
      list: [{ id: computed }, "b"],
      text: computed,
      flag: computed,
      number: computed,
      array: computed,
      asset: computed,
      archive: computed,
      object: computed,
    });
  });

  it("leave out what the provider notes for itself, and do not look into assets", () => {
    const { inputs } = readPolicyArguments(
      argumentsWith({
        props: {
          __defaults: ["name"],
          replicas: [{ __defaults: [], regionName: "us-west-2" }],
          code: new asset.StringAsset("hello"),
        },
      }),
    );
    assert.deepEqual(inputs, { replicas: [{ regionName: "us-west-2" }], code: computed });
  });

  it("do not follow a structure without end", () => {
    let deep: unknown = "bottom";
    for (let depth = 0; depth < 100_000; depth++) {
      deep = [deep];
    }
    assert.doesNotThrow(() => readPolicyArguments(argumentsWith({ props: { deep } })).inputs);
  });

  it("say where the resource is: its own region, else its provider's", () => {
    const regionWith = (changes: Partial<ResourceValidationArgs>) =>
      readPolicyArguments(argumentsWith(changes)).region;
    const west = provider({ region: "us-west-2" });
    assert.equal(regionWith({ provider: west }), "us-west-2");
    assert.equal(regionWith({ provider: west, props: { region: "eu-west-1" } }), "eu-west-1");
    assert.equal(
      regionWith({ provider: west, props: { region: proxy.unknownStringValue } }),
      undefined,
    );
    assert.equal(
      regionWith({ provider: provider({ region: proxy.unknownStringValue }) }),
      undefined,
    );
    assert.equal(regionWith({}), undefined);
    assert.equal(regionWith({ provider: west, type: "aws:route53/record:Record" }), undefined);
  });

  it("name the resource, its parent, and nothing of its neighbours", () => {
    const resource = readPolicyArguments(argumentsWith({ provider: provider({}) }));
    assert.equal(resource.urn, urn("table"));
    assert.equal(resource.type, "aws:dynamodb/table:Table");
    assert.equal(resource.name, "table");
    assert.equal(resource.parent, urn("parent"));
    assert.equal(resource.custom, true);
    assert.deepEqual(resource.outputs, {});
    assert.deepEqual(resource.dependencies, []);
    assert.deepEqual(resource.propertyDependencies, {});
    assert.equal(readPolicyArguments(argumentsWith({ type: "demo:index:Site" })).custom, false);
  });
});

describe("the arguments of a stack policy", () => {
  it("hold parents and dependencies, also by property", () => {
    const other = { urn: urn("other") } as PolicyResource;
    const stackResource: PolicyResource = {
      ...argumentsWith({ props: { name: "orders", arn: proxy.unknownStringValue } }),
      parent: { urn: urn("component") } as PolicyResource,
      dependencies: [other],
      propertyDependencies: { name: [other] },
    };
    const [resource] = readStackPolicyArguments([stackResource]);
    assert.deepEqual(
      {
        parent: resource?.parent,
        dependencies: resource?.dependencies,
        propertyDependencies: resource?.propertyDependencies,
        inputs: resource?.inputs,
        outputs: resource?.outputs,
      },
      {
        parent: urn("component"),
        dependencies: [urn("other")],
        propertyDependencies: { name: [urn("other")] },
        inputs: { name: "orders", arn: computed },
        outputs: { name: "orders", arn: computed },
      },
    );
  });
});
