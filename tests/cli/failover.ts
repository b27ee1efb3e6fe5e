import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { writeProject } from "../offline/projects";

const root = path.join(__dirname, "../..");

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `failover` as a process of its own. */
export function failover(
  args: readonly string[],
  {
    cwd = root,
    node = process.execPath,
    env = {},
  }: { cwd?: string; node?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  const child = spawn(node, [path.join(root, "cli/launch.js"), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result: CommandResult = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (result.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (result.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ ...result, code });
    });
  });
}

/** A small program with the settings and the contract of this repository, some files changed. */
export function smallProject(changes: Record<string, string> = {}): string {
  const own = ["Pulumi.yaml", "Pulumi.prod.yaml", "contract.json"];
  return writeProject({
    ...Object.fromEntries(
      own.map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")]),
    ),
    "index.ts": `
import * as aws from "@pulumi/aws";
const west = new aws.Provider("west", { region: "us-west-2" });
const topic = new aws.sns.Topic("topic", {}, { provider: west });
console.log("printed by the program");
export const arn = topic.arn;
`,
    ...changes,
  });
}
