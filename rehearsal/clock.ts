import { performance } from "node:perf_hooks";

/** Seconds since the epoch, as the Python processes count them, and never going back. */
export function now(): number {
  return (performance.timeOrigin + performance.now()) / 1000;
}

/** @throws the signal's reason, once it is aborted */
export async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Waits for a promise, and no longer than a limit.
 *
 * @param late Makes the error for one that does not come in time.
 */
export async function within<T>(
  limitSeconds: number,
  wanted: Promise<T>,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, limitSeconds * 1000);
  });
  try {
    return await Promise.race([wanted, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
