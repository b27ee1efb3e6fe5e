import type { ClientGroup } from "./client-groups";
import type { EventLog } from "./event-log";
import type { ReplayRecord, RequestRecord } from "./ledger/records";
import type { Child, JsonLine } from "./processes/child";
import type { Processes } from "./processes/processes";

export interface ClientsOptions {
  group: ClientGroup;
  name: string;
  httpsPort: number;
  resolver: { address: string; port: number };
  authorityFile: string;
  /** Clients, each with a session and a connection of its own. */
  count: number;
  seed: number;
  rpoSeconds: number;
  processes: Processes;
  log: EventLog;
}

/** Requests a second of each client. */
const ratePerClient = 1;
/** So few that clients meet at the same items, and writes in two Regions can collide. */
const items = 50;
const writeShare = 0.5;
const deleteShare = 0.05;

/** One process of the project's client, which reads and writes through the failover name. */
export class Clients {
  private child: Child | undefined;

  constructor(private readonly options: ClientsOptions) {}

  start(): void {
    const { group, name, httpsPort, resolver, authorityFile, count, seed, rpoSeconds, processes } =
      this.options;
    this.child = processes.start({
      label: `the clients whose ${group.behaviour}`,
      module: "regional_app.client",
      args: [
        "load",
        ...["--name", name, "--port", String(httpsPort)],
        ...["--resolver", `${resolver.address}:${resolver.port}`, "--dns", group.dns],
        ...["--ca", authorityFile],
        ...["--clients", String(count), "--rate", String(count * ratePerClient)],
        ...["--items", String(items), "--id-prefix", "rehearsal"],
        ...["--writes", String(writeShare), "--deletes", String(deleteShare)],
        ...["--seed", `${seed}/${group.client}`, "--rpo", String(rpoSeconds)],
      ],
      onLine: (line) => this.note(line),
    });
  }

  async finish(limitSeconds: number): Promise<void> {
    await this.child?.finish("SIGTERM", limitSeconds);
  }

  private note(line: JsonLine): void {
    const { log, group } = this.options;
    const client = `${group.client}/${String(line["client"])}`;
    switch (line["event"]) {
      case "request":
        return this.noteRequest(client, line as unknown as RequestLine);
      case "failed-attempt": {
        const { startedAt, address, error } = line as unknown as FailedAttemptLine;
        return log.add({ event: "failed-attempt", client, startedAt, address, error });
      }
      case "replay": {
        const { idempotencyKey, outcome, region } = line as unknown as ReplayRecord;
        return log.add({ event: "replay", client, idempotencyKey, outcome, region });
      }
    }
  }

  private noteRequest(client: string, line: RequestLine): void {
    const { startedAt, durationSeconds } = line;
    this.options.log.add({
      event: "request",
      client,
      operation: line.operation,
      id: line.id,
      outcome: line.outcome,
      startedAt,
      endedAt: startedAt + durationSeconds,
      attemptStartedAt: line.attemptStartedAt ?? startedAt,
      address: line.address,
      region: line.region,
      version: line.version,
      supersededBy: line.supersededBy,
      idempotencyKey: line.idempotencyKey,
      forgotVersion: line.forgotVersion,
    });
  }
}

/** As `regional_app.client.records` writes it. */
interface RequestLine extends Omit<RequestRecord, "client" | "endedAt"> {
  durationSeconds: number;
  attemptStartedAt: number | null;
  address: string | null;
}

interface FailedAttemptLine {
  startedAt: number;
  address: string | null;
  error: string;
}
