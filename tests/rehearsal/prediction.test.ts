import assert from "node:assert/strict";
import { assumptions } from "../../failover/constants";
import type { Topology } from "../../failover/topology";
import { clientGroups } from "../../rehearsal/client-groups";
import { planSteps, type Injury } from "../../rehearsal/plan";
import { predict, type Prediction } from "../../rehearsal/prediction";
import { aliasChain, cnameChain, name } from "../failover/example-topology";

const manners = clientGroups(1).map(({ manner }) => manner);

function predictLosses(
  topology: Topology,
  lose: (readonly Injury[])[],
  returns = false,
): [Prediction, Prediction, Prediction] {
  const steps = planSteps([], { lose, returns }, "region");
  // As many as a test looks at.
  return steps.map((step, index) =>
    predict(
      { topology, name, assumed: assumptions, manners },
      step,
      steps[index - 1]?.condition ?? [],
    ),
  ) as [Prediction, Prediction, Prediction];
}

const gone = (site: string): Injury[] => [{ site, fault: "region" }];

describe("predictions of a rehearsal", () => {
  it("are those of the proof", () => {
    const [first, second, back] = predictLosses(
      cnameChain(),
      [gone("us-east-1"), gone("us-west-2")],
      true,
    );
    assert.deepEqual([first.before, first.after], ["us-east-1", "us-west-2"]);
    assert.equal(first.recovery?.worst.seconds, 32 + 10 + 10);
    assert.equal(first.detection?.worst, 32);
    assert.ok(first.isServed);
    assert.deepEqual([second.before, second.after], ["us-west-2", "eu-central-1"]);
    assert.deepEqual([back.before, back.after], ["eu-central-1", "us-west-2"]);
    assert.deepEqual(back.checked, [{ site: "us-west-2", isHealthy: true }]);
    assert.equal(back.detection?.worst, 26);
  });

  it("add what a resolver keeps beyond the TTL", () => {
    const [first] = predictLosses(cnameChain(), [gone("us-east-1")]);
    assert.deepEqual(first.worstSecondsByManner, [52, 72, 112, 52]);
  });

  it("see no change where another site is lost than the one in use, only its check", () => {
    const [first] = predictLosses(cnameChain(), [gone("eu-central-1")]);
    assert.equal(first.recovery, undefined);
    assert.equal(first.after, "us-east-1");
    assert.deepEqual(first.checked, [{ site: "eu-central-1", isHealthy: false }]);
    assert.deepEqual(first.worstSecondsByManner, [0, 0, 0, 0]);
    assert.equal(first.watchSeconds, 52);
  });

  it("see that nothing fails over where a check is disabled, and none is served when it matters", () => {
    const [disabled, lost] = predictLosses(cnameChain(), [
      [{ site: "us-east-1", fault: "disabled-check" }],
      gone("us-east-1"),
    ]);
    assert.equal(disabled.after, "us-east-1");
    assert.ok(disabled.isServed);
    assert.deepEqual(disabled.checked, []);
    assert.equal(lost.after, "us-east-1");
    assert.ok(!lost.isServed);
    assert.deepEqual(lost.serving, ["us-west-2", "eu-central-1"]);
    assert.equal(lost.recovery, undefined);
  });

  it("see an answer change at once where the check of a lost Region is disabled, and back", () => {
    const [, disabled, enabled] = predictLosses(
      cnameChain(),
      [gone("us-east-1"), [{ site: "us-east-1", fault: "disabled-check" }]],
      true,
    );
    assert.deepEqual([disabled.before, disabled.after], ["us-west-2", "us-east-1"]);
    assert.ok(!disabled.isServed);
    assert.equal(disabled.recovery?.worst.seconds, 10 + 10);
    assert.deepEqual([enabled.before, enabled.after], ["us-east-1", "us-west-2"]);
    assert.deepEqual(enabled.worstSecondsByManner, [20, 40, 80, 20]);
  });

  it("take a Region that only fails its health for one that still serves", () => {
    const [first] = predictLosses(cnameChain(), [[{ site: "us-east-1", fault: "health" }]]);
    assert.equal(first.after, "us-west-2");
    assert.deepEqual(first.serving, ["us-east-1", "us-west-2", "eu-central-1"]);
  });

  it("see neither a partition nor a slow Region", () => {
    for (const fault of ["partition", "slow"] as const) {
      const [first] = predictLosses(cnameChain(), [[{ site: "us-east-1", fault }]]);
      assert.deepEqual([first.after, first.checked], ["us-east-1", []]);
      assert.equal(first.watchSeconds, 52);
    }
  });

  it("know that nobody can be served with every Region lost", () => {
    const all = ["us-east-1", "us-west-2", "eu-central-1"].flatMap(gone);
    const [first] = predictLosses(cnameChain(), [all]);
    assert.deepEqual(first.serving, []);
    assert.equal(first.after, "us-west-2");
  });

  it("do not count on a load balancer to notice what it does not ask for", () => {
    const [gone_, table] = (["kill", "table"] as const).map(
      (fault) => predictLosses(aliasChain(), [[{ site: "us-east-1", fault }]])[0],
    );
    // At the apex targets are checked too, every 10 s and twice: that is sooner than the health check.
    assert.equal(gone_?.recovery?.worst.seconds, 25 + 10 + 60);
    assert.equal(table?.recovery?.worst.seconds, 32 + 10 + 60);
  });

  it("show the answer that swapped checks lead to", () => {
    const topology = cnameChain();
    const swapped = new Map([
      ["us-east-1", "us-west-2"],
      ["us-west-2", "us-east-1"],
    ]);
    const recordSets = topology.recordSets.map((record) => ({
      ...record,
      healthCheck: swapped.get(record.healthCheck ?? "") ?? record.healthCheck,
    }));
    const [first] = predictLosses({ ...topology, recordSets }, [gone("us-east-1")]);
    assert.equal(first.after, "us-east-1");
    assert.ok(!first.isServed);
  });
});
