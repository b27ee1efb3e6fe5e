import { styleText } from "node:util";
import type { Command } from "commander";
import { startProgramProcess } from "../offline/run-program";
import type { OfflinePreview } from "../offline/preview-stack";
import { standardOutput } from "./standard-output";

interface PreviewOptions {
  stack: string;
  json?: true;
}

export function addPreviewCommand(program: Command): void {
  program
    .command("preview")
    .description(
      "Show what a stack declares, and what the policies say of it, by running its program offline.",
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
    process.exitCode = result.verdict.violations.length === 0 ? 0 : 1;
  } finally {
    program.stop();
  }
}

/** Only for somebody who watches; in a log it would say nothing. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) {
    console.error(styleText("dim", text, { stream: process.stderr }));
  }
}

function toJson({ declared, environment, outputs, warnings, verdict }: OfflinePreview): string {
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
    { project, stack, settings, resources: graph, outputs, warnings, policies: verdict },
    null,
    2,
  );
}
