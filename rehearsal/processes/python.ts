import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { NotRehearsableError } from "../not-rehearsable";

/** The service's own folder, with the client, the replicator and what stands in for AWS. */
export const appFolder = path.join(__dirname, "../../app");

const interpreter = path.join(
  appFolder,
  process.platform === "win32" ? ".venv/Scripts/python.exe" : ".venv/bin/python",
);

/**
 * Makes the Python environment of the service where it is missing or out of date.
 *
 * @returns The interpreter in it.
 * @throws {NotRehearsableError} where it cannot be made; what is missing was printed
 * @throws the signal's reason, once it is aborted
 */
export async function preparePython(signal: AbortSignal): Promise<string> {
  const ownNode = path.join(__dirname, "../../node_modules/node/bin/node");
  const node = fs.existsSync(ownNode) ? ownNode : process.execPath;
  const code = await new Promise<number | null>((resolve, reject) => {
    // Standard output is for the result alone.
    const child = spawn(node, [path.join(appFolder, "environment.mts")], {
      stdio: ["ignore", 2, 2],
      signal,
    });
    child.once("error", (error) => {
      reject(signal.aborted ? (signal.reason as Error) : error);
    });
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new NotRehearsableError([
      "the Python environment of the service could not be made, see above.",
    ]);
  }
  return interpreter;
}

/**
 * The environment of every process: nothing of the user's own AWS settings, credentials or proxies, so
 * that no call can leave this machine.
 */
export function pythonEnvironment(own: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "JAVA_HOME"];
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    ...own,
  };
}
