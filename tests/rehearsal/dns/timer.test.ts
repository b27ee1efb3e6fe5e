import assert from "node:assert/strict";
import { realTimer } from "../../../rehearsal/dns/timer";

describe("real time", () => {
  it("lets happen what was not called off", async () => {
    const happened: string[] = [];
    const callOff = realTimer(0.001, () => happened.push("called off"));
    realTimer(0.001, () => happened.push("left"));
    callOff();
    await new Promise<void>((resolve) => {
      realTimer(0.002, resolve);
    });
    assert.deepEqual(happened, ["left"]);
  });
});
