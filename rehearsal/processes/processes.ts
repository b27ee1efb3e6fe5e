import { type ChildProcess, spawn } from "node:child_process";
import { within } from "../clock";
import { Child, type JsonLine } from "./child";
import { ProcessFailedError } from "./process-failed";
import { appFolder, pythonEnvironment } from "./python";

/** A Python module to run in the service's environment. */
export interface ModuleRun {
  /** What messages call it. */
  label: string;
  module: string;
  args?: readonly string[];
  environment?: NodeJS.ProcessEnv;
  /** For every JSON line that it prints. @default they are dropped */
  onLine?: (line: JsonLine) => void;
}

/**
 * Every process of a rehearsal. None outlives it: `stop` ends them all, and a guardian ends what is left
 * where this process is killed itself.
 */
export class Processes {
  private readonly children = new Set<Child>();
  private readonly guardian: ChildProcess;
  private readonly guardianEnd: Promise<unknown>;
  private readonly failed: (error: Error) => void;
  /** Rejected when a process ends that nobody has ended, and when the signal is aborted. */
  readonly failure: Promise<never>;
  private isStopped = false;

  /** @param interpreter Of the service's Python environment. */
  constructor(
    private readonly interpreter: string,
    signal: AbortSignal,
  ) {
    let fail: (error: Error) => void = () => undefined;
    this.failure = new Promise((_resolve, reject) => {
      fail = reject;
    });
    // Nobody may be waiting for it yet.
    this.failure.catch(() => undefined);
    this.failed = fail;
    const interrupt = () => {
      this.failed(signal.reason as Error);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    if (signal.aborted) {
      interrupt();
    }
    this.guardian = spawn(interpreter, ["-m", "local.guardian"], {
      cwd: appFolder,
      env: pythonEnvironment(),
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.guardianEnd = new Promise((resolve) => {
      this.guardian.once("close", resolve);
    });
    this.guardian.on("error", this.failed);
    this.guardian.stdin?.on("error", () => undefined);
  }

  /** Starts a module that goes on until it is ended. */
  start({ onLine, ...run }: ModuleRun): Child {
    return this.startModule(run, (text) => {
      const line = onLine === undefined ? undefined : parseLine(text);
      if (line !== undefined) {
        onLine?.(line);
      }
    });
  }

  /**
   * Starts a module and waits for one of its lines.
   *
   * @param event The line's `event`, or the `message` of the service's log.
   */
  async startUntil(run: ModuleRun, event: string): Promise<{ child: Child; line: JsonLine }> {
    let heard: (line: JsonLine) => void = () => undefined;
    const line = new Promise<JsonLine>((resolve) => {
      heard = resolve;
    });
    const child = this.start({
      ...run,
      onLine: (said) => {
        if (said["event"] === event || said["message"] === event) {
          heard(said);
        }
        run.onLine?.(said);
      },
    });
    const late = () =>
      new ProcessFailedError(
        `${run.label} was not ready within ${startLimitSeconds} s.`,
        child.lastWords,
      );
    return { child, line: await within(startLimitSeconds, this.orFailure(line), late) };
  }

  /**
   * Runs a module to its end.
   *
   * @param input For its standard input.
   * @returns Its JSON lines.
   * @throws {ProcessFailedError} for an exit code other than 0
   */
  async run(run: ModuleRun, input?: JsonLine): Promise<JsonLine[]> {
    const texts = (await this.output(run, input)).split("\n");
    return texts.map(parseLine).filter((line) => line !== undefined);
  }

  /** The same, for a module that does not print JSON lines. @returns All that it prints. */
  async output(run: ModuleRun, input?: JsonLine): Promise<string> {
    const texts: string[] = [];
    const child = this.startModule(run, (text) => texts.push(text));
    if (input !== undefined) {
      child.send(input);
    }
    const code = await child.finish("input", runLimitSeconds);
    if (code !== 0) {
      throw ProcessFailedError.ended(run.label, code, child.lastWords);
    }
    return texts.join("\n");
  }

  /** Ends them all, at once; none can be started any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.children].map((child) => child.kill()));
    this.guardian.stdin?.end();
    await this.guardianEnd;
  }

  /** What is waited for, unless a process ends before or all is broken off. */
  orFailure<T>(wanted: Promise<T>): Promise<T> {
    return Promise.race([wanted, this.failure]);
  }

  private startModule(
    { label, module, args = [], environment }: ModuleRun,
    onLine: (text: string) => void,
  ): Child {
    if (this.isStopped) {
      throw new Error(`${label} is not started: everything has been stopped.`);
    }
    const child = new Child({
      label,
      command: this.interpreter,
      args: ["-m", module, ...args],
      folder: appFolder,
      environment: pythonEnvironment(environment),
      onLine,
      onFailure: this.failed,
    });
    const { pid } = child;
    this.children.add(child);
    if (pid !== undefined) {
      this.guardian.stdin?.write(`+${pid}\n`);
    }
    void child.ended.then(() => {
      this.children.delete(child);
      if (pid !== undefined) {
        this.guardian.stdin?.write(`-${pid}\n`);
      }
    });
    return child;
  }
}

/** For a module that goes on, until it says that it is ready. */
const startLimitSeconds = 60;
/** For a module that is run to its end. */
const runLimitSeconds = 60;

function parseLine(text: string): JsonLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === "object" && line !== null ? (line as JsonLine) : undefined;
  } catch {
    return undefined;
  }
}
