import { strict as assert } from "node:assert";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../declared/declared-resource";
import { type Link, Links, type LinkTarget } from "../../declared/links";

const check = "aws:route53/healthCheck:HealthCheck";
const component = "demo:index:Site";
const toCheck: LinkTarget = { types: [check], namedBy: ["id"] };
const urn = (name: string): string => `urn:pulumi:x::demo::t::${name}`;

function resource(
  name: string,
  type: string,
  changes: Partial<Omit<DeclaredResource, "urn" | "name" | "type">> = {},
): DeclaredResource {
  return {
    urn: urn(name),
    name,
    type,
    parent: undefined,
    custom: true,
    region: undefined,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    ...changes,
  };
}

function record(inputs: DeclaredInputs, ...sources: string[]): DeclaredResource {
  return resource("record", "aws:route53/record:Record", {
    inputs,
    propertyDependencies: sources.length === 0 ? {} : { healthCheckId: sources.map(urn) },
  });
}

/** What a link leads to: the names of resources, or the kind of link. */
function followed(from: DeclaredResource, others: DeclaredResource[], target = toCheck): unknown {
  const value = from.inputs["healthCheckId"];
  const link: Link = new Links([from, ...others]).follow(from, "healthCheckId", value, target);
  switch (link.leadsTo) {
    case "resource":
      return link.resource.name;
    case "several":
      return link.resources.map(({ name }) => name).sort();
    case "unknown":
    case "elsewhere":
    case "nothing":
      return { [link.leadsTo]: true };
  }
}

describe("a link", () => {
  it("that is not declared, or empty, leads to nothing", () => {
    assert.deepEqual(followed(record({}), []), { nothing: true });
    assert.deepEqual(followed(record({ healthCheckId: "" }), []), { nothing: true });
    assert.deepEqual(followed(record({ healthCheckId: null }, "east"), []), { nothing: true });
  });

  it("of an unknown value leads to the resource that the property comes from", () => {
    const from = record({ healthCheckId: computed }, "east");
    assert.equal(followed(from, [resource("east", check), resource("west", check)]), "east");
  });

  it("does not take a resource of another kind for what it comes from", () => {
    const from = record({ healthCheckId: computed }, "zone", "west");
    const others = [resource("zone", "aws:route53/zone:Zone"), resource("west", check)];
    assert.equal(followed(from, others), "west");
  });

  it("of an unknown value without a source is unknown", () => {
    assert.deepEqual(followed(record({ healthCheckId: computed }), [resource("east", check)]), {
      unknown: true,
    });
    assert.deepEqual(followed(record({ healthCheckId: computed }, "gone"), []), { unknown: true });
  });

  it("of an unknown value with several sources leads to one of them", () => {
    const from = record({ healthCheckId: computed }, "east", "west");
    assert.deepEqual(followed(from, [resource("east", check), resource("west", check)]), [
      "east",
      "west",
    ]);
  });

  it("of a known value with several sources leads to the one of that name", () => {
    const from = record({ healthCheckId: "w-1" }, "east", "west");
    const others = [
      resource("east", check, { outputs: { id: "e-1" } }),
      resource("west", check, { outputs: { id: "w-1" } }),
    ];
    assert.equal(followed(from, others), "west");
  });

  it("comes out of a component whose output was given", () => {
    const from = record({ healthCheckId: computed }, "site");
    const others = [
      resource("site", component, { custom: false }),
      resource("inner", component, { custom: false, parent: urn("site") }),
      resource("east", check, { parent: urn("inner") }),
      resource("west", check),
    ];
    assert.equal(followed(from, others), "east");
  });

  it("is followed by value where it depends on nothing", () => {
    const others = [
      resource("east", check, { outputs: { id: "e-1" } }),
      resource("west", check, { outputs: { id: "w-1" } }),
    ];
    assert.equal(followed(record({ healthCheckId: "w-1" }), others), "west");
    assert.deepEqual(followed(record({ healthCheckId: "x-1" }), others), { elsewhere: true });
  });

  it("by value leads to several where several have the name", () => {
    const others = ["east", "west"].map((name) =>
      resource(name, check, { outputs: { id: "same" } }),
    );
    assert.deepEqual(followed(record({ healthCheckId: "same" }), others), ["east", "west"]);
  });

  it("of a known value leads to its source whose name cannot be seen, and not to one of another name", () => {
    const hidden = resource("east", check, { outputs: { id: computed } });
    const other = resource("east", check, { outputs: { id: "e-2" } });
    assert.equal(followed(record({ healthCheckId: "e-1" }, "east"), [hidden]), "east");
    assert.deepEqual(followed(record({ healthCheckId: "e-1" }, "east"), [other]), {
      elsewhere: true,
    });
  });

  it("compares names in the form that the target gives them", () => {
    const target: LinkTarget = {
      types: ["aws:dynamodb/table:Table"],
      namedBy: ["name"],
      normalize: (name) => name.replace(/^table\//, ""),
    };
    const table = resource("table", "aws:dynamodb/table:Table", { inputs: { name: "orders" } });
    assert.equal(followed(record({ healthCheckId: "table/orders" }), [table], target), "table");
    assert.deepEqual(followed(record({ healthCheckId: "table/others" }), [table], target), {
      elsewhere: true,
    });
  });

  it("ends although components contain each other", () => {
    const from = record({ healthCheckId: computed }, "one");
    const others = [
      resource("one", component, { custom: false, parent: urn("two") }),
      resource("two", component, { custom: false, parent: urn("one") }),
    ];
    assert.deepEqual(followed(from, others), { unknown: true });
  });
});
