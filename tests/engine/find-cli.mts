import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, constants, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The Go module that pins the CLI which `npm run setup:engine` builds. */
export const cliModule = join(import.meta.dirname, "cli");

/**
 * The oldest CLI that can destroy a stack of an inline program (the check of `Stack.destroy` in
 * `@pulumi/pulumi/automation`).
 */
export const minimumVersion = "3.181.0";

/** A Pulumi CLI that the engine tests can use. */
export interface PulumiCli {
  /** Folder with `bin/pulumi` in it, as `PulumiCommand.get` takes it; absent for the PATH's own CLI. */
  root: string | undefined;
  /** Without the leading `v`. */
  version: string;
}

/** What `npm run setup:engine` builds, and where it keeps it. */
export interface PinnedCli {
  root: string;
  version: string;
}

/**
 * The pinned CLI's version and its place in the cache: `$XDG_CACHE_HOME`, by default `~/.cache`. The
 * folder's name contains a hash of `go.sum`, so that a change of any dependency builds it anew.
 */
export async function pinnedCli(): Promise<PinnedCli> {
  const [goMod, goSum] = await Promise.all(
    ["go.mod", "go.sum"].map((file) => readFile(join(cliModule, file), "utf8")),
  );
  const version = /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(goMod!)?.[1];
  if (version === undefined) {
    throw new Error(`${cliModule}/go.mod does not require github.com/pulumi/pulumi/pkg/v3`);
  }
  const hash = createHash("sha256").update(goSum!).digest("hex").slice(0, 12);
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return { version, root: join(cache, "regional-failover", `pulumi-${version}-${hash}`) };
}

/** The version that a CLI reports, without the leading `v`; `undefined` if it cannot be run. */
export async function reportedVersion(command: string): Promise<string | undefined> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await run(command, ["version"], { env });
    return /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
  } catch {
    return undefined;
  }
}

/** The CLI on the PATH if it is new enough, else the one in the cache, else `undefined`. */
export async function findCli(): Promise<PulumiCli | undefined> {
  const onPath = await reportedVersion("pulumi");
  if (onPath !== undefined && isUsable(onPath)) {
    return { root: undefined, version: onPath };
  }
  const pinned = await pinnedCli();
  try {
    await access(join(pinned.root, "bin", "pulumi"), constants.X_OK);
    return pinned;
  } catch {
    return undefined;
  }
}

function isUsable(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  const [minimumMajor, minimumMinor] = minimumVersion.split(".").map(Number);
  return major === minimumMajor && minor! >= minimumMinor!;
}
