import assert from "node:assert/strict";
import { clientGroups } from "../../rehearsal/client-groups";
import { clientAllowanceSeconds } from "../../rehearsal/client-limits";
import { judgeStep, type TakenStep } from "../../rehearsal/judgement";
import type { ClientMeasurement, Measurement } from "../../rehearsal/measurement";
import type { Prediction } from "../../rehearsal/prediction";
import type { Visible } from "../../failover/recovery";

const groups = clientGroups(1);

const worst: Visible = {
  seconds: 52,
  detection: { seconds: 32, by: "failover-us-east-1" },
  propagation: { seconds: 10 },
  cached: { seconds: 10, record: "app.example.com PRIMARY" },
};
const prediction: Prediction = {
  before: "us-east-1",
  after: "us-west-2",
  isServed: true,
  serving: ["us-west-2", "eu-central-1"],
  checked: [{ site: "us-east-1", isHealthy: false }],
  detection: { mean: 18, worst: 32 },
  recovery: { mean: worst, worst },
  worstSecondsByManner: [52, 72, 112, 52],
  watchSeconds: 52,
};

function clientSeen(client: string, changes: Partial<ClientMeasurement> = {}): ClientMeasurement {
  return {
    client,
    newConnectionsSeconds: 30,
    servedSeconds: 35,
    requests: 100,
    succeeded: 90,
    ...changes,
  };
}

const good: Measurement = {
  from: 1000,
  readySeconds: undefined,
  detectionSeconds: 19,
  answerSeconds: 25,
  clients: groups.map(({ client }) => clientSeen(client)),
  serviceErrors: 0,
};

function findings(
  measured: Partial<Measurement> = {},
  predicted: Partial<Prediction> = {},
  action: "lose" | "return" = "lose",
): string[] {
  const step: TakenStep["step"] = {
    action,
    injuries: [{ site: "us-east-1", fault: "kill" }],
    condition: [],
  };
  return judgeStep(
    {
      step,
      prediction: { ...prediction, ...predicted },
      measurement: { ...good, ...measured },
    },
    groups,
  );
}

const withJudged = (changes: Partial<ClientMeasurement>) => ({
  clients: groups.map(({ client, isJudged }) => clientSeen(client, isJudged ? changes : {})),
});

describe("judgement of a step", () => {
  it("finds nothing where everything came within the worst case", () => {
    assert.deepEqual(findings(), []);
    assert.deepEqual(
      findings({
        detectionSeconds: 32.4,
        answerSeconds: 42.4,
        ...withJudged({ newConnectionsSeconds: 52.4 }),
      }),
      [],
    );
  });

  it("finds each time that is beyond it", () => {
    assert.deepEqual(findings({ detectionSeconds: 33 }), [
      "us-east-1 lost (kill): the health check turned after 33 s, beyond the predicted worst case of 32 s",
    ]);
    assert.deepEqual(findings({ answerSeconds: 43 }), [
      "us-east-1 lost (kill): the last name server answered us-west-2 after 43 s, beyond the predicted worst case of 42 s",
    ]);
    assert.deepEqual(findings(withJudged({ newConnectionsSeconds: 53 })), [
      "us-east-1 lost (kill): new connections went right (resolver honours the TTL) after 53 s, beyond the predicted worst case of 52 s",
    ]);
    const servedSeconds = 52 + clientAllowanceSeconds + 1;
    assert.deepEqual(findings(withJudged({ servedSeconds })), [
      `us-east-1 lost (kill): all clients were served (resolver honours the TTL) after ${servedSeconds} s, beyond the predicted worst case of ${servedSeconds - 1} s`,
    ]);
  });

  it("finds what never came", () => {
    assert.match(findings({ detectionSeconds: undefined })[0] ?? "", /not seen: the health check/);
    assert.match(findings({ answerSeconds: undefined })[0] ?? "", /the prediction is wrong/);
    const [connections, served] = findings(
      withJudged({ newConnectionsSeconds: undefined, servedSeconds: undefined }),
    );
    assert.match(connections ?? "", /not seen: new connections/);
    assert.match(served ?? "", /not seen: all clients/);
    assert.deepEqual(findings({ from: undefined }, {}, "return").slice(0, 1), [
      "us-east-1 returned: the Region was not healthy again within the time of the step",
    ]);
  });

  it("leaves clients alone whose resolvers break the TTL", () => {
    const clients = groups.map(({ client, isJudged }) =>
      clientSeen(client, isJudged ? {} : { newConnectionsSeconds: 500, servedSeconds: undefined }),
    );
    assert.deepEqual(findings({ clients }), []);
  });

  it("finds any change where the answer should stay", () => {
    const stays = { recovery: undefined, after: "us-east-1", before: "us-east-1" };
    const quiet = {
      answerSeconds: 0,
      ...withJudged({ newConnectionsSeconds: 0, servedSeconds: 0 }),
    };
    assert.deepEqual(findings(quiet, stays), []);
    assert.match(
      findings({ ...quiet, answerSeconds: 7 }, stays)[0] ?? "",
      /answered us-east-1 after 7 s/,
    );
    const moved = { ...quiet, ...withJudged({ newConnectionsSeconds: 3, servedSeconds: 3 }) };
    assert.match(findings(moved, stays)[0] ?? "", /new connections went right .* after 3 s/);
  });

  it("finds a failover that fails, whether or not it was predicted to", () => {
    const fails = { isServed: false, after: "us-east-1", recovery: undefined };
    const still = { answerSeconds: 0 };
    const nobody = withJudged({ newConnectionsSeconds: 0, servedSeconds: undefined });
    assert.match(
      findings({ ...still, ...nobody }, fails)[0] ?? "",
      /rehearsal and prediction agree that this failover fails$/,
    );
    assert.match(
      findings(still, fails)[0] ?? "",
      /clients were served all the same: the prediction is wrong$/,
    );
  });

  it("judges nobody where no Region can serve, but the answer", () => {
    const hopeless = { isServed: false, serving: [] };
    const nobody = withJudged({ newConnectionsSeconds: undefined, servedSeconds: undefined });
    assert.deepEqual(findings(nobody, hopeless), []);
    assert.match(
      findings({ ...nobody, answerSeconds: undefined }, hopeless)[0] ?? "",
      /do not all answer/,
    );
  });
});
