import type { EventLog } from "./event-log";
import type { Region } from "./region";
import type { Child, JsonLine } from "./processes/child";
import type { Processes } from "./processes/processes";
import type { TableContract } from "../contract/contract";
import type { ArrivalRecord } from "./ledger/records";

export interface ReplicationOptions {
  regions: readonly Region[];
  table: TableContract;
  lagSeconds: number;
  processes: Processes;
  log: EventLog;
}

/** Often enough for a lag of a second or so, and seldom enough for one machine with all Regions. */
const pollSeconds = 0.2;

/** The replicator: what global tables do by themselves, with a lag, and cut where a Region is isolated. */
export class Replication {
  private child: Child | undefined;
  private isolated: ReadonlySet<string> = new Set();
  private pendingChanges = 0;
  private settled: (() => void) | undefined;

  constructor(private readonly options: ReplicationOptions) {}

  async start(): Promise<void> {
    const { regions, table, lagSeconds, processes } = this.options;
    const { child } = await processes.startUntil(
      {
        label: "the replicator",
        module: "regional_app.replicator",
        args: [
          ...["--table", table.name, "--key", table.hashKey, "--lag", String(lagSeconds)],
          ...["--poll", String(pollSeconds), "--arrivals"],
          ...regions.flatMap(({ regionArguments }) => regionArguments),
        ],
        onLine: (line) => this.note(line),
      },
      "ready",
    );
    this.child = child;
  }

  /** From now on nothing comes from these sites or gets to them, and everything between all others. */
  isolate(sites: readonly string[]): void {
    const isolated = new Set(sites);
    for (const [from, to] of this.pairs()) {
      const isCut = isolated.has(from) || isolated.has(to);
      const wasCut = this.isolated.has(from) || this.isolated.has(to);
      if (isCut !== wasCut) {
        this.child?.send({ [isCut ? "partition" : "heal"]: { from, to } });
      }
    }
    this.isolated = isolated;
  }

  /**
   * Waits until everything that was written has arrived, but for what is held back.
   *
   * @returns Whether it came to that.
   */
  async settle(limitSeconds: number): Promise<boolean> {
    this.child?.send({ settle: true });
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limitSeconds * 1000);
      this.settled = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  async finish(limitSeconds: number): Promise<void> {
    await this.child?.finish("input", limitSeconds);
  }

  private pairs(): [string, string][] {
    const sites = this.options.regions.map(({ site }) => site);
    return sites.flatMap((from) =>
      sites.filter((to) => to !== from).map((to): [string, string] => [from, to]),
    );
  }

  private note(line: JsonLine): void {
    const { log } = this.options;
    switch (line["event"]) {
      case "settled":
        this.settled?.();
        return;
      case "counts": {
        const changes = Number(line["pending"]);
        if (changes !== this.pendingChanges) {
          log.add({ event: "pending", changes });
        }
        this.pendingChanges = changes;
        return;
      }
      case "arrival": {
        const { at, from, to, id, idempotencyKey, version, outcome, lostVersion, seconds } =
          line as unknown as ArrivalRecord & { at: number };
        log.add(
          {
            event: "arrival",
            from,
            to,
            id,
            idempotencyKey,
            version,
            outcome,
            lostVersion,
            seconds,
          },
          at,
        );
      }
    }
  }
}
