import { type ChildProcess, fork } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { bundle, cacheFolder } from "./bundle";
import type { ProgramRequest, ProgramResult, RecordedRun } from "./recorded-run";
import { UnusableInputError } from "./unusable-input";

export type ProgramInput = Pick<ProgramRequest, "project" | "stack" | "config">;

/** A process that has begun to load the Pulumi SDK and will run one program. */
export interface ProgramProcess {
  /**
   * Runs the project's `index.ts`.
   * @param timeoutSeconds How long it may take. @default 60
   * @throws {UnusableInputError} when the program cannot be bundled or does not come to its end.
   */
  run(input: ProgramInput, timeoutSeconds?: number): Promise<RecordedRun>;
  /** Ends the process, unless its program is complete: then it ends by itself. */
  stop(): void;
}

/**
 * Starts the process for a program. Loading the SDK is most of its time, so it should be started
 * before anything else that can wait.
 *
 * @param projectFolder The folder of Pulumi.yaml and index.ts.
 */
export async function startProgramProcess(projectFolder: string): Promise<ProgramProcess> {
  const folder = fs.realpathSync(projectFolder);
  const child = fork(await bundle(path.join(__dirname, "program-process.ts")), [], {
    execArgv: [],
    cwd: folder,
    env: programEnvironment(folder),
    // Standard output is for the preview alone, so what the program prints goes to standard error.
    stdio: ["ignore", 2, 2, "ipc"],
  });
  let isComplete = false;
  const result = receiveResult(child);
  return {
    run: async (input, timeoutSeconds = 60) => {
      const bundled = await bundleProgram(folder);
      child.send({ ...input, bundle: bundled, projectFolder: folder } satisfies ProgramRequest);
      const received = await withTimeout(result, timeoutSeconds);
      isComplete = true;
      return runOf(received);
    },
    stop: () => {
      if (!isComplete) {
        child.kill("SIGKILL");
      }
    },
  };
}

/** Without what would connect the SDK to an engine, or change what it takes as unknown. */
function programEnvironment(projectFolder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
  return {
    ...Object.fromEntries(own),
    PULUMI_NODEJS_ROOT_DIRECTORY: projectFolder,
    NODE_COMPILE_CACHE: cacheFolder,
  };
}

async function bundleProgram(folder: string): Promise<string> {
  try {
    return await bundle(path.join(folder, "index.ts"));
  } catch (error) {
    if (isBuildFailure(error)) {
      throw new UnusableInputError(
        ["The program cannot be read:", ...error.errors.map(describeBuildError)].join("\n"),
      );
    }
    throw error;
  }
}

interface BuildError {
  text: string;
  location: { file: string; line: number; column: number } | null;
}

function isBuildFailure(error: unknown): error is { errors: BuildError[] } {
  return error instanceof Error && "errors" in error;
}

function describeBuildError({ text, location }: BuildError): string {
  return location === null
    ? `  ${text}`
    : `  ${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

function receiveResult(child: ChildProcess): Promise<ProgramResult> {
  const result = new Promise<ProgramResult>((resolve, reject) => {
    child.once("message", (message) => {
      resolve(message as ProgramResult);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      reject(
        new UnusableInputError(
          signal === null
            ? `The program ended its process with exit code ${code ?? "unknown"} before it was complete. ` +
                "A Pulumi program must not call process.exit: throw an error instead."
            : `The program's process was ended by ${signal} before it was complete.`,
        ),
      );
    });
  });
  // It may be rejected before anybody waits for it.
  result.catch(() => undefined);
  return result;
}

async function withTimeout(
  result: Promise<ProgramResult>,
  timeoutSeconds: number,
): Promise<ProgramResult> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new UnusableInputError(
          `The program was not complete after ${timeoutSeconds} s. Something keeps it running (a timer, ` +
            "a server, an open connection), or it computes for ever.",
        ),
      );
    }, timeoutSeconds * 1000);
  });
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function runOf(result: ProgramResult): RecordedRun {
  if ("run" in result) {
    return result.run;
  }
  const failures = result.failures.map(({ message, place }) =>
    place === undefined ? message : `${place}: ${message}`,
  );
  throw new UnusableInputError(
    [
      "The program failed:",
      ...failures.map((failure) => `  ${failure.replaceAll("\n", "\n  ")}`),
    ].join("\n"),
  );
}
