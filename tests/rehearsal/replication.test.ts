import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import contract from "../../contract.json";
import type { TableContract } from "../../contract/contract";
import { EventLog } from "../../rehearsal/event-log";
import { loopback } from "../../rehearsal/network";
import { Processes } from "../../rehearsal/processes/processes";
import { preparePython } from "../../rehearsal/processes/python";
import { Region } from "../../rehearsal/region";
import { Replication } from "../../rehearsal/replication";
import { createTables, readTables } from "../../rehearsal/tables";
import { eventually } from "./running";

const table = contract.tables[0] as TableContract;
const sites = ["us-east-1", "us-west-2", "eu-central-1"];

describe("replication of a rehearsal", () => {
  let folder: string;
  let processes: Processes;
  let regions: Region[];
  let replication: Replication;
  const log = new EventLog();

  before(async () => {
    const { signal } = new AbortController();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "replication-"));
    processes = new Processes(await preparePython(signal), signal);
    regions = sites.map(
      (site, position) =>
        new Region({
          site,
          address: `127.83.8.${position + 1}`,
          network: loopback,
          dynamodb: "moto",
          table,
          environment: {},
          keepAliveSeconds: 300,
          certificate: { chain: "", key: "" },
          processes,
          log,
        }),
    );
    await Promise.all(regions.map((region) => region.startDynamoDb()));
    await createTables(processes, regions, table);
    replication = new Replication({ regions, table, lagSeconds: 0.1, processes, log });
    await replication.start();
  });

  after(async () => {
    await processes.stop();
    fs.rmSync(folder, { recursive: true });
  });

  /** Writes a client's item past every service. */
  async function put(site: string, id: string): Promise<void> {
    const endpoint = regions[sites.indexOf(site)]!.endpoint;
    await processes.run({
      label: "a write",
      module: "tests.local.put_item",
      args: [endpoint, table.name, site, id],
    });
  }

  async function held(): Promise<Record<string, string[]>> {
    const read = new EventLog();
    await readTables(processes, regions, table, read);
    const items = read.of("item");
    return Object.fromEntries(
      sites.map((site) => [
        site,
        items
          .filter(({ region }) => region === site)
          .map(({ id }) => id)
          .sort(),
      ]),
    );
  }

  it("brings what is written to every Region, and tells when it has arrived", async () => {
    await put("us-east-1", "one");
    assert.ok(await replication.settle(30));
    assert.deepEqual(await held(), {
      "us-east-1": ["one"],
      "us-west-2": ["one"],
      "eu-central-1": ["one"],
    });
    const arrivals = log.of("arrival").map(({ from, to, id, outcome }) => [from, to, id, outcome]);
    assert.deepEqual(arrivals.sort(), [
      ["us-east-1", "eu-central-1", "one", "applied"],
      ["us-east-1", "us-west-2", "one", "applied"],
    ]);
  });

  it("keeps an isolated Region's writes from the others, and theirs from it", async () => {
    replication.isolate(["us-east-1"]);
    await put("us-east-1", "inside");
    await put("us-west-2", "outside");
    assert.ok(await replication.settle(30));
    assert.deepEqual(await held(), {
      "us-east-1": ["inside", "one"],
      "us-west-2": ["one", "outside"],
      "eu-central-1": ["one", "outside"],
    });
  });

  it("keeps a link cut whose other end is isolated as well, and lets all arrive in the end", async () => {
    replication.isolate(["us-east-1", "us-west-2"]);
    replication.isolate(["us-west-2"]);
    await eventually(() =>
      log.of("arrival").some(({ id, to }) => id === "inside" && to === "eu-central-1"),
    );
    assert.deepEqual((await held())["us-west-2"], ["one", "outside"]);
    replication.isolate([]);
    assert.ok(await replication.settle(30));
    const everything = ["inside", "one", "outside"];
    assert.deepEqual(await held(), {
      "us-east-1": everything,
      "us-west-2": everything,
      "eu-central-1": everything,
    });
  });
});
