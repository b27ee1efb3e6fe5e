import * as fs from "node:fs";
import * as path from "node:path";

/**
 * What an older Node would find, without having one: a script that says that it is old.
 *
 * @param folder for the script
 * @returns the environment of the launcher
 */
export function pretendToBeOld(folder: string): NodeJS.ProcessEnv {
  const preload = path.join(folder, "old.js");
  fs.writeFileSync(
    preload,
    `if (!process.env.SECOND) {
      process.env.SECOND = "yes";
      Object.defineProperty(process.versions, "node", { value: "20.20.2" });
    }`,
  );
  return { NODE_OPTIONS: `--require "${preload}"` };
}
