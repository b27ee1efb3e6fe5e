// The SDK is imported by the modules below, so this has to come before them.
import "./defer-modules";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { DefaultProviders } from "./default-providers";
import { describeFailure } from "./describe-failure";
import { interceptSdk } from "./intercept-sdk";
import type { ProgramFailure, ProgramRequest, ProgramResult } from "./recorded-run";
import { RecordingMonitor } from "./recording-monitor";

/** How long other errors may follow the first one while the program still runs. */
const lastErrorsMilliseconds = 2000;

/**
 * The process that a program is run in. It loads the SDK at once, and runs the program that its
 * parent asks for. Like Pulumi's own language host it takes the program as complete when nothing
 * more can happen in its event loop.
 */
process.once("message", (request: ProgramRequest) => {
  // From here on the parent's channel alone must not keep the process alive.
  process.channel?.unref();
  runProgram(request);
});
process.once("disconnect", () => process.exit());

function runProgram(request: ProgramRequest): void {
  const warnings = new Set<string>();
  const loggedErrors: ProgramFailure[] = [];
  const thrown = new Set<unknown>();
  let outputsAreComplete = false;

  const fail = (error: unknown): void => {
    thrown.add(error);
    setTimeout(finish, lastErrorsMilliseconds).unref();
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.once("beforeExit", finish);

  const defaultProviders = new DefaultProviders(request.config);
  const monitor = new RecordingMonitor(request.project, request.stack, defaultProviders, (text) => {
    warnings.add(text);
  });
  const leakedRegistrations = interceptSdk(request, monitor, {
    warn: (text) => warnings.add(text),
    error: (message) => loggedErrors.push({ message, place: undefined }),
  });

  pulumi.runtime
    .runInPulumiStack(() => startProgram(request.bundle))
    .then(() => {
      outputsAreComplete = true;
    }, fail);

  function finish(): void {
    const failures = findFailures();
    const result: ProgramResult =
      failures.length > 0
        ? { failures }
        : {
            run: {
              project: request.project,
              stack: request.stack,
              registrations: monitor.registrations,
              outputs: monitor.stackOutputs,
              warnings: [...warnings],
            },
          };
    process.send?.(result, () => process.exit());
  }

  function findFailures(): ProgramFailure[] {
    if (thrown.size > 0) {
      return [...thrown].map((error) => describeFailure(error, request));
    }
    if (loggedErrors.length > 0) {
      return loggedErrors;
    }
    const leaks = leakedRegistrations();
    if (outputsAreComplete && leaks === "") {
      return [];
    }
    const message =
      leaks === "" ? "It waits for a promise that nothing can settle any more." : leaks;
    return [{ message, place: undefined }];
  }
}

/** A program may export a function, which then is the program. */
async function startProgram(bundle: string): Promise<pulumi.Inputs> {
  const program = createRequire(bundle)(bundle) as unknown;
  const outputs: unknown =
    typeof program === "function" ? await (program as () => unknown)() : program;
  return outputs as pulumi.Inputs;
}
