import assert from "node:assert/strict";
import { renderVerdict } from "../../../report/terminal/verdict";
import type { Verdict } from "../../../offline/verdict";
import { plain, previewOf } from "./examples";

const schemaRule = { name: "dynamodb-schema", level: "mandatory", resources: 2 };

function render(verdict: Partial<Verdict>): string {
  const preview = previewOf([]);
  return renderVerdict(
    { ...preview, verdict: { rules: [schemaRule], violations: [], advice: [], ...verdict } },
    plain(100),
  ).join("\n");
}

describe("renderVerdict", () => {
  it("never shows a rule that judged nothing as applied", () => {
    const text = render({
      rules: [schemaRule, { name: "kms-replica-keys", level: "mandatory", resources: 0 }],
    });
    assert.match(text, /no violation; 1 of 2 rules had something to judge/);
    assert.match(text, /applied +dynamodb-schema \(2\)$/m);
    assert.match(text, /not applicable +kms-replica-keys$/m);
  });

  it("shows each violation with its resource and every line of its message", () => {
    const text = render({
      violations: [
        {
          rule: "dynamodb-schema",
          urn: "urn:pulumi:s::p::t::gone",
          message: "- hashKey: found a\nWhy: b\nFix: c",
          isUnseen: false,
        },
      ],
    });
    assert.match(text, /1 violation;/);
    assert.match(text, /violation +dynamodb-schema the stack/);
    for (const line of ["- hashKey: found a", "Why: b", "Fix: c"]) {
      assert.match(text, new RegExp(`^ +${line}$`, "m"));
    }
  });

  it("marks advice, and what is judged at the update, as such", () => {
    const finding = { rule: "r", urn: "", message: "- m" };
    const text = render({
      advice: [
        { ...finding, isUnseen: false },
        { ...finding, isUnseen: true },
      ],
    });
    assert.match(text, /^ {2}advice +r the stack$/m);
    assert.match(text, /^ {2}at update +r the stack$/m);
    assert.match(text, /no violation/);
  });
});
