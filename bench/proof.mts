import { execFileSync } from "node:child_process";
import * as path from "node:path";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import bundler from "../offline/bundle.js";
import { median } from "./measure.mts";

/** Sites to the milliseconds that their proof may take. */
const limits: Record<number, number> = { 3: 20, 10: 1000 };

const siteCounts = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const forms = ["cname", "alias"] as const;

interface Run {
  proven: boolean;
  combinations: number;
  milliseconds: number;
}

const { rounds } = new Command("bench:proof")
  .description("Times the proof of chains, by their sites. Exit code 1: over a limit.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .option("--rounds <number>", "how often each is proved, in a process of its own", readRounds, 5)
  .parse()
  .opts<{ rounds: number }>();

const program = await bundler.bundle(path.join(import.meta.dirname, "prove-chain.ts"));
const table = new Table({
  head: ["sites", "combinations", ...forms.map((form) => `${form} chain`), "combinations a second"],
  colAligns: ["right", "right", "right", "right", "right"],
  style: { head: [], border: [] },
});
for (const sites of siteCounts) {
  const results = forms.map((form) => runAll(form, sites));
  const milliseconds = results.map((runs) => median(runs.map((run) => run.milliseconds)));
  const combinations = results[0]?.[0]?.combinations ?? 0;
  table.push([
    sites,
    combinations,
    ...milliseconds.map((time) => `${time.toFixed(1)} ms`),
    Math.round((combinations * 1000) / Math.max(...milliseconds)),
  ]);
  const limit = limits[sites];
  if (limit !== undefined && Math.max(...milliseconds) > limit) {
    console.log(`${sites} sites: over the limit of ${limit} ms`);
    process.exitCode = 1;
  }
  console.error(`${sites} sites`);
}
console.log(table.toString());

function runAll(form: string, sites: number): Run[] {
  return Array.from({ length: rounds }, () => {
    const text = execFileSync(process.execPath, [program, form, String(sites)], {
      encoding: "utf8",
    });
    const run = JSON.parse(text) as Run;
    if (!run.proven) {
      throw new Error(`The chain of ${sites} sites was not proved.`);
    }
    return run;
  });
}

function readRounds(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  }
  return Number(text);
}
