import type { DeclaredInputs } from "../declared/declared-resource";
import type { DeclaredStack } from "../declared/declared-stack";
import { readOfflineOutputs, readOfflineRun } from "../declared/offline-run";
import { type ProofOutcome, proveResources } from "../failover/prove-resources";
import type { Environment } from "../settings/environment";
import type { ProgramProcess } from "./run-program";
import { readStackSettings } from "./stack-settings";
import { PolicyJudge, type Verdict } from "./verdict";

/** Everything that is known of a stack without asking AWS. */
export interface OfflinePreview {
  environment: Environment;
  declared: DeclaredStack;
  /** The stack's outputs. */
  outputs: DeclaredInputs;
  /** Of the settings and of the program. */
  warnings: string[];
  /** Of the policy pack, with the project's own contract. */
  verdict: Verdict;
  /** Absent where the failover name is not whole: where Regions have stacks of their own. */
  proof: ProofOutcome | undefined;
}

/**
 * Previews a stack by running its program.
 *
 * @throws {UnusableInputError | InvalidInputError} when it cannot be previewed; the message is for
 *   users.
 */
export async function previewStack(
  projectFolder: string,
  stack: string,
  program: ProgramProcess,
): Promise<OfflinePreview> {
  const { configuration, environment } = readStackSettings(projectFolder, stack);
  const starting = PolicyJudge.start(configuration, environment);
  try {
    const run = await program.run(configuration);
    const declared = readOfflineRun(run, configuration.config);
    const judging = starting.then((judge) => judge.judge(run, declared));
    const settingsWarnings = environment.warnings.map(({ path, reason }) => `${path}: ${reason}`);
    return {
      environment,
      declared,
      outputs: readOfflineOutputs(run),
      warnings: [...new Set([...settingsWarnings, ...run.warnings])],
      proof: proveStack(declared, environment),
      verdict: await judging,
    };
  } finally {
    // The server would outlive this process. A failure to start it was thrown above, or does not matter.
    await starting.then(
      (judge) => {
        judge.stop();
      },
      () => undefined,
    );
  }
}

function proveStack(
  { resources }: DeclaredStack,
  { settings, contract }: Environment,
): ProofOutcome | undefined {
  const { scope, domainName, regions } = settings;
  return scope === "all"
    ? proveResources(resources, contract.objectives, { name: domainName, regions })
    : undefined;
}
