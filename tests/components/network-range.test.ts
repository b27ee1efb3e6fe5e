import assert from "node:assert/strict";
import fc from "fast-check";
import { networkRange, subnetPrefixLengths, zoneCount } from "../../components/network-range";
import { knownRegions } from "../../settings/regions";

const regions = Object.keys(knownRegions);

/** First and last address of `a.b.c.d/n`, as numbers. */
function addresses(range: string): [number, number] {
  const [address, prefixLength] = range.split("/") as [string, string];
  const first = address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0);
  return [first, first + 2 ** (32 - Number(prefixLength)) - 1];
}

describe("networkRange", () => {
  it("never changes for a Region: a change would replace its network", () => {
    assert.equal(networkRange("af-south-1"), "10.1.0.0/16");
    assert.equal(networkRange("eu-central-1"), "10.18.0.0/16");
    assert.equal(networkRange("us-east-1"), `10.${knownRegions["us-east-1"]!.networkSlot}.0.0/16`);
  });

  it("overlaps for no two Regions", () => {
    fc.assert(
      fc.property(fc.subarray(regions, { minLength: 2, maxLength: 2 }), ([one, other]) => {
        const [firstOfOne, lastOfOne] = addresses(networkRange(one!));
        const [firstOfOther, lastOfOther] = addresses(networkRange(other!));
        assert.ok(lastOfOne < firstOfOther || lastOfOther < firstOfOne);
      }),
      { numRuns: 1000 },
    );
  });

  it("lies in a private range (RFC 1918) in every Region", () => {
    const [first, last] = addresses("10.0.0.0/8");
    for (const region of regions) {
      const [from, to] = addresses(networkRange(region));
      assert.ok(from >= first && to <= last, region);
    }
  });

  it("has room for a public and a private subnet in each zone", () => {
    for (const region of regions) {
      const [from, to] = addresses(networkRange(region));
      const forOneZone =
        2 ** (32 - subnetPrefixLengths.public) + 2 ** (32 - subnetPrefixLengths.private);
      assert.ok(zoneCount(region) * forOneZone <= to - from + 1, region);
    }
  });
});

describe("zoneCount", () => {
  it("is what the Region offers to every account", () => {
    assert.equal(zoneCount("us-west-1"), 2);
    assert.equal(zoneCount("eu-central-1"), 3);
  });
});
