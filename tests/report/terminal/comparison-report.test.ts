import { strict as assert } from "node:assert";
import type { PeerComparison } from "../../../contract/peers/peer";
import { computed, secret } from "../../../declared/declared-resource";
import { renderComparison } from "../../../report/terminal/comparison-report";

const peer = (stack: string, name = "us-east-1") => ({ stack, name, urn: `urn of ${name}` });

const ttlOf = (...stacks: string[]): PeerComparison => ({
  subject: "records of shop.example.com",
  peers: stacks.map((stack) => peer(stack)),
  differences: [
    {
      path: "ttl",
      values: stacks.map((stack, index) => ({ peer: peer(stack), value: index === 0 ? 60 : 10 })),
    },
  ],
});

function render(comparisons: PeerComparison[], columns = Infinity): string {
  return renderComparison(comparisons, ["prod", "stage"], { columns, paint: (_, text) => text });
}

describe("the comparison on a terminal", () => {
  it("breaks long lines between peers", () => {
    assert.equal(
      render([ttlOf("prod", "stage", "integration", "acceptance")], 30),
      `records of shop.example.com
  ttl
    60  prod
    10  stage, integration,
        acceptance

1 difference in prod, stage
compared: records of
  shop.example.com (4)`,
    );
  });

  it("never shows a secret, and counts what cannot be seen apart", () => {
    const text = render([
      {
        subject: "table",
        peers: [peer("prod"), peer("stage")],
        differences: [
          {
            path: "hashKey",
            values: [
              { peer: peer("prod"), value: secret },
              { peer: peer("stage"), value: "id" },
            ],
          },
          {
            path: "globalSecondaryIndexes.a",
            values: [
              { peer: peer("prod"), value: { hashKey: computed } },
              { peer: peer("stage"), value: undefined },
            ],
          },
        ],
      },
    ]);
    assert.match(text, /hashKey {2}cannot be compared\n {4}a secret {2}prod\n {4}"id" {6}stage/);
    assert.match(text, /\.a {2}cannot be compared\n.*\(not known before the update\)/);
    assert.match(text, /^0 differences and 2 values that cannot be compared in/m);
  });

  it("names peers of one stack each once", () => {
    const values = ["us-east-1", "us-west-2", "us-west-2"].map((region) => ({
      peer: peer("prod", region),
      value: region === "us-east-1",
    }));
    const text = render([{ subject: "table", peers: [], differences: [{ path: "tags", values }] }]);
    assert.match(text, /true {3}prod us-east-1\n {4}false {2}prod us-west-2\n/);
  });

  it("lists what has no counterpart", () => {
    const text = render([{ subject: 'table "Audit"', peers: [peer("prod")], differences: [] }]);
    assert.match(
      text,
      /^0 differences in prod, stage\nwithout a counterpart: table "Audit" \(prod us-east-1\)$/,
    );
  });
});
