import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { Processes } from "../../../rehearsal/processes/processes";
import { preparePython, pythonEnvironment } from "../../../rehearsal/processes/python";
import { eventually, isRunning } from "../running";

/** Starts, says that it has, and goes on for ever. */
const sleeper = { label: "a sleeper", module: "tests.rehearsal_process" };

describe("processes of a rehearsal", () => {
  let python: string;
  let processes: Processes;

  before(async () => {
    python = await preparePython(new AbortController().signal);
  });

  beforeEach(() => {
    processes = new Processes(python, new AbortController().signal);
  });

  afterEach(async () => {
    await processes.stop();
  });

  it("are waited for until they say so, and end with what started them", async () => {
    const { child, line } = await processes.startUntil(sleeper, "ready");
    assert.deepEqual(line["arguments"], []);
    const pid = child.pid!;
    assert.ok(isRunning(pid));
    await processes.stop();
    assert.ok(!isRunning(pid));
  });

  it("end although they are frozen, or ignore what they are told", async () => {
    const frozen = await processes.startUntil(sleeper, "ready");
    frozen.child.freeze();
    const stubborn = await processes.startUntil({ ...sleeper, args: ["--stubborn"] }, "ready");
    assert.equal(await stubborn.child.finish("SIGTERM", 0.2), null);
    await processes.stop();
    assert.ok(!isRunning(frozen.child.pid!));
  });

  it("are taken for failed when they end by themselves, with what they said last", async () => {
    const failing = { ...sleeper, label: "the third", args: ["--fail"] };
    await assert.rejects(processes.startUntil(failing, "never"), {
      name: "ProcessFailedError",
      message: "the third ended with exit code 3 before its time.\n  out of order",
    });
    await assert.rejects(processes.orFailure(new Promise(() => undefined)), /the third ended/);
  });

  it("are not taken for failed when they were told to end", async () => {
    const { child } = await processes.startUntil(sleeper, "ready");
    await child.finish("input", 20);
    const other = await processes.startUntil(sleeper, "ready");
    await other.child.kill();
    assert.equal(await processes.orFailure(Promise.resolve("fine")), "fine");
  });

  it("run to their end with input, and give what they have printed", async () => {
    const lines = await processes.run({ ...sleeper, args: ["--echo"] }, { number: 1 });
    assert.deepEqual(lines, [{ event: "ready", arguments: ["--echo"] }, { number: 1 }]);
    await assert.rejects(
      processes.run({ ...sleeper, args: ["--fail"] }),
      /a sleeper ended with exit code 3/,
    );
  });

  it("see nothing of the user's AWS settings, credentials or proxies", () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_PROFILE: "prod",
      AWS_ACCESS_KEY_ID: "AKIA",
      HTTPS_PROXY: "http://192.0.2.1:3128",
    });
    try {
      const environment = pythonEnvironment({ PORT: "1" });
      assert.equal(environment["AWS_ACCESS_KEY_ID"], "local");
      assert.equal(environment["PORT"], "1");
      assert.ok(!("AWS_PROFILE" in environment) && !("HTTPS_PROXY" in environment));
    } finally {
      process.env = before;
    }
  });

  it("do not outlive the process that started them, even if it is killed", async () => {
    const script = path.join(__dirname, "killed-owner.ts");
    const owner = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve) => {
      owner.stdout.once("data", (data: Buffer) => resolve(Number(data.toString())));
    });
    assert.ok(isRunning(pid));
    owner.kill("SIGKILL");
    await eventually(() => !isRunning(pid));
  });

  it("leave the environment alone that is up to date", async () => {
    const stamp = path.join(__dirname, "../../../app/.venv/lock.sha256");
    const before = fs.statSync(stamp).mtimeMs;
    assert.equal(await preparePython(new AbortController().signal), python);
    assert.equal(fs.statSync(stamp).mtimeMs, before);
  });
});
