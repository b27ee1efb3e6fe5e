import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import contractJson from "../contract.json";
import type { Contract } from "../contract/contract";
import { Analyzer, type AnalyzedResource } from "../offline/analyzer";
import { packConfiguration, type PackConfiguration } from "../policies/pack-configuration";
import { ownStack, testProgram, type TestStack } from "../tests/policies/stacks";
import { largeStack } from "./large-stack";

const packFolders = {
  empty: path.join(__dirname, "empty-pack"),
  own: path.join(__dirname, "../policies"),
};
export type PackName = keyof typeof packFolders;
export type Pair<Value> = Record<PackName, Value>;

/** Passes before a server is called warm, and passes that are then measured. */
const passes = { unmeasured: 5, measured: 5 };

export interface ResourceRound {
  /** Until the server has announced its policies. */
  bootMilliseconds: Pair<number>;
  /** Of the program's resources, in their order: in the first pass after boot, as in a preview. */
  firstMilliseconds: Pair<number[]>;
  /** One list for each pass. */
  warmMilliseconds: Pair<number[][]>;
}

/** Boots both packs, and has each resource judged by both in turns, so that both see the same load. */
export async function measureResources(
  stack: TestStack,
  order: readonly PackName[],
): Promise<ResourceRound> {
  const servers = new Map<PackName, Analyzer>();
  const bootMilliseconds = pairOf(() => 0);
  try {
    for (const pack of order) {
      const start = performance.now();
      servers.set(pack, await startPack(pack, stack));
      bootMilliseconds[pack] = performance.now() - start;
    }
    await servers.get("own")!.configure(configurationOf(stack));
    const firstMilliseconds = await pass(servers, stack.resources);
    for (let count = 0; count < passes.unmeasured; count += 1) {
      await pass(servers, stack.resources);
    }
    const warmMilliseconds = pairOf((): number[][] => []);
    for (let count = 0; count < passes.measured; count += 1) {
      const measured = await pass(servers, stack.resources);
      warmMilliseconds.empty.push(measured.empty);
      warmMilliseconds.own.push(measured.own);
    }
    return { bootMilliseconds, firstMilliseconds, warmMilliseconds };
  } finally {
    for (const server of servers.values()) {
      server.stop();
    }
  }
}

async function pass(
  servers: ReadonlyMap<PackName, Analyzer>,
  resources: readonly AnalyzedResource[],
): Promise<Pair<number[]>> {
  const milliseconds = pairOf((): number[] => []);
  for (const resource of resources) {
    for (const [pack, server] of servers) {
      const start = performance.now();
      await server.analyze(resource);
      milliseconds[pack].push(performance.now() - start);
    }
  }
  return milliseconds;
}

/** Of one whole stack, from when the server has received it until it answers. */
export interface StackTimes {
  wallMilliseconds: number;
  /** Of them the server's thread was running; on a machine without other load the two are the same. */
  computingMilliseconds: number;
}

/** How long the server of the pack works on each of these whole stacks, warmed up by the first. */
export async function measureStacks(
  stack: TestStack,
  stacks: readonly AnalyzedResource[][],
): Promise<StackTimes[]> {
  const [, ...times] = await timesOf(stack, configurationOf(stack), [stacks[0] ?? [], ...stacks]);
  return times;
}

/** The first whole stack of a server, as in a preview, with the proof among the rules and without. */
export async function measureProof(
  stack: TestStack,
): Promise<{ with: StackTimes; without: StackTimes }> {
  const { "stack-rules": rules, ...others } = configurationOf(stack);
  const proof = rules?.["failover-proof"] as object;
  const disabled = { ...rules, "failover-proof": { ...proof, enforcementLevel: "disabled" } };
  const configurations = [configurationOf(stack), { ...others, "stack-rules": disabled }];
  const times: StackTimes[] = [];
  for (const configuration of configurations) {
    times.push(...(await timesOf(stack, configuration, [stack.resources])));
  }
  return { with: times[0]!, without: times[1]! };
}

/** Has a new server of the pack judge one whole stack after the other. */
async function timesOf(
  stack: TestStack,
  configuration: PackConfiguration,
  stacks: readonly AnalyzedResource[][],
): Promise<StackTimes[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  const notes = path.join(folder, "milliseconds");
  const preload = path.join(__dirname, "record-stack-rules.js");
  try {
    const server = await withEnvironment(
      { NODE_OPTIONS: `--require "${preload}"`, BENCH_STACK_TIMES: notes },
      () => startPack("own", stack),
    );
    try {
      await server.configure(configuration);
      for (const resources of stacks) {
        await server.analyzeStack(resources);
      }
    } finally {
      server.stop();
    }
    const lines = fs.readFileSync(notes, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as StackTimes);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Every policy server as the Pulumi CLI starts it: `failover preview` compiles less. */
function startPack(pack: PackName, { project, stack, config }: TestStack): Promise<Analyzer> {
  return withEnvironment({ NODE_DISABLE_COMPILE_CACHE: "1" }, () =>
    Analyzer.start({ packFolder: packFolders[pack], project, stack, config }),
  );
}

async function withEnvironment<Result>(
  changes: Record<string, string>,
  run: () => Promise<Result>,
): Promise<Result> {
  const original = { ...process.env };
  Object.assign(process.env, changes);
  try {
    return await run();
  } finally {
    process.env = original;
  }
}

function configurationOf({ project, stack }: TestStack): PackConfiguration {
  return packConfiguration(contractJson as unknown as Contract, {
    coverage: [{ project, stack, scope: "all" }],
  });
}

function pairOf<Value>(make: () => Value): Pair<Value> {
  return { empty: make(), own: make() };
}

export { largeStack, ownStack, testProgram };
