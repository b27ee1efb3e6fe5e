import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { appFolder, preparePython } from "../../rehearsal/processes/python";

/** A certificate of a throw-away authority for `app.example.com`, PEM. */
export async function testCertificate(): Promise<{
  chain: string;
  key: string;
  authority: string;
}> {
  const python = await preparePython(new AbortController().signal);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "certificate-"));
  try {
    const args = ["-m", "local.certificates", folder, "app.example.com"];
    execFileSync(python, args, { cwd: appFolder, stdio: "ignore" });
    const [chain, key, authority] = ["server.pem", "server-key.pem", "ca.pem"].map((name) =>
      fs.readFileSync(path.join(folder, name), "utf8"),
    );
    return { chain: chain!, key: key!, authority: authority! };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
