import { Command, CommanderError } from "commander";
import { addCompareCommand } from "./compare";
import { addPolicyConfigCommand } from "./policy-config";
import { addPreviewCommand } from "./preview";
import { addProveCommand } from "./prove";
import { addRehearseCommand } from "./rehearse";
import { reportError } from "./report-error";

/**
 * The `failover` command. Exit codes: 0 good, 1 a finding, 2 unusable input or usage.
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
    process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CommanderError)) {
      reportError(error);
    }
  }
}
