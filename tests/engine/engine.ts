import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { EngineStack } from "./engine-stack";
import { type AdaptedCommand, openCli } from "./open-cli";
import { Account } from "./stand-in/account";
import { type StandInServers, startStandIns } from "./stand-in/servers";

/** Files of a Pulumi project, by path below its folder. `Pulumi.yaml` must be one of them. */
export type ProjectFiles = Record<string, string>;

export interface StackOptions {
  /** What runs, anew for every preview and update. The properties it returns become outputs. */
  program: () => unknown;
  /** Changes of the stack's `Pulumi.NAME.yaml`: setting to value, `undefined` to remove it. @default none */
  settings?: Record<string, unknown>;
  /** Folders of policy packs that judge every preview and update. @default none */
  policyPacks?: string[];
  /** A configuration file for each of the packs. @default none */
  policyPackConfigs?: string[];
}

/**
 * The real Pulumi engine in a folder of its own, with a file backend, over a stand-in for AWS. All its
 * stacks share the backend, so that a StackReference works, and one account.
 */
export class Engine {
  private constructor(
    /** The Pulumi project; programs run with it as working directory. */
    readonly projectFolder: string,
    readonly account: Account,
    private readonly folder: string,
    private readonly command: AdaptedCommand,
    private readonly standIns: StandInServers,
  ) {}

  static async start(files: ProjectFiles): Promise<Engine> {
    const command = await openCli();
    const folder = await mkdtemp(join(tmpdir(), "regional-failover-engine-"));
    const account = new Account();
    const projectFolder = join(folder, "project");
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(projectFolder, path)), { recursive: true });
      await writeFile(join(projectFolder, path), content);
    }
    await mkdir(join(folder, "state"));
    await writeAnalyzer(join(folder, "bin"));
    return new Engine(projectFolder, account, folder, command, await startStandIns(account));
  }

  /** Creates the stack, or selects the one of this name, and gives it the settings. */
  async stack(name: string, options: StackOptions): Promise<EngineStack> {
    await this.changeSettings(name, options.settings ?? {});
    const program = async () => (await options.program()) as Record<string, unknown>;
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: await this.projectName(), program },
      { workDir: this.projectFolder, pulumiCommand: this.command, envVars: this.environment() },
    );
    const { policyPacks = [], policyPackConfigs = [] } = options;
    return new EngineStack(stack, this.command, this.projectFolder, {
      policyPacks,
      policyPackConfigs,
    });
  }

  /** Ends the servers and removes the folder with everything in it. */
  async stop(): Promise<void> {
    this.standIns.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private environment(): Record<string, string> {
    return {
      // The analyzer is found on the PATH where the CLI comes without language plugins.
      PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "only for tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: this.standIns.debugProviders,
      // A Region has to come from the program or the stack's settings.
      AWS_REGION: "",
      AWS_DEFAULT_REGION: "",
    };
  }

  private async projectName(): Promise<string> {
    const text = await readFile(join(this.projectFolder, "Pulumi.yaml"), "utf8");
    return (parse(text) as { name: string }).name;
  }

  private async changeSettings(stack: string, changes: Record<string, unknown>): Promise<void> {
    const path = join(this.projectFolder, `Pulumi.${stack}.yaml`);
    const text = await readFile(path, "utf8").catch(() => "{}");
    const file = parse(text) as { config?: Record<string, unknown> };
    const projectName = await this.projectName();
    const changed = Object.entries(changes).map(([setting, value]) => [
      setting.includes(":") ? setting : `${projectName}:${setting}`,
      value,
    ]);
    // An undefined value is not written.
    const config = { ...file.config, ...(Object.fromEntries(changed) as object) };
    await writeFile(path, stringify({ ...file, config }));
  }
}

/**
 * What the engine calls to start a policy pack when there is no Node language host beside it: the
 * same entry point that the host uses.
 */
async function writeAnalyzer(folder: string): Promise<void> {
  const entryPoint = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  await mkdir(folder);
  await writeFile(
    join(folder, "pulumi-analyzer-policy-nodejs"),
    `#!/bin/sh\nexec "${process.execPath}" "${entryPoint}" "$@"\n`,
    { mode: 0o755 },
  );
}
