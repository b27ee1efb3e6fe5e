import assert from "node:assert/strict";
import { oneOf, shown, suggestion } from "../../contract/wording";

describe("wording of faults", () => {
  it("shows a value on one line, and never at length", () => {
    assert.equal(shown("two\nlines"), '"two\\nlines"');
    assert.equal(shown("x".repeat(1000)), `"${"x".repeat(80)}"... (1000 characters)`);
    assert.equal(shown([]), "an empty list");
    assert.equal(shown([1, 2]), "a list of 2");
    assert.equal(shown({ a: 1 }), "an object with 1 property");
    assert.equal(shown(null), "null");
    assert.equal(shown(10), "10");
  });

  it("joins what is allowed", () => {
    assert.equal(oneOf([10]), "10");
    assert.equal(oneOf([10, 30]), "10 or 30");
    assert.equal(oneOf(["a", "b", "c"]), '"a", "b" or "c"');
  });

  it("suggests the nearest name, but only a near one", () => {
    const names = ["us-east-1", "us-east-2", "eu-west-1"];
    assert.equal(suggestion("us-esat-2", names), '; did you mean "us-east-2"?');
    assert.equal(suggestion("us-east-1a", names), '; did you mean "us-east-1"?');
    assert.equal(suggestion("EU-West-1", names), '; did you mean "eu-west-1"?');
    assert.equal(suggestion("atlantis", names), "");
    assert.equal(suggestion("x".repeat(10_000), names), "");
    assert.equal(suggestion("", names), "");
  });
});
