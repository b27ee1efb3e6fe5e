import assert from "node:assert/strict";
import contract from "../../contract.json";
import { assumptions } from "../../failover/constants";
import { proveResources } from "../../failover/prove-resources";
import { planSteps } from "../../rehearsal/plan";
import { Edited, ownStack } from "../failover/own-program";
import { rehearseOwn } from "./own-rehearsal";

const loseEast = planSteps(
  [],
  { lose: [[{ site: "us-east-1", fault: "region" }]], returns: false },
  "region",
);

/** Each Region's record is guarded by the other one's check. */
function withSwappedChecks(stack: Edited): Edited {
  const [east, west] = ["us-east-1", "us-west-2"].map((region) =>
    stack.find("HealthCheck", `failover-${region}`),
  );
  return stack
    .take("Record", "failover-link-1-primary", "healthCheckId", [west!])
    .take("Record", "failover-link-2-primary", "healthCheckId", [east!]);
}

describe("rehearsal and proof", () => {
  it("agree that a failover with swapped checks fails", async () => {
    const { resources } = withSwappedChecks(new Edited((await ownStack("prod")).resources));
    const outcome = proveResources(resources, contract.objectives, { name: "app.example.com" });
    assert.ok(outcome.kind === "proof" && !outcome.proof.proven);

    const { result, log } = await rehearseOwn({ steps: loseEast, edit: withSwappedChecks });
    const [finding, ...others] = result.findings;
    assert.match(
      finding ?? "",
      /^us-east-1 lost \(region\): the name leads to us-east-1, .* rehearsal and prediction agree that this failover fails$/,
    );
    assert.deepEqual(others, []);
    const since = result.steps[0]?.measurement.from ?? 0;
    const served = log
      .of("request")
      .filter(({ attemptStartedAt, region }) => attemptStartedAt > since && region !== null);
    assert.deepEqual(served, [], "Somebody was served, although the name leads to a lost Region.");
  });

  it("do not agree where the prediction takes a wrong time for granted", async () => {
    const slow = { ...assumptions, propagationSeconds: { least: 200, most: 210 } };
    const { result } = await rehearseOwn({
      steps: loseEast,
      assumed: slow,
      predicted: assumptions,
    });
    assert.match(
      result.findings[0] ?? "",
      /^us-east-1 lost \(region\): the last name server answered us-west-2 after 2\d\S* s, beyond the predicted worst case of 15 s$/,
    );
    assert.ok(result.findings.some((finding) => finding.includes("new connections went right")));
  });
});
