import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Processes } from "./processes/processes";

/** PEM. */
export interface Certificate {
  chain: string;
  key: string;
}

/** A certificate for these names, and the file of the throw-away authority that vouches for it. */
export interface Issued extends Certificate {
  authorityFile: string;
}

/** @param folder Of this rehearsal alone; the authority is worth nothing once it is removed. */
export async function issueCertificate(
  processes: Processes,
  folder: string,
  names: readonly string[],
): Promise<Issued> {
  await processes.run({
    label: "the certificate authority",
    module: "local.certificates",
    args: [folder, ...names],
  });
  const [chain, key] = await Promise.all(
    ["server.pem", "server-key.pem"].map((name) => fs.readFile(path.join(folder, name), "utf8")),
  );
  return { chain: chain ?? "", key: key ?? "", authorityFile: path.join(folder, "ca.pem") };
}
