import { spawnSync } from "node:child_process";
import * as path from "node:path";

/** Each in a process of its own, so that none finds what another has warmed up. */
const benchmarks = ["preview", "policies", "proof"];

const exitCodes = benchmarks.map((name) => {
  console.log(`\n${name}`);
  const script = path.join(import.meta.dirname, `${name}.mts`);
  const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  return status ?? 2;
});
process.exitCode = Math.max(...exitCodes);
