import { Command, CommanderError } from "commander";
import { addCompareCommand } from "./compare";
import { addPolicyConfigCommand } from "./policy-config";
import { addPreviewCommand } from "./preview";
import { addProveCommand } from "./prove";
import { addRehearseCommand } from "./rehearse";
import { reportError } from "./report-error";
import { InterruptedError } from "./stop-on-signals";

/**
 * The `failover` command. Exit codes: 0 good, 1 a finding, 2 unusable input or usage, 128 and the
 * signal's number where a signal has ended it.
 *
 * @param args Without the names of Node and of the script.
 */
export async function main(args: string[]): Promise<void> {
  // The reader of a pipe may have seen enough, as `head` does.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      throw error;
    }
    process.exit();
  });
  const program = new Command("failover")
    .description("Regional failover for DynamoDB and Python on AWS: proved, rehearsed, enforced.")
    .exitOverride();
  addPreviewCommand(program);
  addCompareCommand(program);
  addPolicyConfigCommand(program);
  addProveCommand(program);
  addRehearseCommand(program);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError)) {
      reportError(error);
    }
    if (error instanceof InterruptedError) {
      // What was under way would go on for a moment, and there is nothing left for it to do.
      process.exit();
    }
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) {
    return error.exitCode;
  }
  return error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
