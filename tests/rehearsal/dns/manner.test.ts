import assert from "node:assert/strict";
import { announcedSeconds, keptSeconds, type Manner } from "../../../rehearsal/dns/manner";

describe("the manner of a resolver", () => {
  for (const [manner, ttlSeconds, kept, announced] of [
    [{ kind: "honoursTtl" }, 10, 10, 10],
    [{ kind: "honoursTtl" }, 0, 0, 0],
    [{ kind: "minimumTtl", seconds: 30 }, 10, 30, 30],
    [{ kind: "minimumTtl", seconds: 30 }, 60, 60, 60],
    [{ kind: "overstays", seconds: 30 }, 10, 40, 10],
    [{ kind: "overstays", seconds: 30 }, 0, 30, 0],
  ] satisfies [Manner, number, number, number][]) {
    it(`${JSON.stringify(manner)} keeps a TTL of ${ttlSeconds} s for ${kept} s`, () => {
      assert.equal(keptSeconds(manner, ttlSeconds), kept);
      assert.equal(announcedSeconds(manner, ttlSeconds), announced);
    });
  }
});
