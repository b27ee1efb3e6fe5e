import assert from "node:assert/strict";
import type { FaultKind } from "../../rehearsal/faults";
import { injuriesInWords } from "../../rehearsal/wording";

describe("a step in words", () => {
  const words = (action: "lose" | "return", ...injuries: [site: string, fault: FaultKind][]) =>
    injuriesInWords({ action, injuries: injuries.map(([site, fault]) => ({ site, fault })) });

  it("says what is lost, what is only hampered, and what returns", () => {
    assert.equal(words("lose", ["a", "region"]), "a lost (region)");
    assert.equal(words("lose", ["a", "kill"], ["b", "slow"]), "a and b lost (kill and slow)");
    assert.equal(words("lose", ["a", "slow"], ["b", "slow"]), "a and b with slow");
    assert.equal(words("return", ["a", "kill"], ["a", "slow"]), "a returned");
  });
});
