import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startProgramProcess } from "../../offline/run-program";
import type { RecordedRun } from "../../offline/recorded-run";
import { readStackConfiguration } from "../../offline/stack-configuration";

const folders: string[] = [];

/** Writes a project in a folder of its own; `removeProjects` removes it. */
export function writeProject(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "offline-project-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

export function removeProjects(): void {
  for (const folder of folders.splice(0)) {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Every file of a folder with its content, to see that nothing has been written. */
export function contentsOf(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]),
  );
}

/** Runs a project's program with the configuration of its stack. */
export async function runProject(
  folder: string,
  stack = "x",
  timeoutSeconds?: number,
): Promise<RecordedRun> {
  const program = await startProgramProcess(folder);
  try {
    return await program.run(readStackConfiguration(folder, stack), timeoutSeconds);
  } finally {
    program.stop();
  }
}

/** Runs a program that needs no configuration. */
export function runSource(
  source: string,
  otherFiles: Record<string, string> = {},
  timeoutSeconds?: number,
): Promise<RecordedRun> {
  const folder = writeProject({
    "Pulumi.yaml": "name: demo\nruntime: nodejs\n",
    "Pulumi.x.yaml": "config: {}\n",
    "index.ts": source,
    ...otherFiles,
  });
  return runProject(folder, "x", timeoutSeconds);
}
