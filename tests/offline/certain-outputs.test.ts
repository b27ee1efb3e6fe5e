import { strict as assert } from "node:assert";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { certainOutputs } from "../../offline/certain-outputs";
import type { RecordedRegistration, WireProperties } from "../../offline/recorded-run";

const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
const outputsOf = (inputs: unknown, remote = false) =>
  certainOutputs({ inputs, remote } as RecordedRegistration & { inputs: WireProperties });

describe("certainOutputs", () => {
  it("are inputs without an inner structure, hidden ones too", () => {
    const inputs = { a: "text", b: 1, c: false, d: null, e: ["x", [1]], f: secret("s"), g: [] };
    assert.deepEqual(outputsOf(inputs), inputs);
  });

  it("are not inputs that a provider may add to", () => {
    assert.deepEqual(
      outputsOf({ a: { b: 1 }, c: [{ d: 1 }], e: ["x", { f: 1 }], g: secret({ h: 1 }), i: "kept" }),
      { i: "kept" },
    );
  });

  it("are none of a remote component, whose provider decides on all of them", () => {
    assert.deepEqual(outputsOf({ a: "text" }, true), {});
  });
});
