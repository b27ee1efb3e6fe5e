import assert from "node:assert/strict";
import contract from "../../contract.json";
import type { TableContract } from "../../contract/contract";
import { EventLog } from "../../rehearsal/event-log";
import type { FaultKind } from "../../rehearsal/faults";
import { ledgerInput } from "../../rehearsal/ledger-input";
import { cnameChain, name, regions } from "../failover/example-topology";

const blueprint = {
  name,
  zone: "example.com",
  topology: cnameChain(),
  sites: regions,
  requests: {},
  table: contract.tables[0] as TableContract,
  objectives: contract.objectives,
};

function logOf(...faults: [at: number, site: string, fault: FaultKind, begins: boolean][]) {
  const log = new EventLog();
  for (const [at, site, fault, begins] of faults) {
    log.add({ event: "fault", site, fault, begins }, at);
  }
  return log;
}

describe("what the ledger is told", () => {
  it("is when Regions could not give their writes to others, to the end where they did not return", () => {
    const log = logOf(
      [10, "us-east-1", "region", true],
      [20, "us-west-2", "partition", true],
      [30, "us-west-2", "partition", false],
      [40, "us-west-2", "region", true],
    );
    assert.deepEqual(ledgerInput(log, blueprint, 5).absences, [
      { region: "us-east-1", from: 10, until: undefined },
      { region: "us-west-2", from: 20, until: 30 },
      { region: "us-west-2", from: 40, until: undefined },
    ]);
  });

  it("does not take a Region for away whose table is still replicated", () => {
    const log = logOf([10, "us-east-1", "kill", true], [20, "us-west-2", "table", true]);
    assert.deepEqual(ledgerInput(log, blueprint, 5).absences, []);
  });

  it("has a window for each step, the last one to the end", () => {
    const log = new EventLog();
    for (const [step, at] of [10, 25].entries()) {
      log.add({ event: "step", step, action: "lose", injuries: [] }, at);
    }
    assert.deepEqual(ledgerInput(log, blueprint, 5).windows, [
      { from: 10, until: 25 },
      { from: 25, until: Infinity },
    ]);
  });
});
