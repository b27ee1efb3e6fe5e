import { PulumiCommand } from "@pulumi/pulumi/automation";

/** `run` is left out of the published types of `PulumiCommand`. */
type Runnable = PulumiCommand & {
  run(args: string[], ...rest: unknown[]): Promise<unknown>;
};

/** A CLI with what the Automation API has no options for. */
export type AdaptedCommand = PulumiCommand & {
  /** Whether previews are printed as JSON. */
  previewAsJson: boolean;
  /** Whether `up` begins with a preview, as it does on the command line. */
  previewBeforeUp: boolean;
};

/** The CLI that `find-cli.mts` finds. */
export async function openCli(): Promise<AdaptedCommand> {
  const { findCli } = await import("./find-cli.mts");
  const cli = await findCli();
  if (cli === undefined) {
    throw new Error("there is no Pulumi CLI; 'npm run setup:engine' builds one");
  }
  const command = (await PulumiCommand.get(
    cli.root === undefined ? {} : { root: cli.root },
  )) as Runnable;
  return Object.assign(Object.create(command) as PulumiCommand, {
    previewAsJson: false,
    previewBeforeUp: false,
    run(this: AdaptedCommand, args: string[], ...rest: unknown[]) {
      return command.run(adapted(args, this), ...rest);
    },
  });
}

function adapted(args: string[], { previewAsJson, previewBeforeUp }: AdaptedCommand): string[] {
  if (args[0] === "preview" && previewAsJson) {
    return [...args, "--json", "--show-sames"];
  }
  return args[0] === "up" && previewBeforeUp
    ? args.filter((arg) => arg !== "--skip-preview")
    : args;
}
