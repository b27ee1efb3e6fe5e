import { startProgramProcess } from "../offline/run-program";
import { readStackConfiguration } from "../offline/stack-configuration";
export async function main(args: string[]): Promise<void> {
  const t = performance.now();
  const p = await startProgramProcess(".");
  console.error("forked", performance.now() - t, performance.now());
  try {
    const run = await p.run(readStackConfiguration(".", args[0] ?? "prod"));
    console.error("done", performance.now(), run.registrations.length);
    console.log(JSON.stringify(run, null, 1));
  } finally {
    p.stop();
  }
}
