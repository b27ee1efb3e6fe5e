import { Processes } from "../../../rehearsal/processes/processes";
import { preparePython } from "../../../rehearsal/processes/python";

/** Starts a process, prints its number, and waits to be killed. */
async function main(): Promise<void> {
  const { signal } = new AbortController();
  const processes = new Processes(await preparePython(signal), signal);
  const run = { label: "a sleeper", module: "tests.rehearsal_process" };
  const { child } = await processes.startUntil(run, "ready");
  console.log(child.pid);
}

void main();
