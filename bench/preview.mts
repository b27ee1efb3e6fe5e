import * as path from "node:path";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { measure, type Measurement, median } from "./measure.mts";

/** What the preview may cost, relative to a program of one table, and absolutely. */
const limits = { timeRatio: 2.5, peakMebibytes: 400 };

const commands = {
  "one table, ts-node": [
    process.execPath,
    [
      "--require",
      "ts-node/register/transpile-only",
      path.join(import.meta.dirname, "one-table.ts"),
    ],
  ],
  "npm start": ["npm", ["start"]],
} as const;
type Name = keyof typeof commands;
const names = Object.keys(commands) as Name[];

const { rounds } = new Command("bench")
  .description("Compares npm start with the smallest Pulumi program. Exit code 1: over a limit.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .option("--rounds <number>", "how often each is run, in turns", readRounds, 7)
  .parse()
  .opts<{ rounds: number }>();

// The first run fills caches, which a user's second run finds filled.
await runRound();
const results: Record<Name, Measurement>[] = [];
for (let round = 1; round <= rounds; round += 1) {
  results.push(await runRound());
  console.error(`round ${round} of ${rounds}`);
}
report(results);

async function runRound(): Promise<Record<Name, Measurement>> {
  const measured: Partial<Record<Name, Measurement>> = {};
  for (const name of names) {
    const [command, args] = commands[name];
    measured[name] = await measure(command, args);
  }
  return measured as Record<Name, Measurement>;
}

function report(results: readonly Record<Name, Measurement>[]): void {
  const table = new Table({
    head: ["", "median", "range", "peak memory"],
    style: { head: [], border: [] },
  });
  for (const name of names) {
    const seconds = results.map((result) => result[name].seconds);
    table.push([
      name,
      `${median(seconds).toFixed(2)} s`,
      `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s`,
      `${peakOf(name).toFixed(0)} MiB`,
    ]);
  }
  console.log(table.toString());

  const timeRatio = median(
    results.map((result) => result["npm start"].seconds / result["one table, ts-node"].seconds),
  );
  const peakMebibytes = peakOf("npm start");
  console.log(`time ratio, median of rounds: ${timeRatio.toFixed(2)} (limit ${limits.timeRatio})`);
  console.log(`peak memory: ${peakMebibytes.toFixed(0)} MiB (limit ${limits.peakMebibytes})`);
  if (timeRatio > limits.timeRatio || peakMebibytes > limits.peakMebibytes) {
    console.log("over the limit");
    process.exitCode = 1;
  }

  function peakOf(name: Name): number {
    return Math.max(...results.map((result) => result[name].peakMebibytes));
  }
}

function readRounds(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  }
  return Number(text);
}
