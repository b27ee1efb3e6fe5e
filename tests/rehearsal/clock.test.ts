import assert from "node:assert/strict";
import { now, pause, within } from "../../rehearsal/clock";

describe("clock of a rehearsal", () => {
  it("counts seconds since the epoch", () => {
    assert.ok(Math.abs(now() - Date.now() / 1000) < 5);
  });

  it("breaks off a pause with the reason of its signal, also one that has not begun", async () => {
    const stopping = new AbortController();
    const paused = pause(1000, stopping.signal);
    stopping.abort(new Error("enough"));
    await assert.rejects(paused, { message: "enough" });
    await assert.rejects(pause(0, stopping.signal), { message: "enough" });
  });

  it("waits for what comes in time, and for nothing else", async () => {
    const late = () => new Error("too late");
    assert.equal(await within(1000, Promise.resolve("in time"), late), "in time");
    await assert.rejects(within(0.01, new Promise(() => undefined), late), { message: "too late" });
    await assert.rejects(within(1000, Promise.reject(new Error("failed")), late), {
      message: "failed",
    });
  });
});
