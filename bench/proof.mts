import { execFileSync } from "node:child_process";
import * as path from "node:path";
import Table from "cli-table3";
import bundler from "../offline/bundle.js";
import { runBenchmark } from "./benchmark.mts";
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

await runBenchmark({
  name: "bench:proof",
  description: "Times the proof of chains, by their sites.",
  round: "how often each is proved, in a process of its own",
  rounds: 5,
  run,
});

async function run(rounds: number): Promise<string[]> {
  const program = await bundler.bundle(path.join(import.meta.dirname, "prove-chain.ts"));
  const table = new Table({
    head: [
      "sites",
      "combinations",
      ...forms.map((form) => `${form} chain`),
      "combinations a second",
      "limit",
    ],
    colAligns: ["right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  const exceeded: string[] = [];
  for (const sites of siteCounts) {
    const results = forms.map((form) => proveAll({ program, form, sites, rounds }));
    const milliseconds = results.map((runs) => median(runs.map((run) => run.milliseconds)));
    const slowest = Math.max(...milliseconds);
    const combinations = results[0]?.[0]?.combinations ?? 0;
    const limit = limits[sites];
    table.push([
      sites,
      combinations,
      ...milliseconds.map((time) => `${time.toFixed(1)} ms`),
      Math.round((combinations * 1000) / slowest),
      limit === undefined ? "" : `${limit} ms`,
    ]);
    if (limit !== undefined && slowest > limit) {
      exceeded.push(`${sites} sites: ${slowest.toFixed(1)} ms`);
    }
    console.error(`${sites} sites`);
  }
  console.log(table.toString());
  return exceeded;
}

interface Proofs {
  program: string;
  form: string;
  sites: number;
  rounds: number;
}

function proveAll({ program, form, sites, rounds }: Proofs): Run[] {
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
