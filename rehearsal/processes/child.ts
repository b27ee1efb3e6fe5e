import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ProcessFailedError } from "./process-failed";

export type JsonLine = Record<string, unknown>;

export interface ChildOptions {
  /** What messages call it. */
  label: string;
  command: string;
  args: readonly string[];
  folder: string;
  environment: NodeJS.ProcessEnv;
  /** For every line of its standard output. */
  onLine: (text: string) => void;
  /** It has ended without having been told to. */
  onFailure: (error: ProcessFailedError) => void;
}

/** Lines of standard error that are kept for a message. */
const keptLines = 12;

/**
 * A process that says what it does, line by line. It leads a process group of its own, so that Ctrl-C in
 * a terminal does not reach it before the rehearsal has decided what to do.
 */
export class Child {
  private readonly process: ChildProcess;
  private readonly errorLines: string[] = [];
  private readonly exit: Promise<number | null>;
  private isWanted = true;

  constructor(private readonly options: ChildOptions) {
    const { command, args, folder, environment } = options;
    this.process = spawn(command, args, {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process.stdin?.on("error", () => undefined);
    this.readLines();
    this.exit = new Promise((resolve) => {
      this.process.once("error", (error) => {
        this.errorLines.push(error.message);
        resolve(null);
      });
      this.process.once("close", (code) => resolve(code));
    });
    void this.exit.then((code) => this.noticeEnd(code));
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Its exit code once it has ended; `null` where a signal ended it or it never began. */
  get ended(): Promise<number | null> {
    return this.exit;
  }

  send(line: JsonLine): void {
    this.process.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  freeze(): void {
    this.signal("SIGSTOP");
  }

  thaw(): void {
    this.signal("SIGCONT");
  }

  /** Ends it at once. @returns when it has ended */
  async kill(): Promise<void> {
    this.isWanted = false;
    this.signal("SIGKILL");
    await this.exit;
  }

  /** Closes its standard input or sends SIGTERM, and waits; kills it where that takes too long. */
  async finish(how: "input" | "SIGTERM", limitSeconds: number): Promise<number | null> {
    this.isWanted = false;
    if (how === "input") {
      this.process.stdin?.end();
    } else {
      this.signal("SIGTERM");
    }
    const timer = setTimeout(() => this.signal("SIGKILL"), limitSeconds * 1000);
    const code = await this.exit;
    clearTimeout(timer);
    return code;
  }

  /** What it said last on standard error, for a message. */
  get lastWords(): readonly string[] {
    return this.errorLines;
  }

  private signal(name: NodeJS.Signals): void {
    if (this.process.pid === undefined || this.process.exitCode !== null) {
      return;
    }
    try {
      process.kill(-this.process.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
        throw error;
      }
    }
  }

  private readLines(): void {
    const { stdout, stderr } = this.process;
    if (stdout !== null && stderr !== null) {
      createInterface({ input: stdout }).on("line", this.options.onLine);
      createInterface({ input: stderr }).on("line", (text) => {
        this.errorLines.push(text);
        this.errorLines.splice(0, this.errorLines.length - keptLines);
      });
    }
  }

  private noticeEnd(code: number | null): void {
    if (this.isWanted) {
      this.options.onFailure(ProcessFailedError.ended(this.options.label, code, this.errorLines));
    }
  }
}
