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
