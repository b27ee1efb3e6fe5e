import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  compare,
  includes,
  InvalidVersionError,
  merge,
  type Order,
  parseVersion,
} from "../../../rehearsal/ledger/version";

describe("a version", () => {
  it("is read from its token", () => {
    assert.deepEqual([...parseVersion("0")], []);
    assert.deepEqual(
      [...parseVersion("eu-central-1:1.us-east-1:1000000000000000000")],
      [
        ["eu-central-1", 1n],
        ["us-east-1", 10n ** 18n],
      ],
    );
  });

  for (const token of [
    "",
    " ",
    "a",
    "a:",
    "a:0",
    "a:01",
    "a:-1",
    "a:1.",
    "a:1.a:2",
    "b:1.a:1",
    "A:1",
    "a_b:1",
    "-a:1",
    "a:1\n",
    "a:1000000000000000001",
    "a:1.0",
    `${"a".repeat(511)}:1`,
  ]) {
    it(`is not ${JSON.stringify(token.slice(0, 30))}`, () => {
      assert.throws(() => parseVersion(token), InvalidVersionError);
    });
  }

  const comparisons: [string, Order, string][] = [
    ["0", "equal", "0"],
    ["a:1", "equal", "a:1"],
    ["0", "before", "a:1"],
    ["a:1", "before", "a:1.b:1"],
    ["a:1.b:2", "after", "a:1.b:1"],
    ["a:9007199254740993", "after", "a:9007199254740992"],
    ["a:2.b:1", "concurrent", "a:1.b:2"],
    ["a:1", "concurrent", "b:1"],
  ];
  for (const [one, order, other] of comparisons) {
    it(`${one} is ${order} to ${other}`, () => {
      assert.equal(compare(parseVersion(one), parseVersion(other)), order);
    });
  }

  it("relates to others as the sets of writes that versions stand for", () => {
    fc.assert(
      fc.property(anyCounters, anyCounters, (one, other) => {
        const [version, second] = [parseVersion(tokenOf(one)), parseVersion(tokenOf(other))];
        const [writes, others] = [writesOf(one), writesOf(other)];
        assert.equal(includes(version, second), isSubset(others, writes));
        assert.equal(compare(version, second), naiveOrder(writes, others));
        const both = merge(version, second);
        assert.equal(compare(both, merge(second, version)), "equal");
        assert.deepEqual(
          writesOf(Object.fromEntries(both)).sort(),
          [...new Set([...writes, ...others])].sort(),
        );
      }),
    );
  });
});

const anyCounters = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.bigInt(1n, 4n));

function tokenOf(counters: Record<string, bigint>): string {
  const parts = Object.entries(counters).sort(([one], [other]) => (one < other ? -1 : 1));
  return parts.map(([region, counter]) => `${region}:${String(counter)}`).join(".") || "0";
}

/** Each write as its Region and number. */
function writesOf(counters: Record<string, bigint>): string[] {
  return Object.entries(counters).flatMap(([region, counter]) =>
    Array.from({ length: Number(counter) }, (_, index) => `${region} ${index}`),
  );
}

function isSubset(some: string[], all: string[]): boolean {
  return some.every((write) => all.includes(write));
}

function naiveOrder(writes: string[], others: string[]): Order {
  if (isSubset(writes, others)) {
    return isSubset(others, writes) ? "equal" : "before";
  }
  return isSubset(others, writes) ? "after" : "concurrent";
}
