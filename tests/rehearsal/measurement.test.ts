import assert from "node:assert/strict";
import type { EventOf, Happening, RehearsalEvent } from "../../rehearsal/events";
import { measure, type MeasurementInput } from "../../rehearsal/measurement";

const east = "127.0.0.1";
const west = "127.0.0.2";
const siteOf = (address: string) => ({ [east]: "us-east-1", [west]: "us-west-2" })[address];
const begin = 1000;
const step: EventOf<"step"> = {
  at: begin,
  event: "step",
  step: 0,
  action: "lose",
  injuries: [{ site: "us-east-1", fault: "kill" }],
};

const at = (seconds: number, happening: Happening): RehearsalEvent => ({
  at: begin + seconds,
  ...happening,
});
const fault = (seconds: number, begins = true) =>
  at(seconds, { event: "fault", site: "us-east-1", fault: "kill", begins });
const check = (seconds: number, healthyCheckers: number) =>
  at(seconds, {
    event: "check",
    check: "failover-us-east-1",
    site: "us-east-1",
    isHealthy: healthyCheckers > 2,
    healthyCheckers,
    checkers: 16,
  });
const answer = (seconds: number, server: number, ...sites: string[]) =>
  at(seconds, { event: "answer", server, sites });
const health = (seconds: number, isHealthy: boolean) =>
  at(seconds, { event: "health", site: "us-east-1", isHealthy, reasons: [] });
const failing = (seconds: number, client: string, address: string | null) =>
  at(seconds + 2, {
    event: "failed-attempt",
    client,
    startedAt: begin + seconds,
    address,
    error: "connect-refused",
  });

function request(
  seconds: number,
  client: string,
  address: string,
  outcome: "ok" | "unavailable" = "ok",
): RehearsalEvent {
  return at(seconds + 0.5, {
    event: "request",
    client,
    operation: "get",
    id: "1",
    outcome,
    startedAt: begin + seconds - 3,
    attemptStartedAt: begin + seconds,
    endedAt: begin + seconds + 0.5,
    address,
    region: null,
    version: null,
    supersededBy: null,
    idempotencyKey: null,
    forgotVersion: null,
  });
}

function measured(events: RehearsalEvent[], changes: Partial<MeasurementInput> = {}) {
  return measure({
    events,
    step,
    checked: [{ site: "us-east-1", isHealthy: false }],
    expected: ["us-west-2"],
    serving: ["us-west-2"],
    answersBefore: new Map([
      [0, ["us-east-1"]],
      [1, ["us-east-1"]],
    ]),
    siteOf,
    clients: [{ client: "honours", count: 2 }],
    ...changes,
  });
}

describe("measurement of a step", () => {
  it("counts from the fault until checks, name servers and clients have followed", () => {
    const found = measured([
      fault(1),
      failing(2, "honours/0", east),
      check(11, 8),
      check(20, 2),
      check(21, 0),
      answer(22, 0, "us-west-2"),
      answer(25, 1, "us-west-2"),
      failing(30, "honours/0", east),
      request(31, "honours/1", west),
      request(33, "honours/0", west),
    ]);
    assert.equal(found.from, begin + 1);
    assert.equal(found.detectionSeconds, 19);
    assert.equal(found.answerSeconds, 24);
    const [clients] = found.clients;
    // The last connection to the lost site was begun at 30, the last client served at 33.5.
    assert.deepEqual(clients, {
      client: "honours",
      newConnectionsSeconds: 29,
      servedSeconds: 32.5,
      requests: 2,
      succeeded: 2,
    });
  });

  it("has not seen what has not come", () => {
    const none = measured([]);
    assert.deepEqual(
      [none.from, none.detectionSeconds, none.answerSeconds],
      [undefined, undefined, undefined],
    );
    const early = measured([fault(1), check(11, 8), answer(22, 0, "us-west-2")]);
    assert.deepEqual([early.detectionSeconds, early.answerSeconds], [undefined, undefined]);
    assert.equal(early.clients[0]?.newConnectionsSeconds, undefined);
  });

  it("takes a name server that goes back for one that has not got there, and waits for the last word", () => {
    const there = [answer(20, 0, "us-west-2"), answer(21, 1, "us-west-2")];
    const back = [fault(1), ...there, answer(23, 1, "us-east-1")];
    assert.equal(measured(back).answerSeconds, undefined);
    assert.equal(measured([...back, answer(24, 1, "us-west-2")]).answerSeconds, 23);
  });

  it("needs every client, each with a connection that went right after the last wrong one", () => {
    const one = [fault(1), request(31, "honours/1", west)];
    assert.equal(measured(one).clients[0]?.newConnectionsSeconds, undefined);
    const wrongSince = [...one, request(31, "honours/0", west), failing(40, "honours/0", east)];
    assert.equal(measured(wrongSince).clients[0]?.newConnectionsSeconds, undefined);
    const right = [...wrongSince, request(42, "honours/0", west), request(43, "honours/1", west)];
    assert.equal(measured(right).clients[0]?.newConnectionsSeconds, 39);
  });

  it("takes a connection without an address for a wrong one", () => {
    const found = measured([
      fault(1),
      failing(5, "honours/0", null),
      request(6, "honours/0", west),
      request(7, "honours/1", west),
    ]);
    assert.equal(found.clients[0]?.newConnectionsSeconds, 4);
  });

  it("counts attempts at the right site that were not answered as right, and not as served", () => {
    const found = measured([
      fault(1),
      request(5, "honours/0", east),
      request(6, "honours/0", west, "unavailable"),
      request(7, "honours/1", west),
      request(9, "honours/0", west),
    ]);
    assert.deepEqual(
      [found.clients[0]?.newConnectionsSeconds, found.clients[0]?.servedSeconds],
      [4, 8.5],
    );
    assert.deepEqual([found.clients[0]?.requests, found.clients[0]?.succeeded], [4, 3]);
  });

  it("is nothing where clients were never wrong, and looks at no other clients", () => {
    const found = measured([
      fault(1),
      failing(2, "never/0", east),
      request(6, "honours/0", west),
      request(7, "honours/1", west),
    ]);
    assert.deepEqual(
      [found.clients[0]?.newConnectionsSeconds, found.clients[0]?.servedSeconds],
      [0, 0],
    );
  });

  it("counts a return from when its health passes again", () => {
    const events = [
      fault(3, false),
      health(9, true),
      check(20, 16),
      answer(22, 0, "us-east-1"),
      answer(24, 1, "us-east-1"),
    ];
    const back = {
      step: { ...step, action: "return" } as const,
      checked: [{ site: "us-east-1", isHealthy: true }],
      expected: ["us-east-1"],
    };
    const found = measured(events, back);
    assert.deepEqual(
      [found.readySeconds, found.detectionSeconds, found.answerSeconds],
      [6, 11, 15],
    );
    const notYet = measured([fault(3, false)], back);
    assert.deepEqual([notYet.from, notYet.readySeconds], [undefined, undefined]);
  });

  it("counts errors only where somebody should be served", () => {
    const error = (site: string) =>
      at(5, { event: "service-error", site, message: "request", status: 503 });
    assert.equal(measured([error("us-east-1"), error("us-west-2")]).serviceErrors, 1);
  });
});
