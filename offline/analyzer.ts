import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { ProtocolClient } from "./analyzer-client";
import { cacheFolder } from "./bundle";
import type { WireProperties } from "./recorded-run";

/** A resource as the engine would hand it to a policy pack. */
export interface AnalyzedResource {
  urn: string;
  type: string;
  name: string;
  /** URN. */
  parent: string | undefined;
  /** With Pulumi's marks for unknowns and secrets. */
  properties: WireProperties;
  /** Absent for components. */
  provider: AnalyzedProvider | undefined;
  ignoreChanges: readonly string[];
  protect: boolean;
  dependencies: readonly string[];
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

export interface AnalyzedProvider {
  urn: string;
  type: string;
  name: string;
  properties: WireProperties;
}

export type EnforcementLevel = "advisory" | "mandatory" | "disabled" | "remediate";

/** A policy as the pack announces it. */
export interface AnnouncedPolicy {
  name: string;
  kind: "resource" | "stack";
  description: string;
  level: EnforcementLevel;
  /** Property to its JSON Schema. */
  configuration: Record<string, unknown>;
}

export interface Diagnostic {
  policy: string;
  level: EnforcementLevel;
  message: string;
  /** URN; empty where a stack policy names none. */
  urn: string;
}

/** Policy name to its configuration, as in the file for `--policy-pack-config`. */
export type PackConfiguration = Record<string, Record<string, unknown>>;

export interface AnalyzerOptions {
  /** A folder with a built pack. */
  packFolder: string;
  project: string;
  stack: string;
  /** The stack's own settings: `namespace:key` to its text. */
  config: Record<string, string>;
}

const startTimeoutSeconds = 60;
const requireFromSdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));

/** A policy pack under the policy server that the Pulumi CLI runs it under. */
export class Analyzer {
  private constructor(
    private readonly server: ChildProcess,
    private readonly client: ProtocolClient,
    private readonly announced: readonly AnnouncedPolicy[],
  ) {}

  /**
   * Starts the server. It outlives its parent, so `stop` has to be called whatever happens.
   *
   * @throws when the pack does not start; the message is what it printed.
   */
  static async start(options: AnalyzerOptions): Promise<Analyzer> {
    const server = spawn(
      process.execPath,
      [requireFromSdk.resolve("./cmd/run-policy-pack"), "127.0.0.1:1", "."],
      {
        cwd: options.packFolder,
        env: serverEnvironment(options),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    try {
      const client = new ProtocolClient(await readPort(server));
      return new Analyzer(server, client, await client.policies());
    } catch (error) {
      server.kill("SIGKILL");
      throw error;
    }
  }

  /** In the order in which they run. */
  get policies(): readonly AnnouncedPolicy[] {
    return this.announced;
  }

  /** Without it every policy has its own level and no configuration. */
  configure(configuration: PackConfiguration): Promise<void> {
    return this.client.configure(this.announced, configuration);
  }

  /** Judges one resource, as the engine does before it creates or changes it. */
  analyze(resource: AnalyzedResource): Promise<Diagnostic[]> {
    return this.client.analyze(resource);
  }

  /** Judges a whole stack, as the engine does at the end of a preview or an update. */
  analyzeStack(resources: readonly AnalyzedResource[]): Promise<Diagnostic[]> {
    return this.client.analyzeStack(resources);
  }

  stop(): void {
    this.client.close();
    this.server.kill("SIGKILL");
  }
}

function serverEnvironment(options: AnalyzerOptions): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
  return {
    ...Object.fromEntries(own),
    PULUMI_NODEJS_PROJECT: options.project,
    PULUMI_NODEJS_STACK: options.stack,
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_CONFIG: JSON.stringify(options.config),
    NODE_COMPILE_CACHE: cacheFolder,
  };
}

/** The server prints its port, and nothing else, when it is ready. */
function readPort(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let [printed, complaints] = ["", ""];
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`The policy pack did not start: ${reason}\n${complaints}`.trimEnd()));
    };
    const timer = setTimeout(() => {
      fail(`it was not ready after ${startTimeoutSeconds} s.`);
    }, startTimeoutSeconds * 1000);
    server.stdout?.on("data", (data: Buffer) => {
      printed += data.toString();
      const [line, ...rest] = printed.split("\n");
      if (rest.length > 0) {
        clearTimeout(timer);
        resolve(Number(line));
      }
    });
    server.stderr?.on("data", (data: Buffer) => {
      complaints += data.toString();
    });
    server.once("error", (error) => {
      fail(error.message);
    });
    server.once("exit", (code) => {
      fail(`it ended with exit code ${code ?? "unknown"}.`);
    });
  });
}
