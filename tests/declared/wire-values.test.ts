import { strict as assert } from "node:assert";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { computed, secret } from "../../declared/declared-resource";
import { readProperties } from "../../declared/wire-values";

const marked = (signature: string, rest: Record<string, unknown>) => ({
  [rpc.specialSigKey]: signature,
  ...rest,
});
const read = (value: unknown) => readProperties({ value }, "here")["value"];

describe("readProperties", () => {
  it("knows the SDK's own marks", () => {
    assert.equal(read(rpc.unknownValue), computed);
    assert.equal(read(marked(rpc.specialSecretSig, { value: "hidden" })), secret);
    assert.equal(read(marked(rpc.specialSecretSig, { ciphertext: "v1:..." })), secret);
    assert.equal(read("[secret]"), secret);
  });

  it("reads outputs with what is known of them", () => {
    const output = (rest: Record<string, unknown>) => read(marked(rpc.specialOutputValueSig, rest));
    assert.equal(output({ value: "known" }), "known");
    assert.equal(output({}), computed);
    assert.equal(output({ value: "hidden", secret: true }), secret);
    assert.equal(output({ secret: true }), secret);
  });

  it("reads a resource as its id, a component as its URN", () => {
    const resource = (rest: Record<string, unknown>) => read(marked(rpc.specialResourceSig, rest));
    assert.equal(resource({ urn: "u", id: "vpc-1" }), "vpc-1");
    assert.equal(resource({ urn: "u", id: "" }), computed);
    assert.equal(resource({ urn: "u", id: rpc.unknownValue }), computed);
    assert.equal(resource({ urn: "u" }), "u");
  });

  it("keeps everything else, however deep the marks are in it", () => {
    assert.deepEqual(read({ list: [1, "two", null, { three: [rpc.unknownValue] }], no: false }), {
      list: [1, "two", null, { three: [computed] }],
      no: false,
    });
  });

  it("drops what a provider notes for itself", () => {
    assert.deepEqual(readProperties({ name: "n", __defaults: [], __meta: "{}" }, "here"), {
      name: "n",
    });
    assert.deepEqual(read({ rule: { __defaults: ["a"], port: 1 } }), { rule: { port: 1 } });
  });
});
