import { connect, createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { TableContract } from "../contract/contract";
import type { Certificate } from "./certificates";
import { within } from "./clock";
import type { EventLog } from "./event-log";
import { LoadBalancer } from "./load-balancer";
import type { Network } from "./network";
import type { Injury } from "./plan";
import type { Child, JsonLine } from "./processes/child";
import { ProcessFailedError } from "./processes/process-failed";
import type { Processes } from "./processes/processes";
import { TableLink } from "./table-link";

export type DynamoDbKind = "moto" | "local";

export interface RegionOptions {
  site: string;
  address: string;
  network: Network;
  dynamodb: DynamoDbKind;
  table: TableContract;
  /** Of the service, without where it listens and where its table is. */
  environment: Record<string, string>;
  keepAliveSeconds: number;
  certificate: Certificate;
  processes: Processes;
  log: EventLog;
}

/** How much longer a slow Region's answers take, in seconds: within the limits of health checks. */
const slowSeconds = 1;
/** Of the drill switch; it is turned off long before. */
const drillSeconds = 86_400;

/** One Region: a DynamoDB API, the service before it, and the load balancer before that. */
export class Region {
  readonly site: string;
  /** Of the Region's DynamoDB API, as replication and the journal reach it. */
  endpoint = "";
  /** When the drill switch was turned on last, in seconds since the epoch. */
  drilledAt: number | undefined;
  private link: TableLink | undefined;
  private service: Child | undefined;
  private journal: Child | undefined;
  private readonly balancer: LoadBalancer;
  private injuries: readonly Injury[] = [];

  constructor(private readonly options: RegionOptions) {
    const { site, address, network, certificate, keepAliveSeconds } = options;
    this.site = site;
    this.balancer = new LoadBalancer({
      address,
      httpsPort: network.httpsPort,
      httpPort: network.httpPort,
      target: { address, port: network.servicePort },
      certificate,
      keepAliveSeconds,
    });
  }

  /** Starts the Region's DynamoDB API, which has no table yet. */
  async startDynamoDb(): Promise<void> {
    const { address, dynamodb, processes } = this.options;
    // DynamoDB Local listens at every address, so that each Region's needs a port of its own.
    const [host, port] = dynamodb === "moto" ? [address, 0] : ["127.0.0.1", await freePort()];
    const run = { label: `DynamoDB in ${this.site}`, module: "local.dynamodb" };
    if (dynamodb === "moto") {
      const args = ["moto", "--host", host, "--port", String(port)];
      const { line } = await processes.startUntil({ ...run, args }, "serving");
      this.endpoint = `http://${host}:${String(line["port"])}`;
    } else {
      const args = ["dynamodb-local", "--port", String(port)];
      const child = processes.start({ ...run, args });
      const late = () =>
        new ProcessFailedError(
          `${run.label} did not listen within ${fetchLimitSeconds} s.`,
          child.lastWords,
        );
      await within(fetchLimitSeconds, processes.orFailure(untilListening(child, host, port)), late);
      this.endpoint = `http://${host}:${port}`;
    }
  }

  /** Starts everything else; the table exists. */
  async start(): Promise<void> {
    const { address, network } = this.options;
    const { hostname, port } = new URL(this.endpoint);
    this.link = new TableLink(address, network.tablePort, {
      address: hostname,
      port: Number(port),
    });
    await this.link.start();
    await Promise.all([this.startService(), this.startJournal()]);
    await this.balancer.start();
  }

  /** Arguments of the modules that work on the Region's table. */
  get tableArguments(): string[] {
    const { name, hashKey } = this.options.table;
    return ["--table", name, "--key", hashKey, ...this.regionArguments];
  }

  get regionArguments(): string[] {
    return ["--region", `${this.site}=${this.endpoint}`];
  }

  /**
   * Lets begin and end what is wrong with the Region.
   *
   * @param injuries Of this Region; replication and health checks are not its own.
   */
  async change(injuries: readonly Injury[]): Promise<void> {
    const before = this.state;
    this.injuries = injuries;
    const after = this.state;
    if (before.isSlow !== after.isSlow) {
      this.balancer.delayAnswers(after.isSlow ? slowSeconds : 0);
    }
    if (before.isDrill !== after.isDrill) {
      await this.turnSwitch(after.isDrill);
    }
    if (before.isCut !== after.isCut) {
      if (after.isCut) {
        this.link?.cut();
      } else {
        this.link?.mend();
      }
    }
    await this.changeService(before, after);
    await this.changeListening(before, after);
  }

  /** Lets the service finish what it has begun. */
  async finishService(limitSeconds: number): Promise<void> {
    this.service?.thaw();
    await this.service?.finish("SIGTERM", limitSeconds);
  }

  /** Lets the journal read what its stream still holds; one of a Region that is away does not get to it. */
  async finishJournal(limitSeconds: number): Promise<void> {
    if (this.state.isGone) {
      await this.journal?.kill();
    } else {
      await this.journal?.finish("input", limitSeconds);
    }
  }

  /** Ends what does not end with its process. */
  stop(): void {
    this.balancer.stop();
    this.link?.stop();
  }

  private get state() {
    const has = (kind: Injury["fault"]) => this.injuries.some(({ fault }) => fault === kind);
    return {
      isGone: has("region"),
      isDead: has("region") || has("kill"),
      isFrozen: has("freeze"),
      isDrill: has("health"),
      isCut: has("table"),
      isSlow: has("slow"),
    };
  }

  private async changeService(before: Region["state"], after: Region["state"]): Promise<void> {
    if (!before.isDead && after.isDead) {
      await this.service?.kill();
    } else if (before.isDead && !after.isDead) {
      await this.startService();
    }
    if (!after.isDead && before.isFrozen !== after.isFrozen) {
      if (after.isFrozen) {
        this.service?.freeze();
      } else {
        this.service?.thaw();
      }
    }
  }

  private async changeListening(before: Region["state"], after: Region["state"]): Promise<void> {
    if (!before.isGone && after.isGone) {
      this.balancer.stop();
      this.journal?.freeze();
    } else if (before.isGone && !after.isGone) {
      this.journal?.thaw();
      await this.balancer.start();
    }
  }

  private async startService(): Promise<void> {
    const { address, network, processes, environment } = this.options;
    const { child } = await processes.startUntil(
      {
        label: `the service in ${this.site}`,
        module: "regional_app",
        environment: {
          ...environment,
          HOST: address,
          PORT: String(network.servicePort),
          DYNAMODB_ENDPOINT: `http://${address}:${network.tablePort}`,
        },
        onLine: (line) => this.noteServiceLine(line),
      },
      "serving",
    );
    this.service = child;
  }

  private async startJournal(): Promise<void> {
    const { child } = await this.options.processes.startUntil(
      {
        label: `the journal in ${this.site}`,
        module: "local.journal",
        args: this.tableArguments,
        onLine: (line) => this.noteJournalLine(line),
      },
      "ready",
    );
    this.journal = child;
  }

  private async turnSwitch(isOn: boolean): Promise<void> {
    const [switched] = await this.options.processes.run({
      label: `the drill switch of ${this.site}`,
      module: "local.switch",
      args: [...this.tableArguments, "--seconds", String(isOn ? drillSeconds : 0)],
    });
    this.drilledAt = Number(switched?.["at"]);
  }

  private noteServiceLine(line: JsonLine): void {
    const { level, message, status } = line;
    const isServerError = typeof status === "number" && status >= 500;
    if (isServerError || level === "ERROR" || level === "CRITICAL") {
      this.options.log.add({
        event: "service-error",
        site: this.site,
        message: String(message),
        status: isServerError ? status : null,
      });
    }
  }

  private noteJournalLine(line: JsonLine): void {
    if (line["event"] === "kept") {
      this.options.log.add({ event: "journal", site: this.site, kept: Number(line["kept"]) });
    }
  }
}

/** DynamoDB Local does not say when it is ready. @returns too when the process has ended */
async function untilListening(child: Child, address: string, port: number): Promise<void> {
  const over = new AbortController();
  void child.ended.then(() => {
    over.abort();
  });
  while (!over.signal.aborted && !(await isListening(address, port))) {
    await setTimeout(listeningPauseMilliseconds);
  }
}

function isListening(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

const listeningPauseMilliseconds = 100;
/** The first time it has to be fetched. */
const fetchLimitSeconds = 300;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
