import assert from "node:assert/strict";
import * as fs from "node:fs";

/** Whether a process is there and has not ended. */
export function isRunning(pid: number): boolean {
  try {
    const state = /\) (\w)/.exec(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/** Every process whose command line has this text. */
export function running(text: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && isRunning(Number(name)))
    .flatMap((name) => {
      try {
        const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(text) ? [`${name} ${command.trim()}`] : [];
      } catch {
        return [];
      }
    });
}

/** Only a failing test waits so long. */
const patienceSeconds = 30;

/** Waits until a condition holds. */
export async function eventually(condition: () => boolean): Promise<void> {
  const end = performance.now() + patienceSeconds * 1000;
  while (!condition()) {
    assert.ok(performance.now() < end, "What had to come did not come.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
