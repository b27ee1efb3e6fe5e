import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { knownRegions, regionInfo } from "../../settings/regions";

describe("knownRegions", () => {
  it("are the Regions of @pulumi/aws without the isolated partitions; a new one is to be appended", () => {
    const isolated = /^(us-iso|us-isob|us-isof|eu-isoe)-/;
    const expected = Object.values(aws.Region).filter((region) => !isolated.test(region));
    assert.deepEqual(Object.keys(knownRegions).sort(), expected.sort());
  });

  it("keep their network slots for ever: a change would replace the network of an environment", () => {
    const slots = Object.entries(knownRegions).map(
      ([region, { networkSlot }]) => `${networkSlot} ${region}`,
    );
    assert.deepEqual(slots, [
      "1 af-south-1",
      "2 ap-east-1",
      "3 ap-east-2",
      "4 ap-northeast-1",
      "5 ap-northeast-2",
      "6 ap-northeast-3",
      "7 ap-south-1",
      "8 ap-south-2",
      "9 ap-southeast-1",
      "10 ap-southeast-2",
      "11 ap-southeast-3",
      "12 ap-southeast-4",
      "13 ap-southeast-5",
      "14 ap-southeast-6",
      "15 ap-southeast-7",
      "16 ca-central-1",
      "17 ca-west-1",
      "18 eu-central-1",
      "19 eu-central-2",
      "20 eu-north-1",
      "21 eu-south-1",
      "22 eu-south-2",
      "23 eu-west-1",
      "24 eu-west-2",
      "25 eu-west-3",
      "26 il-central-1",
      "27 me-central-1",
      "28 me-south-1",
      "29 mx-central-1",
      "30 sa-east-1",
      "31 us-east-1",
      "32 us-east-2",
      "33 us-west-1",
      "34 us-west-2",
      "35 cn-north-1",
      "36 cn-northwest-1",
      "37 eusc-de-east-1",
      "38 us-gov-east-1",
      "39 us-gov-west-1",
    ]);
  });

  it("have slots that are unique and fit the second byte of an address", () => {
    const slots = Object.values(knownRegions).map(({ networkSlot }) => networkSlot);
    assert.equal(new Set(slots).size, slots.length);
    assert.ok(slots.every((slot) => Number.isInteger(slot) && slot >= 1 && slot <= 255));
  });

  it("lie in the partition that their name's prefix tells", () => {
    for (const [region, { partition }] of Object.entries(knownRegions)) {
      const expected = /^cn-/.test(region)
        ? "aws-cn"
        : /^us-gov-/.test(region)
          ? "aws-us-gov"
          : /^eusc-/.test(region)
            ? "aws-eusc"
            : "aws";
      assert.equal(partition, expected, region);
    }
  });

  it("are the only ones with information", () => {
    assert.deepEqual(regionInfo("us-gov-west-1"), { partition: "aws-us-gov", networkSlot: 39 });
    for (const name of ["us-east-9", "", "constructor", "__proto__"]) {
      assert.throws(() => regionInfo(name), RangeError);
    }
  });
});
