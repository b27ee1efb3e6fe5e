import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ServerAddress } from "../../../rehearsal/dns/dns-listener";

/** What BIND's client prints of an answer; nothing, aloud, where it is not installed. */
export async function dig(
  { address, port }: ServerAddress,
  ...question: string[]
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      "dig",
      [`@${address}`, "-p", String(port), "+time=60", "+tries=1", ...question],
      { encoding: "utf8" },
    );
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
    console.log("The test with dig is skipped: there is no dig on the PATH (bind9-dnsutils).");
    return undefined;
  }
}
