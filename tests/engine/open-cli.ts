import { PulumiCommand } from "@pulumi/pulumi/automation";

/** `run` is left out of the published types of `PulumiCommand`. */
type Runnable = PulumiCommand & {
  run(args: string[], ...rest: unknown[]): Promise<unknown>;
};

/** A CLI whose previews can be had as JSON, for which the Automation API has no option. */
export type JsonCommand = PulumiCommand & { previewAsJson: boolean };

/** The CLI that `find-cli.mts` finds. */
export async function openCli(): Promise<JsonCommand> {
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
    run(this: JsonCommand, args: string[], ...rest: unknown[]) {
      const isPreview = args[0] === "preview" && this.previewAsJson;
      return command.run(isPreview ? [...args, "--json", "--show-sames"] : args, ...rest);
    },
  });
}
