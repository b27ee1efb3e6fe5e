import assert from "node:assert/strict";
import { inContractFile, isWithin, itemPath, propertyPath } from "../../contract/paths";

describe("paths of faults", () => {
  it("read like the code that reaches the place", () => {
    const table = itemPath(propertyPath("", "tables"), 0);
    assert.equal(
      inContractFile(propertyPath(table, "hashKey")),
      "contract.json: tables[0].hashKey",
    );
    assert.equal(propertyPath("tags", "data-class"), 'tags["data-class"]');
    assert.equal(propertyPath("", "two words"), '["two words"]');
    assert.equal(inContractFile(""), "contract.json");
  });

  it("lie in what they extend, not in what they only begin like", () => {
    assert.ok(isWithin("regions", "regions"));
    assert.ok(isWithin("regions[1]", "regions"));
    assert.ok(isWithin("tables[0].tags.owner", "tables[0]"));
    assert.ok(!isWithin("objectivesOld", "objectives"));
    assert.ok(!isWithin("tables", "tables[0]"));
  });
});
