import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import Table from "cli-table3";
import bundler from "../offline/bundle.js";
import builder from "../policies/build.js";
import { runBenchmark } from "./benchmark.mts";
import { median } from "./measure.mts";
import type * as PackCosts from "./pack-costs.ts";

type PackName = PackCosts.PackName;
type Pair<Value> = PackCosts.Pair<Value>;
type ResourceRound = PackCosts.ResourceRound;
type StackTimes = PackCosts.StackTimes;
type ProofRound = Awaited<ReturnType<typeof PackCosts.measureProof>>;

/** What the pack may cost: times an empty pack's, milliseconds and bytes. */
const limits = {
  boot: 1.2,
  resource: 1.5,
  largestStackMilliseconds: 1000,
  /** A resource of the largest stack, times one of the smallest; 1 is exactly linear. */
  growth: 1.5,
  bundleBytes: 400_000,
  /** What the proof adds to the stack rules of a preview. */
  proofMilliseconds: 50,
};

const stackSizes = [1250, 2500, 5000, 10_000];
const smallest = stackSizes[0]!;
const largest = stackSizes.at(-1)!;
const packFile = path.join(import.meta.dirname, "../policies/bin/index.js");

await runBenchmark({
  name: "bench:policies",
  description: "Compares the policy pack with an empty one, under Pulumi's policy server.",
  round: "how often everything is measured, in turns",
  rounds: 5,
  run,
});

async function run(rounds: number): Promise<string[]> {
  await builder.buildPack();
  const program = await bundler.bundle(path.join(import.meta.dirname, "pack-costs.ts"));
  const costs = createRequire(import.meta.url)(program) as typeof PackCosts;
  const prod = await costs.ownStack("prod");
  const mistakes = await costs.testProgram("classic-mistakes");
  const programs = [
    ["stack rules, copies of prod", prod],
    ["stack rules, copies of classic mistakes", mistakes],
  ] as const;

  const proofRounds: ProofRound[] = [];
  const resourceRounds: ResourceRound[] = [];
  const stackRounds = programs.map((): StackTimes[][] => []);
  // The first round fills caches, and warms up this process.
  for (let round = 0; round <= rounds; round += 1) {
    const order: PackName[] = round % 2 === 0 ? ["empty", "own"] : ["own", "empty"];
    const measured = await costs.measureResources(prod, order);
    const stacks: StackTimes[][] = [];
    for (const [, stack] of programs) {
      const sizes = stackSizes.map((size) => costs.largeStack(stack, size));
      stacks.push(await costs.measureStacks(stack, sizes));
    }
    const proof = await costs.measureProof(prod);
    if (round > 0) {
      proofRounds.push(proof);
      resourceRounds.push(measured);
      stacks.forEach((times, index) => stackRounds[index]!.push(times));
      console.error(`round ${round} of ${rounds}`);
    }
  }
  const table = prod.resources.findIndex(({ type }) => type === "aws:dynamodb/table:Table");
  return [
    ...reportResources(resourceRounds, table),
    ...programs.flatMap(([name], index) => reportStacks(name, stackRounds[index]!)),
    ...reportProof(proofRounds),
    ...reportBundle(fs.statSync(packFile).size),
  ];
}

function reportResources(rounds: readonly ResourceRound[], contracted: number): string[] {
  const firstPasses = pairOf((pack) => rounds.map((round) => round.firstMilliseconds[pack]));
  const warmPasses = pairOf((pack) => rounds.flatMap((round) => round.warmMilliseconds[pack]));
  const rows: [string, Pair<number>, number | undefined][] = [
    ["boot", pairOf((pack) => median(rounds.map((r) => r.bootMilliseconds[pack]))), limits.boot],
    [
      "one resource of prod, first pass",
      pairOf((pack) => mean(firstPasses[pack])),
      limits.resource,
    ],
    ["one resource of prod, warm", pairOf((pack) => mean(warmPasses[pack])), limits.resource],
    [
      "the contracted table, warm",
      pairOf((pack) => median(warmPasses[pack].map((pass) => pass[contracted]!))),
      undefined,
    ],
  ];
  const table = newTable("median", "empty pack", "this pack", "ratio", "limit");
  for (const [what, { empty, own }, limit] of rows) {
    table.push([what, inMilliseconds(empty), inMilliseconds(own), ratio(own / empty), limit ?? ""]);
  }
  console.log(table.toString());
  return rows.flatMap(([what, { empty, own }, limit]) =>
    exceeded(`${what}: ${ratio(own / empty)} times an empty pack's`, own / empty, limit),
  );
}

function reportStacks(program: string, rounds: readonly StackTimes[][]): string[] {
  const medians = stackSizes.map((size, index) => {
    const times = rounds.map((round) => round[index]!);
    const computing = median(times.map(({ computingMilliseconds }) => computingMilliseconds));
    const wall = median(times.map(({ wallMilliseconds }) => wallMilliseconds));
    return { size, computing, wall, perResource: computing / size };
  });
  const table = newTable(program, "computing", "wall clock", "for 1,000 resources", "limit");
  for (const { size, computing, wall, perResource } of medians) {
    const times = [computing, wall, perResource * 1000].map(inMilliseconds);
    const limit = size === largest ? inMilliseconds(limits.largestStackMilliseconds) : "";
    table.push([`${size} resources`, ...times, limit]);
  }
  console.log(table.toString());
  const [first, last] = [medians[0]!, medians.at(-1)!];
  const growth = last.perResource / first.perResource;
  console.log(
    `a resource among ${largest} takes ${ratio(growth)} times as long as among ${smallest} (limit ${limits.growth})`,
  );
  return [
    ...exceeded(
      `${program}, ${largest} resources: ${inMilliseconds(last.computing)}`,
      last.computing,
      limits.largestStackMilliseconds,
    ),
    ...exceeded(`${program}: growth of ${ratio(growth)}`, growth, limits.growth),
  ];
}

function reportProof(rounds: readonly ProofRound[]): string[] {
  const computing = (side: keyof ProofRound): number =>
    median(rounds.map((round) => round[side].computingMilliseconds));
  const added = computing("with") - computing("without");
  const limit = limits.proofMilliseconds;
  console.log(
    `stack rules of prod: ${inMilliseconds(computing("without"))} without the proof, ` +
      `${inMilliseconds(computing("with"))} with it, ${inMilliseconds(added)} more (limit ${limit} ms)`,
  );
  return exceeded(`the proof adds ${inMilliseconds(added)} to a preview`, added, limit);
}

function reportBundle(bytes: number): string[] {
  const inKilobytes = (size: number): string => `${(size / 1000).toFixed(0)} kB`;
  console.log(`bundle: ${inKilobytes(bytes)} (limit ${inKilobytes(limits.bundleBytes)})`);
  return exceeded(`bundle: ${inKilobytes(bytes)}`, bytes, limits.bundleBytes);
}

function exceeded(what: string, measured: number, limit: number | undefined): string[] {
  return limit === undefined || measured <= limit ? [] : [what];
}

/** Of a pass over all resources: each by its median, because a single call can meet anything. */
function mean(allPasses: readonly number[][]): number {
  const medians = allPasses[0]!.map((_time, index) => median(allPasses.map((p) => p[index]!)));
  return medians.reduce((sum, time) => sum + time, 0) / medians.length;
}

function pairOf<Value>(make: (pack: PackName) => Value): Pair<Value> {
  return { empty: make("empty"), own: make("own") };
}

function newTable(...head: string[]): Table.Table {
  const colAligns = head.map((_, index) => (index === 0 ? "left" : "right"));
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

function inMilliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : 0)} ms`;
}

function ratio(value: number): string {
  return value.toFixed(2);
}
