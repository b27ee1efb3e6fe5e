import assert from "node:assert/strict";
import type { Happening } from "../../../../rehearsal/events";
import { follow, newSituation, type Situation } from "../../../../rehearsal/situation";
import { logLine } from "../../../../report/terminal/rehearsal/log-line";
import { renderProgress } from "../../../../report/terminal/rehearsal/progress";

const plain = { columns: 100, paint: (_style: unknown, text: string) => text };
const subject = {
  name: "app.example.com",
  sites: ["us-east-1", "us-west-2"],
  stepCount: 4,
  groups: [
    { client: "honours", behaviour: "resolver honours the TTL" },
    { client: "never", behaviour: "client never resolves again" },
  ],
};
const injuries = [{ site: "us-east-1", fault: "region" }] as const;

function situationAfter(...happenings: Happening[]): Situation {
  const situation = newSituation();
  for (const [index, happening] of happenings.entries()) {
    follow(situation, { at: 100 + index, ...happening });
  }
  return situation;
}

const request = (client: string, outcome: "ok" | "unavailable"): Happening => ({
  event: "request",
  client,
  operation: "get",
  id: "1",
  outcome,
  startedAt: 100,
  attemptStartedAt: 100,
  endedAt: 101,
  address: null,
  region: null,
  version: null,
  supersededBy: null,
  idempotencyKey: null,
  forgotVersion: null,
});

describe("progress of a rehearsal", () => {
  it("shows Regions, checks, answers, clients and replication", () => {
    const situation = situationAfter(
      { event: "health", site: "us-east-1", isHealthy: true, reasons: [] },
      { event: "health", site: "us-west-2", isHealthy: true, reasons: [] },
      { event: "ready" },
      { event: "answer", server: 0, sites: ["us-east-1"] },
      { event: "answer", server: 1, sites: ["us-west-2"] },
      { event: "step", step: 0, action: "lose", injuries },
      { event: "fault", site: "us-east-1", fault: "region", begins: true },
      { event: "health", site: "us-east-1", isHealthy: false, reasons: ["ECONNREFUSED"] },
      {
        event: "check",
        check: "failover-us-east-1",
        site: "us-east-1",
        isHealthy: true,
        healthyCheckers: 9,
        checkers: 16,
      },
      { event: "resolver", client: "honours", sites: ["us-west-2"] },
      request("honours/0", "ok"),
      request("honours/1", "unavailable"),
      { event: "pending", changes: 7 },
    );
    assert.deepEqual(renderProgress(subject, situation, 165, plain), [
      "Rehearsal of app.example.com  01:05  step 1 of 4: us-east-1 lost (region), for 01:00",
      "  us-east-1  region, not healthy  check healthy 9 of 16",
      "  us-west-2  healthy              check healthy",
      "  Answer   us-east-1 (1 of 2 name servers), us-west-2 (1 of 2 name servers)",
      "  Pending  7 changes between Regions",
      "  resolver honours the TTL     50 % answered  told us-west-2",
      "  client never resolves again  no answer yet  told nothing",
    ]);
  });

  it("says what comes before the first step and after the last", () => {
    const first = (situation: Situation) => renderProgress(subject, situation, 110, plain)[0];
    assert.match(first(situationAfter()) ?? "", /starting the Regions$/);
    assert.match(first(situationAfter({ event: "ready" })) ?? "", /about to begin$/);
    const over = situationAfter(
      { event: "step", step: 3, action: "return", injuries },
      { event: "step-ended", step: 3 },
    );
    assert.match(first(over) ?? "", /drawing up the ledger$/);
  });

  it("forgets a fault that has ended, and requests of long ago", () => {
    const situation = situationAfter(
      { event: "fault", site: "us-east-1", fault: "region", begins: true },
      { event: "fault", site: "us-east-1", fault: "slow", begins: true },
      { event: "fault", site: "us-east-1", fault: "region", begins: false },
      request("honours/0", "unavailable"),
      ...Array.from({ length: 20 }, () => request("honours/0", "ok")),
    );
    const lines = renderProgress(subject, situation, 110, plain).join("\n");
    assert.match(lines, /us-east-1 {2}slow, not healthy/);
    assert.match(lines, /100 % answered/);
  });
});

describe("log of a rehearsal", () => {
  const line = (happening: Happening, wasHealthy = true) =>
    logLine({ at: 1, ...happening }, wasHealthy);

  it("has a line for what changes, and none for what comes many times a second", () => {
    assert.equal(
      line({ event: "step", step: 1, action: "return", injuries }),
      "step 2: us-east-1 returned",
    );
    assert.equal(
      line({ event: "fault", site: "us-east-1", fault: "kill", begins: true }),
      "us-east-1: the service's process is killed",
    );
    assert.equal(
      line({ event: "health", site: "us-east-1", isHealthy: false, reasons: ["returning"] }),
      "us-east-1: /health fails: returning",
    );
    assert.equal(line({ event: "answer", server: 2, sites: [] }), "name server 3 answers nowhere");
    assert.equal(line(request("honours/0", "ok")), undefined);
    assert.equal(line({ event: "pending", changes: 3 }), undefined);
  });

  it("tells of a check when it turns, not of each of its checkers", () => {
    const check = (healthyCheckers: number): Happening => ({
      event: "check",
      check: "failover-us-east-1",
      site: "us-east-1",
      isHealthy: healthyCheckers > 2,
      healthyCheckers,
      checkers: 16,
    });
    assert.equal(line(check(3)), undefined);
    assert.equal(line(check(2)), "failover-us-east-1: the check is unhealthy (2 of 16 checkers)");
    assert.equal(line(check(1), false), undefined);
  });
});
