/**
 * `node app/environment.mts [MODULE ARGUMENTS...]`: makes the Python environment of the service where
 * it is missing or out of date, then runs a Python module in it, in the folder `app`.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Something that the reader has to put right; shown without a stack trace. */
class EnvironmentError extends Error {}

const folder = import.meta.dirname;
const environment = join(folder, ".venv");
const windows = process.platform === "win32";
const python = windows
  ? join(environment, "Scripts", "python.exe")
  : join(environment, "bin", "python");
const stampFile = join(environment, "lock.sha256");
const lockFolder = join(folder, ".venv.lock");
const minimumMinor = 11;

const noPython = [
  `There is no Python 3.${minimumMinor} or newer with its venv module on the PATH.`,
  "Tried: python3.13, python3.12, python3.11, python3, python.",
  "Install one of them:",
  "  https://www.python.org/downloads/",
  "  Debian and Ubuntu: apt install python3 python3-venv",
].join("\n");

function findPython(): string {
  const question = "import sys, venv, ensurepip; print(*sys.version_info[:2])";
  for (const candidate of ["python3.13", "python3.12", "python3.11", "python3", "python"]) {
    const answer = spawnSync(candidate, ["-c", question], { encoding: "utf8" });
    if (answer.status === 0) {
      const [major, minor] = answer.stdout.trim().split(" ").map(Number);
      if (major === 3 && minor !== undefined && minor >= minimumMinor) {
        return candidate;
      }
    }
  }
  throw new EnvironmentError(noPython);
}

/** Changes whenever what is installed has to change. */
async function currentStamp(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["requirements-dev.txt", "pyproject.toml"]) {
    hash.update(await readFile(join(folder, name)));
  }
  // The environment refers to its own place by absolute paths.
  return hash.update(folder).digest("hex");
}

function readStamp(): Promise<string> {
  return readFile(stampFile, "utf8").catch(() => "");
}

/** Whether the environment is what the lock says and its interpreter still exists. */
async function isReady(stamp: string): Promise<boolean> {
  return (await readStamp()) === stamp && spawnSync(python, ["--version"]).status === 0;
}

function run(command: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => child.kill(signal));
    }
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}

async function install(stamp: string): Promise<void> {
  const base = findPython();
  console.error(`Setting up the Python environment app/.venv with ${base} (once for each lock).`);
  // An installation that was broken off left no stamp: what it left behind is not to be trusted.
  const unfinished = (await readStamp()) === "" || spawnSync(python, ["--version"]).status !== 0;
  await rm(stampFile, { force: true });
  const pip = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install"];
  const steps: [string, string[]][] = [
    [base, ["-m", "venv", ...(unfinished ? ["--clear"] : []), environment]],
    [python, [...pip, "--require-hashes", "--requirement", "requirements-dev.txt"]],
    [python, [...pip, "--no-build-isolation", "--no-deps", "--editable", "."]],
  ];
  for (const [command, args] of steps) {
    const code = await run(command, args);
    if (code !== 0) {
      throw new EnvironmentError(
        `'${[command, ...args].join(" ")}' failed with exit code ${code}, see above.`,
      );
    }
  }
  await writeFile(stampFile, stamp);
}

/** How long the folder of a process that was killed keeps others out. */
const abandonedMilliseconds = 15 * 60_000;

/** Two processes that install into one environment would break it. */
async function alone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await mkdir(lockFolder);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    const made = await stat(lockFolder).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > abandonedMilliseconds) {
      await rm(lockFolder, { recursive: true, force: true });
    } else {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  try {
    await work();
  } finally {
    await rm(lockFolder, { recursive: true, force: true });
  }
}

async function setUp(): Promise<void> {
  const stamp = await currentStamp();
  if (await isReady(stamp)) {
    return;
  }
  await alone(async () => {
    if (!(await isReady(stamp))) {
      await install(stamp);
    }
  });
}

try {
  await setUp();
  const [module, ...args] = process.argv.slice(2);
  process.exitCode = module === undefined ? 0 : await run(python, ["-m", module, ...args]);
} catch (error) {
  if (!(error instanceof EnvironmentError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}
