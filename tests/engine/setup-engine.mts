/** `npm run setup:engine`: makes sure that there is a Pulumi CLI for the engine tests. */
import { spawn } from "node:child_process";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cliModule, findCli, minimumVersion, pinnedCli, reportedVersion } from "./find-cli.mts";

/** Something that the reader has to put right; shown without a stack trace. */
class SetupError extends Error {}

async function setUp(): Promise<string> {
  const found = await findCli();
  if (found !== undefined) {
    return `Pulumi CLI ${found.version} is ready: ${found.root ?? "the one on the PATH"}`;
  }
  await go(["version"]);
  const { version, root } = await pinnedCli();
  console.log(`Building the Pulumi CLI ${version} once, into ${root}.`);
  console.log("The first build takes several minutes and downloads its Go modules.");
  await mkdir(dirname(root), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(root), ".building-"));
  try {
    await build(version, join(unfinished, "bin", "pulumi"));
    await install(unfinished, root);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return `Pulumi CLI ${version} is ready: ${root}`;
}

async function build(version: string, output: string): Promise<void> {
  const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  await go([
    "build",
    "-trimpath",
    "-ldflags",
    `-s -w -X ${versionVariable}=${version}`,
    "-o",
    output,
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ]);
  const reported = await reportedVersion(output);
  if (reported !== version) {
    throw new SetupError(
      `The built CLI reports version ${reported ?? "nothing"} instead of ${version}: ${output}`,
    );
  }
}

function go(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, {
      cwd: cliModule,
      env: { ...process.env, CGO_ENABLED: "0" },
      stdio: "inherit",
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? new SetupError(noToolchain) : error);
    });
    child.on("exit", (code, signal) => {
      if (code === 0) {
        resolve();
      } else {
        reject(
          new SetupError(`'go ${args[0]}' failed (${signal ?? `exit code ${code}`}), see above.`),
        );
      }
    });
  });
}

const noToolchain = [
  `There is neither a Pulumi CLI (${minimumVersion} or newer) nor a Go toolchain on the PATH.`,
  "Install one of them:",
  "  the Pulumi CLI   https://www.pulumi.com/docs/iac/download-install/",
  "  Go 1.25 or newer https://go.dev/doc/install, then run 'npm run setup:engine' again",
].join("\n");

/** One rename, so that a reader never finds half a CLI; whoever is first wins. */
async function install(unfinished: string, root: string): Promise<void> {
  try {
    await rename(unfinished, root);
  } catch (error) {
    try {
      await access(join(root, "bin", "pulumi"));
    } catch {
      throw error;
    }
  }
}

try {
  console.log(await setUp());
} catch (error) {
  if (!(error instanceof SetupError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}
