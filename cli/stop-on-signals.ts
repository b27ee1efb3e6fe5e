import * as os from "node:os";

/** Somebody has ended the command. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  /** As shells have it: 128 and the signal's number. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}; everything that was started has been ended too.`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the first signal that would end this process into an abort, so that what was started can be
 * ended; further ones are ignored, since that does not take long.
 */
export function stopOnSignals(): { signal: AbortSignal; end: () => void } {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    stopping.abort(new InterruptedError(signal));
  };
  for (const signal of signals) {
    process.on(signal, stop);
  }
  return {
    signal: stopping.signal,
    end: () => {
      for (const signal of signals) {
        process.off(signal, stop);
      }
    },
  };
}
