import * as fs from "node:fs";
import type { Command } from "commander";
import type { Objectives } from "../contract/contract";
import { InvalidInputError } from "../contract/faults";
import { readContract } from "../contract/read-contract";
import { mergeStacks } from "../declared/merge-stacks";
import { type ProofOutcome, proveResources } from "../failover/prove-resources";
import { UnusableInputError } from "../offline/unusable-input";
import { proofToJson } from "../report/proof-json";
import { renderProof } from "../report/terminal/proof/proof-report";
import { readStackFiles } from "./read-stacks";
import { standardOutput } from "./standard-output";

interface ProveOptions {
  from: string[];
  name?: string;
  contract: string;
  json?: true;
}

export function addProveCommand(program: Command): void {
  program
    .command("prove")
    .description(
      "Prove or refute the failover of stacks: for every combination of failures, who answers, how " +
        "soon clients see it, and what data is at risk.",
    )
    .requiredOption(
      "--from <file...>",
      "outputs of `pulumi stack export` or `pulumi preview --json --show-sames`; several are one " +
        "environment",
    )
    .option("--name <name>", "the failover name, where several are declared")
    .option("--contract <file>", "the objectives to prove", "contract.json")
    .option("--json", "print the proof as JSON, and nothing else")
    .action(prove);
}

/** Exit code 1 for a counterexample, and where something needed is not known. */
function prove({ from, name, contract, json }: ProveOptions): void {
  const objectives = readObjectives(contract);
  const { resources, regions } = mergeStacks(
    readStackFiles(from).map(({ file, declared }) => ({ name: file, declared })),
  );
  const outcome = proveResources(resources, objectives, {
    ...(name === undefined ? {} : { name }),
    ...(regions === undefined ? {} : { regions }),
  });
  if (outcome.kind !== "proof") {
    throw new UnusableInputError(whyNoProof(outcome));
  }
  const { proof } = outcome;
  process.stdout.write(
    json === true
      ? `${JSON.stringify(proofToJson(proof), null, 2)}\n`
      : `${renderProof(proof, objectives, standardOutput()).join("\n")}\n`,
  );
  process.exitCode = proof.proven ? 0 : 1;
}

function readObjectives(file: string): Objectives {
  const { contract, faults } = readContract(readText(file));
  if (contract === undefined || faults.length > 0) {
    throw new InvalidInputError(faults);
  }
  return contract.objectives;
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnusableInputError(
      `--contract: ${file} cannot be read (${code ?? "unknown reason"}); it holds the objectives, in ` +
        "the form of this project's contract.json.",
    );
  }
}

function whyNoProof(outcome: Exclude<ProofOutcome, { kind: "proof" }>): string {
  switch (outcome.kind) {
    case "several names":
      return `--name: several failover names are declared; choose one of: ${outcome.names.join(", ")}.`;
    case "no failover name":
      return (
        "--from: no failover name is declared: no record that others do not lead to has a routing " +
        "policy, itself or further on. With --name any name can be proved."
      );
    case "unknown name":
      return outcome.names.length === 0
        ? `--name: no record is declared for ${outcome.name}, nor for any other name.`
        : `--name: no record is declared for ${outcome.name}; allowed: ${outcome.names.join(", ")}.`;
  }
}
