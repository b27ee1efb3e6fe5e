import assert from "node:assert/strict";
import { clientGroups } from "../../../../rehearsal/client-groups";
import type { TakenStep } from "../../../../rehearsal/judgement";
import { drawUpLedger } from "../../../../rehearsal/ledger/ledger";
import type { RehearsalResult } from "../../../../rehearsal/rehearsal";
import { rehearsalToJson } from "../../../../report/rehearsal-json";
import {
  renderRehearsal,
  type RehearsedSubject,
} from "../../../../report/terminal/rehearsal/result";

const plain = { columns: Infinity, paint: (_style: unknown, text: string) => text };
const groups = clientGroups(1);
const visible = (seconds: number, detection: number, propagation: number, cached: number) => ({
  seconds,
  detection: { seconds: detection, by: "failover-us-east-1" },
  propagation: { seconds: propagation },
  cached: { seconds: cached, record: "app.example.com PRIMARY" },
});

const lost: TakenStep = {
  step: { action: "lose", injuries: [{ site: "us-east-1", fault: "region" }], condition: [] },
  prediction: {
    before: "us-east-1",
    after: "us-west-2",
    isServed: true,
    serving: ["us-west-2"],
    checked: [{ site: "us-east-1", isHealthy: false }],
    detection: { mean: 18.2, worst: 32 },
    recovery: { mean: visible(28.2, 18.2, 5, 5), worst: visible(52, 32, 10, 10) },
    worstSecondsByManner: [52, 72, 112, 52],
    watchSeconds: 52,
  },
  measurement: {
    from: 1000,
    readySeconds: undefined,
    detectionSeconds: 18.94,
    answerSeconds: 25.1,
    clients: groups.map(({ client }) => ({
      client,
      newConnectionsSeconds: client === "never" ? undefined : 31.3,
      servedSeconds: client === "never" ? undefined : 33,
      requests: 200,
      succeeded: client === "never" ? 0 : 199,
    })),
    serviceErrors: 1,
  },
};
const subject: RehearsedSubject = {
  name: "app.example.com",
  stack: "prod",
  speed: 1,
  seed: 7,
  lagSeconds: 1,
  clientsPerGroup: 4,
  standIns: ["moto for DynamoDB in each Region", "and more"],
};
const ledger = drawUpLedger({
  regions: ["us-east-1", "us-west-2"],
  consistency: "EVENTUAL",
  rpoSeconds: 5,
  requests: [],
  arrivals: [],
  replays: [],
  held: [],
  journal: [],
  absences: [],
  windows: [{ from: 0, until: Infinity }],
});
const result: RehearsalResult = { groups, steps: [lost], ledger, findings: [] };

describe("result of a rehearsal", () => {
  it("holds what was measured against what was predicted, in a row each", () => {
    const text = renderRehearsal(result, subject, plain);
    assert.equal(
      text.split("\n\n").slice(0, 2).join("\n\n"),
      `Rehearsal of app.example.com, stack prod: as predicted
  In real time, seed 7. Replication takes 1 s, 4 clients behind each resolver.
  Stand-ins: moto for DynamoDB in each Region; and more.

1  us-east-1 lost (region): the answer goes from us-east-1 to us-west-2
                                          Mean    Worst       Measured  Served after  Answered
    health check                          18.2 s  32 s        18.9 s
    name servers                          23.2 s  42 s        25.1 s
    resolver honours the TTL              28.2 s  52 s        31.3 s    33 s          199 of 200 (99.5 %)
    resolver keeps answers 30 s at least          72 s        31.3 s    33 s          199 of 200 (99.5 %)
    resolver keeps answers 60 s too long          112 s       31.3 s    33 s          199 of 200 (99.5 %)
    client never resolves again                   not at all  not yet   not yet       0 of 200 (0.0 %)
    1 error in the services of Regions that serve
    0 acknowledged writes: 0 late, 0 overwritten, 0 lost; 0 stale reads`,
    );
  });

  it("names every finding below, and their number above", () => {
    const text = renderRehearsal({ ...result, findings: ["one", "another"] }, subject, plain);
    assert.match(text, /^Rehearsal of app\.example\.com, stack prod: 2 findings\n/);
    assert.match(text, /\n2 findings\n {2}one\n {2}another$/);
  });

  it("says how fast time ran, and that a stand-in replicates otherwise than a STRONG table", () => {
    const faster = renderRehearsal(result, { ...subject, speed: 10 }, plain);
    assert.match(
      faster,
      /10 times as fast \(time limits of probes stay as they are\), seed 7\. Replication takes 0\.1 s/,
    );
    const strong = { ...ledger, notJudged: "a STRONG table replicates before" };
    assert.match(
      renderRehearsal({ ...result, ledger: strong }, subject, plain),
      /\n {2}Not judged {4}a STRONG table replicates before$/,
    );
  });

  it("shows a step in which the answer stays", () => {
    const { recovery: _, ...prediction } = lost.prediction;
    const stays = {
      ...lost,
      prediction: { ...prediction, recovery: undefined, after: "us-east-1" },
    };
    const text = renderRehearsal({ ...result, steps: [stays] }, subject, plain);
    assert.match(text, /1 {2}us-east-1 lost \(region\): the answer stays us-east-1\n/);
    assert.match(text, /name servers +stays? /);
  });

  it("is the same as JSON, with null for what was not seen", () => {
    const json = JSON.parse(
      JSON.stringify(rehearsalToJson(result, subject, "out/rehearsal-prod.jsonl")),
    ) as {
      asPredicted: boolean;
      seed: number;
      steps: { predicted: unknown; measured: { clients: Record<string, unknown>[] } }[];
      eventFile: string;
    };
    assert.ok(json.asPredicted);
    assert.equal(json.seed, 7);
    assert.deepEqual(json.steps[0]!.predicted, {
      detectionSeconds: { mean: 18.2, worst: 32 },
      recoverySeconds: { mean: 28.2, worst: 52 },
    });
    assert.deepEqual(json.steps[0]!.measured.clients.at(-1), {
      client: "never",
      behaviour: "client never resolves again",
      isJudged: false,
      predictedWorstSeconds: null,
      newConnectionsSeconds: null,
      servedSeconds: null,
      requests: 200,
      succeeded: 0,
    });
    assert.equal(json.eventFile, "out/rehearsal-prod.jsonl");
  });
});
