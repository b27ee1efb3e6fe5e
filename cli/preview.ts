import { styleText } from "node:util";
import type { Command } from "commander";
import { startProgramProcess } from "../offline/run-program";
import type { OfflinePreview } from "../offline/preview-stack";
import { proofToJson } from "../report/proof-json";
import { standardOutput } from "./standard-output";

interface PreviewOptions {
  stack: string;
  json?: true;
}

export function addPreviewCommand(program: Command): void {
  program
    .command("preview")
    .description(
      "Show what a stack declares, what the policies say of it and how it fails over, by running its " +
        "program offline.",
    )
    .option("--stack <name>", "the stack, as in Pulumi.NAME.yaml", "prod")
    .option("--json", "print the full graph of resources as JSON, and nothing else")
    .action(preview);
}

async function preview({ stack, json }: PreviewOptions): Promise<void> {
  const folder = process.cwd();
  // Started first, because everything else is done long before the process has loaded the SDK.
  const program = await startProgramProcess(folder);
  showProgress(`Running the program of stack ${stack} ...`);
  try {
    const { previewStack } = await import("../offline/preview-stack.js");
    const { renderPreview } = await import("../report/terminal/preview-report.js");
    const result = await previewStack(folder, stack, program);
    process.stdout.write(
      json === true ? `${toJson(result)}\n` : `${renderPreview(result, standardOutput())}\n`,
    );
    process.exitCode = isGood(result) ? 0 : 1;
  } finally {
    program.stop();
  }
}

function isGood({ verdict, proof }: OfflinePreview): boolean {
  const isRefuted = proof !== undefined && !(proof.kind === "proof" && proof.proof.proven);
  return verdict.violations.length === 0 && !isRefuted;
}

/** Only for somebody who watches; in a log it would say nothing. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) {
    console.error(styleText("dim", text, { stream: process.stderr }));
  }
}

function toJson(preview: OfflinePreview): string {
  const { declared, environment, outputs, warnings, verdict, proof } = preview;
  const { project, stack, resources } = declared;
  const graph = resources.map((resource) => ({
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent ?? null,
    region: resource.region ?? null,
    inputs: resource.inputs,
    dependencies: resource.dependencies,
    propertyDependencies: resource.propertyDependencies,
  }));
  const { settings } = environment;
  return JSON.stringify(
    {
      project,
      stack,
      settings,
      resources: graph,
      outputs,
      warnings,
      policies: verdict,
      proof: proof?.kind === "proof" ? proofToJson(proof.proof) : null,
    },
    null,
    2,
  );
}
