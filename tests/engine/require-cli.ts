import type { Context } from "mocha";

const howToGetIt = "'npm run setup:engine' builds one once and keeps it in the cache folder.";

/** Without a CLI every engine test is skipped, aloud; in CI its absence is a failure. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    const { findCli } = await import("./find-cli.mts");
    if ((await findCli()) !== undefined) {
      return;
    }
    if (process.env["CI"] === "true") {
      throw new Error(`The engine tests need a Pulumi CLI, and there is none. ${howToGetIt}`);
    }
    console.log(`The engine tests are skipped: there is no Pulumi CLI. ${howToGetIt}`);
    this.skip();
  },
};
