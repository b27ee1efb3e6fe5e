import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Measurement {
  /** From the start of the command to its end. */
  seconds: number;
  /** The largest Node process that the command started, itself included. */
  peakMebibytes: number;
}

/**
 * Runs a command to its end, without its output.
 *
 * @throws {Error} with its standard error when it fails.
 */
export async function measure(command: string, args: readonly string[]): Promise<Measurement> {
  const memoryFolder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  try {
    const start = process.hrtime.bigint();
    await run(command, args, {
      ...process.env,
      BENCH_MEMORY_FOLDER: memoryFolder,
      NODE_OPTIONS: `--require "${path.join(import.meta.dirname, "record-memory.js")}"`,
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    return { seconds, peakMebibytes: Math.max(...readKibibytes(memoryFolder)) / 1024 };
  } finally {
    fs.rmSync(memoryFolder, { recursive: true });
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    let standardError = "";
    child.stderr.on("data", (chunk: Buffer) => {
      standardError += chunk.toString();
    });
    child.once("error", ({ message }) => {
      reject(new Error(`${command} cannot be started: ${message}`));
    });
    child.once("close", (code) => {
      if (code === 0) {
        resolve();
      } else {
        const ending = code === null ? "was stopped" : `ended with exit code ${code}`;
        reject(new Error(`${[command, ...args].join(" ")} ${ending}:\n${standardError}`));
      }
    });
  });
}

function readKibibytes(folder: string): number[] {
  return fs.readdirSync(folder).map((name) => Number(fs.readFileSync(path.join(folder, name))));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
