import assert from "node:assert/strict";
import type { FaultKind } from "../../rehearsal/faults";
import { planSteps } from "../../rehearsal/plan";
import type { RehearsalResult } from "../../rehearsal/rehearsal";
import { rehearseOwn } from "./own-rehearsal";
import { running } from "./running";

const [east, west, europe] = ["us-east-1", "us-west-2", "eu-central-1"] as const;
const at = (site: string, fault: FaultKind) => ({ site, fault });

describe("rehearsal of every kind of fault", () => {
  let result: RehearsalResult;

  before(async () => {
    const steps = [
      [[at(east, "slow"), at(west, "partition"), at(europe, "disabled-check")]],
      [[at(east, "kill")], [at(west, "freeze")]],
      [[at(east, "table")], [at(west, "health")]],
    ].flatMap((lose) => planSteps([], { lose, returns: true }, "region"));
    ({ result } = await rehearseOwn({ steps }));
  });

  const answers = () => result.steps.map(({ prediction }) => prediction.after);
  const honouring = (step: number) =>
    result.steps[step]?.measurement.clients.find(({ client }) => client === "honours");

  it("finds nothing: all of it came as predicted", () => {
    assert.deepEqual(result.findings, []);
  });

  it("goes where the chain says, and back", () => {
    assert.deepEqual(answers(), [
      ...[east, east],
      ...[west, europe, west, east],
      ...[west, europe, west, east],
    ]);
    for (const { measurement } of result.steps) {
      assert.notEqual(measurement.answerSeconds, undefined);
    }
  });

  it("shows that nothing fails over for a slow Region, a partition or a disabled check", () => {
    const [quiet] = result.steps;
    assert.deepEqual(
      [quiet?.measurement.answerSeconds, honouring(0)?.newConnectionsSeconds],
      [0, 0],
    );
    assert.equal(quiet?.measurement.detectionSeconds, undefined);
    assert.equal(honouring(0)?.succeeded, honouring(0)?.requests);
  });

  it("keeps clients served while a Region leaves on purpose: its health fails, and it does not", () => {
    const drill = honouring(7);
    assert.ok(drill !== undefined && drill.requests > 0);
    assert.equal(drill.succeeded, drill.requests);
  });

  it("accounts for every acknowledged write, and has some that were late or met another", () => {
    const { writes, notJudged } = result.ledger;
    const { everywhere, late, overwritten, missing, lost, untraceable } = writes.fates;
    assert.equal(everywhere.count + late.count + overwritten.count, writes.acknowledged);
    assert.deepEqual([missing.count, lost.count, untraceable.count], [0, 0, 0]);
    assert.ok(late.count > 0, "Nothing was late, although a Region was cut off.");
    assert.equal(writes.overwrittenUnkept, 0);
    assert.equal(notJudged, null);
    assert.equal(result.ledger.reads.backInTime.count, 0);
  });

  it("leaves no process behind", () => {
    assert.deepEqual(running("app/.venv/bin/python"), []);
  });
});
