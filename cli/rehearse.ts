import { createRequire } from "node:module";
import * as path from "node:path";
import type { Command } from "commander";
import { bundle } from "../offline/bundle";
import { faultKinds, faults } from "../rehearsal/faults";
import type { RawOptions } from "./rehearse-options";
import type * as runRehearsalModule from "./run-rehearsal";

export function addRehearseCommand(program: Command): void {
  program
    .command("rehearse")
    .description(
      "Run the declared failover on this machine with real processes, take Regions away, and hold what " +
        "was measured against what was predicted.",
    )
    .option("--stack <name>", "the stack, as in Pulumi.NAME.yaml", "prod")
    .option(
      "--lose <region>",
      "a Region to lose, with several options one after the other; REGION=KIND for a fault of its own, " +
        "REGION,REGION for several at once, all for every Region (default: each in turn, and back)",
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .option("--fault <kind>", `what happens to it: ${faultKinds.join(", ")}`, "region")
    .option("--return", "bring back what was lost, last things first")
    .option("--lag <seconds>", "how long replication takes", "1")
    .option("--speed <n>", "how many times as fast: intervals, TTLs and propagation", "1")
    .option("--clients <n>", "clients behind each resolver", "2")
    .option("--seed <n>", "draws the same phases, delays and operations again (default: any)")
    .option(
      "--dynamodb <kind>",
      "what stands for DynamoDB: moto, or local for DynamoDB Local",
      "moto",
    )
    .option("--json", "print the result as JSON, and nothing else")
    .addHelpText("after", faultHelp())
    .action(run);
}

/** It is bundled by itself: other commands need not wait for what they have no use for. */
async function run(options: RawOptions): Promise<void> {
  const file = await bundle(path.join(__dirname, "run-rehearsal.ts"));
  const { runRehearsal } = createRequire(file)(file) as typeof runRehearsalModule;
  await runRehearsal(options);
}

function faultHelp(): string {
  const width = Math.max(...faultKinds.map(({ length }) => length));
  return [
    "",
    "Kinds of faults:",
    ...faultKinds.map((kind) => `  ${kind.padEnd(width)}  ${faults[kind].summary}`),
  ].join("\n");
}
