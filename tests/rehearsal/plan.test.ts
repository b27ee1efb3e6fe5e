import assert from "node:assert/strict";
import { planSteps, sitesWith, type Step } from "../../rehearsal/plan";

const chain = ["us-east-1", "us-west-2", "eu-central-1"];

/** `-us-east-1` is lost, `+us-east-1` returns; behind it what is then wrong. */
function inShort(steps: readonly Step[]): string[] {
  return steps.map(({ action, injuries, condition }) =>
    [
      `${action === "lose" ? "-" : "+"}${injuries.map(({ site }) => site).join("&")}`,
      ...condition.map(({ site, fault }) => `${site}:${fault}`),
    ].join(" "),
  );
}

describe("steps of a rehearsal", () => {
  it("lose the chain from its head, bring it back, and lose the last site by itself", () => {
    assert.deepEqual(inShort(planSteps(chain, { lose: [], returns: false }, "kill")), [
      "-us-east-1 us-east-1:kill",
      "-us-west-2 us-east-1:kill us-west-2:kill",
      "+us-west-2 us-east-1:kill",
      "+us-east-1",
      "-eu-central-1 eu-central-1:kill",
      "+eu-central-1",
    ]);
  });

  it("lose what is wished for, and stay so unless it is to return", () => {
    const lose = [
      [
        { site: "us-east-1", fault: "freeze" },
        { site: "eu-central-1", fault: "partition" },
      ],
      [{ site: "us-east-1", fault: "table" }],
    ] as const;
    const lost = [
      "-us-east-1&eu-central-1 us-east-1:freeze eu-central-1:partition",
      "-us-east-1 us-east-1:freeze eu-central-1:partition us-east-1:table",
    ];
    assert.deepEqual(inShort(planSteps(chain, { lose, returns: false }, "region")), lost);
    assert.deepEqual(inShort(planSteps(chain, { lose, returns: true }, "region")), [
      ...lost,
      "+us-east-1 us-east-1:freeze eu-central-1:partition",
      "+us-east-1&eu-central-1",
    ]);
  });

  it("know which sites an effect is of, each once", () => {
    const condition = [
      { site: "us-east-1", fault: "kill" },
      { site: "us-east-1", fault: "table" },
      { site: "us-west-2", fault: "partition" },
      { site: "eu-central-1", fault: "slow" },
    ] as const;
    assert.deepEqual(sitesWith(condition, "failsHealth"), ["us-east-1"]);
    assert.deepEqual(sitesWith(condition, "isolates"), ["us-west-2"]);
    assert.deepEqual(sitesWith(condition, "blinds"), []);
  });
});
