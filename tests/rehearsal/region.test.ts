import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import contract from "../../contract.json";
import type { TableContract } from "../../contract/contract";
import { askHealth, type HealthAnswer } from "../../rehearsal/ask-health";
import { issueCertificate } from "../../rehearsal/certificates";
import { EventLog } from "../../rehearsal/event-log";
import type { FaultKind } from "../../rehearsal/faults";
import { loopback } from "../../rehearsal/network";
import { Processes } from "../../rehearsal/processes/processes";
import { preparePython } from "../../rehearsal/processes/python";
import { Region } from "../../rehearsal/region";
import { createTables } from "../../rehearsal/tables";

const site = "us-east-1";
const address = "127.83.9.4";
const table = contract.tables[0] as TableContract;

describe("one Region of a rehearsal", () => {
  let folder: string;
  let processes: Processes;
  let region: Region;
  const log = new EventLog();

  before(async () => {
    const { signal } = new AbortController();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "region-"));
    processes = new Processes(await preparePython(signal), signal);
    region = new Region({
      site,
      address,
      network: loopback,
      dynamodb: "moto",
      table,
      environment: {
        AWS_REGION: site,
        TABLE_NAME: table.name,
        TABLE_KEY: table.hashKey,
        HEARTBEAT_SECONDS: "0.2",
        RPO_SECONDS: "1",
        ISOLATION_SECONDS: "60",
        DRAIN_SECONDS: "1",
      },
      keepAliveSeconds: 300,
      certificate: await issueCertificate(processes, folder, ["app.example.com"]),
      processes,
      log,
    });
    await region.startDynamoDb();
    await createTables(processes, [region], table);
    await region.start();
  });

  after(async () => {
    region.stop();
    await processes.stop();
    fs.rmSync(folder, { recursive: true });
  });

  const health = () =>
    askHealth({ address, port: loopback.httpsPort, name: "app.example.com", path: "/health" });

  /** Only a failing test asks so often. */
  async function until(expected: HealthAnswer): Promise<void> {
    for (let asked = 0; asked < 60; asked += 1) {
      const answer = await health();
      if (JSON.stringify(answer) === JSON.stringify(expected)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(await health(), expected);
  }

  const healthy: HealthAnswer = { isHealthy: true, reasons: [] };

  it("is healthy from the start", async () => {
    await until(healthy);
  });

  for (const [fault, reason] of [
    ["region", "ECONNREFUSED"],
    ["kill", "HTTP 502"],
    ["freeze", "no answer in time"],
    ["health", "drill"],
    ["table", "table-unreachable"],
  ] as const satisfies [FaultKind, string][]) {
    it(`fails its health by the fault ${fault}, and is healthy again without it`, async () => {
      await region.change([{ site, fault }]);
      await until({ isHealthy: false, reasons: [reason] });
      await region.change([]);
      await until(healthy);
    });
  }

  it("is slow and stays healthy by the fault slow", async () => {
    await region.change([{ site, fault: "slow" }]);
    const began = performance.now();
    assert.deepEqual(await health(), healthy);
    assert.ok(performance.now() - began >= 1000);
    await region.change([]);
  });

  it("stays gone while one of two faults is put right that each would take it away", async () => {
    const [kill, gone] = [
      { site, fault: "kill" },
      { site, fault: "region" },
    ] as const;
    await region.change([kill, gone]);
    await until({ isHealthy: false, reasons: ["ECONNREFUSED"] });
    await region.change([kill]);
    await until({ isHealthy: false, reasons: ["HTTP 502"] });
    await region.change([]);
    await until(healthy);
  });

  it("ends with what it was doing, also if it is frozen to the end", async () => {
    await region.change([{ site, fault: "freeze" }]);
    await region.finishService(30);
    await region.finishJournal(30);
    await processes.orFailure(Promise.resolve());
  });
});
