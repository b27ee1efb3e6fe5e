import * as path from "node:path";
import Table from "cli-table3";
import { runBenchmark } from "./benchmark.mts";
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

await runBenchmark({
  name: "bench:preview",
  description: "Compares npm start with the smallest Pulumi program.",
  round: "how often each is run, in turns",
  rounds: 7,
  run,
});

async function run(rounds: number): Promise<string[]> {
  // The first run fills caches, which a user's second run finds filled.
  await runRound();
  const results: Record<Name, Measurement>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    results.push(await runRound());
    console.error(`round ${round} of ${rounds}`);
  }
  return report(results);
}

async function runRound(): Promise<Record<Name, Measurement>> {
  const measured: Partial<Record<Name, Measurement>> = {};
  for (const name of names) {
    const [command, args] = commands[name];
    measured[name] = await measure(command, args);
  }
  return measured as Record<Name, Measurement>;
}

function report(results: readonly Record<Name, Measurement>[]): string[] {
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
  const time = `time ratio, median of rounds: ${timeRatio.toFixed(2)}`;
  const memory = `peak memory: ${peakMebibytes.toFixed(0)} MiB`;
  console.log(`${time} (limit ${limits.timeRatio})`);
  console.log(`${memory} (limit ${limits.peakMebibytes})`);
  return [
    ...(timeRatio > limits.timeRatio ? [time] : []),
    ...(peakMebibytes > limits.peakMebibytes ? [memory] : []),
  ];

  function peakOf(name: Name): number {
    return Math.max(...results.map((result) => result[name].peakMebibytes));
  }
}
