import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import type { ProgramRequest } from "./recorded-run";
import type { RecordingMonitor } from "./recording-monitor";

interface ProgramLog {
  warn: (message: string) => void;
  error: (message: string) => void;
}

/**
 * Connects the SDK to the monitor, in preview mode, and its log to ours.
 *
 * Gives a function that says which registrations never came to their end, or an empty text.
 */
export function interceptSdk(
  request: ProgramRequest,
  monitor: RecordingMonitor,
  log: ProgramLog,
): () => string {
  pulumi.runtime.setMockOptions(monitor, request.project, request.stack, true, "organization");
  pulumi.runtime.setAllConfig(request.config);
  interceptLog(log);
  refusePlainInvokes();
  dropPromiseStacks();
  // Cleared before the SDK's own handler, which would print it and change the exit code.
  process.once("exit", leakedRegistrations);
  return leakedRegistrations;
}

/** The SDK says so of outputs too that are merely unknown. */
const undefinedOutput = /^Undefined value \(.*\) will not show as a stack output\.$/;

/** Without an engine the SDK prints to the console what a program logs. */
function interceptLog(log: ProgramLog): void {
  Object.assign(pulumi.log, {
    warn: (message: string) => {
      if (!undefinedOutput.test(message)) {
        log.warn(message);
      }
      return Promise.resolve();
    },
    error: (message: string) => {
      log.error(message);
      return Promise.resolve();
    },
  });
}

/** The plain form returns its answer as a value, which cannot be marked as unknown. */
function refusePlainInvokes(): void {
  const refuse = (token: string): Promise<never> => {
    const name = token.split(":").at(-1) ?? token;
    return Promise.reject(
      new pulumi.ResourceError(
        `${token} is called in its plain form, whose answer only AWS knows, so that an offline ` +
          `preview could only invent it. Use the Output form: ${name}Output(...).`,
        undefined,
      ),
    );
  };
  Object.assign(pulumi.runtime, { invoke: refuse, invokeSingle: refuse });
}

/** Parts of the SDK that are not in its published types. */
const internals = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as {
  debuggablePromise: (promise: Promise<unknown>, label: string) => Promise<unknown>;
  leakedPromises: () => [Set<unknown>, string];
};

/** The SDK keeps a stack of every promise for its debug mode, in a third of a program's time. */
function dropPromiseStacks(): void {
  const { debuggablePromise } = internals;
  internals.debuggablePromise = (promise, label) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, label);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

/** The SDK's own account of what still waits, without its advice to use its debug mode. */
function leakedRegistrations(): string {
  const [, message] = internals.leakedPromises();
  return message.split("\n\nRe-run")[0] ?? "";
}
