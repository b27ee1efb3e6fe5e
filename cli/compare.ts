import type { Command } from "commander";
import { compareStacks } from "../contract/peers/compare-stacks";
import { isUnseenDifference, type PeerComparison } from "../contract/peers/peer";
import { UnusableInputError } from "../offline/unusable-input";
import { renderComparison } from "../report/terminal/comparison-report";
import { labelStacks, readStackFiles } from "./read-stacks";
import { standardOutput } from "./standard-output";

interface CompareOptions {
  from: string[];
  json?: true;
}

export function addCompareCommand(program: Command): void {
  program
    .command("compare")
    .description(
      "Show what differs between stacks: tables of the same name, replicas of a table, and the " +
        "checks, records and load balancers of a failover name.",
    )
    .requiredOption(
      "--from <file...>",
      "two or more outputs of `pulumi stack export` or `pulumi preview --json --show-sames`",
    )
    .option("--json", "print the differences as JSON, and nothing else")
    .action(compare);
}

/** Exit code 1 for a difference, and for a value that cannot be seen. */
function compare({ from, json }: CompareOptions): void {
  if (from.length < 2) {
    throw new UnusableInputError(
      `--from: found ${from.length} file; allowed: two or more, one for each stack to compare.`,
    );
  }
  const stacks = readStackFiles(from);
  const labels = labelStacks(stacks);
  const comparisons = compareStacks(
    stacks.map(({ declared }, index) => ({ label: labels[index]!, declared })),
  );
  refuseNothing(comparisons);
  process.stdout.write(
    `${json === true ? toJson(labels, comparisons) : renderComparison(comparisons, labels, standardOutput())}\n`,
  );
  process.exitCode = comparisons.some(({ differences }) => differences.length > 0) ? 1 : 0;
}

/** Stacks without anything in common do not agree; more likely they are the wrong ones. */
function refuseNothing(comparisons: readonly PeerComparison[]): void {
  const isAnything = comparisons.some(
    ({ peers, differences }) => peers.length > 1 || differences.length > 0,
  );
  if (!isAnything) {
    throw new UnusableInputError(
      "--from: nothing in these stacks has a counterpart, so that there is nothing to compare. " +
        "Counterparts are tables with the same physical name, and health checks, records and load " +
        "balancers of one failover name or with the same logical name but for its Region.",
    );
  }
}

function toJson(stacks: readonly string[], comparisons: readonly PeerComparison[]): string {
  return JSON.stringify(
    {
      equal: comparisons.every(({ differences }) => differences.length === 0),
      stacks,
      comparisons: comparisons.map(({ subject, peers, differences }) => ({
        subject,
        peers,
        differences: differences.map((difference) => ({
          path: difference.path,
          unknown: isUnseenDifference(difference),
          values: difference.values.map(({ peer, value }) => ({ ...peer, value: value ?? null })),
        })),
      })),
    },
    null,
    2,
  );
}
