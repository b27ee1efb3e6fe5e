import assert from "node:assert/strict";
import { clientGroups } from "../../rehearsal/client-groups";
import type { Measurement } from "../../rehearsal/measurement";
import type { Prediction } from "../../rehearsal/prediction";
import { isSettled, longestSeconds } from "../../rehearsal/step-limits";

const groups = clientGroups(1);
const visible = {
  seconds: 52,
  detection: { seconds: 32, by: "check" },
  propagation: { seconds: 10 },
  cached: { seconds: 10, record: "record" },
};
const changing: Prediction = {
  before: "us-east-1",
  after: "us-west-2",
  isServed: true,
  serving: ["us-west-2"],
  checked: [{ site: "us-east-1", isHealthy: false }],
  detection: { mean: 18, worst: 32 },
  recovery: { mean: visible, worst: visible },
  worstSecondsByManner: [52, 72, 112, 52],
  watchSeconds: 52,
};
const staying: Prediction = { ...changing, after: "us-east-1", recovery: undefined };
const all: Measurement = {
  from: 1000,
  readySeconds: undefined,
  detectionSeconds: 19,
  answerSeconds: 25,
  clients: groups.map(({ client }) => ({
    client,
    newConnectionsSeconds: 30,
    servedSeconds: 31,
    requests: 1,
    succeeded: 1,
  })),
  serviceErrors: 0,
};

function settled(
  measured: Partial<Measurement>,
  prediction = changing,
  elapsedSeconds = 1000,
  isReturn = false,
): boolean {
  return isSettled({ ...all, ...measured }, prediction, groups, { elapsedSeconds, isReturn });
}

const without = (client: string) => ({
  clients: all.clients.map((each) =>
    each.client === client ? { ...each, servedSeconds: undefined } : each,
  ),
});

describe("end of a step", () => {
  it("comes when checks, name servers and clients have followed", () => {
    assert.ok(settled({}));
    assert.ok(!settled({ from: undefined }));
    assert.ok(!settled({ detectionSeconds: undefined }));
    assert.ok(!settled({ answerSeconds: undefined }));
    assert.ok(!settled(without("honours")));
    assert.ok(!settled(without("overstays")));
  });

  it("does not wait for the client that never resolves again", () => {
    assert.ok(settled(without("never")));
  });

  it("waits, where the answer stays, as long as a change could have taken", () => {
    assert.ok(!settled({}, staying, 19 + 19));
    assert.ok(settled({}, staying, 19 + 20));
    const unseen = { ...staying, checked: [], detection: undefined };
    assert.ok(!settled({ detectionSeconds: undefined }, unseen, 51));
    assert.ok(settled({ detectionSeconds: undefined }, unseen, 52));
  });

  it("does not watch for what a return does not change", () => {
    assert.ok(settled({}, staying, 19, true));
  });

  it("does not wait to be served where that is not predicted", () => {
    const nobody = without("honours");
    assert.ok(settled(nobody, { ...staying, isServed: false }, 60));
    assert.ok(settled(nobody, { ...changing, isServed: false, serving: [] }));
  });

  it("is bounded, whatever comes", () => {
    const times = { failbackSeconds: 120, holdSeconds: 10 };
    assert.equal(longestSeconds(changing, false, times), 112 + 12 + 15 + 20);
    assert.equal(longestSeconds(changing, true, times), 112 + 12 + 15 + 20 + 120 + 30);
  });
});
