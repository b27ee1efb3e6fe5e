import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { loopback } from "../../rehearsal/network";
import { eventually, running } from "../rehearsal/running";
import { removeProjects, writeProject } from "../offline/projects";
import { failover } from "./failover";
import { pretendToBeOld } from "./old-node";

const root = path.join(__dirname, "../..");
const eventFile = path.join(root, "out/rehearsal-prod.jsonl");

/** Folders of certificates that rehearsals have left. */
function leftFolders(): string[] {
  return fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("failover-rehearsal-"));
}

function assertNothingIsLeft(): void {
  assert.deepEqual(running("app/.venv/bin/python"), []);
  assert.deepEqual(leftFolders(), []);
  const unfinished = fs.existsSync(path.dirname(eventFile))
    ? fs.readdirSync(path.dirname(eventFile)).filter((name) => name.endsWith(".tmp"))
    : [];
  assert.deepEqual(unfinished, []);
}

describe("failover rehearse", () => {
  after(removeProjects);

  it("rehearses prod: each Region is lost in turn, and all of it comes as predicted", async () => {
    const { code, stdout, stderr } = await failover([
      "rehearse",
      "--speed",
      "10",
      "--seed",
      "1",
      "--json",
    ]);
    const result = JSON.parse(stdout) as {
      asPredicted: boolean;
      steps: {
        action: string;
        answer: { before: string; after: string };
        measured: { clients: { client: string; newConnectionsSeconds: number | null }[] };
      }[];
      ledger: { writes: { acknowledged: number; fates: Record<string, { count: number }> } };
      findings: string[];
    };
    assert.deepEqual(result.findings, []);
    assert.equal(code, 0);
    assert.ok(result.asPredicted);
    assert.deepEqual(
      result.steps.map(({ action, answer }) => [action, answer.before, answer.after]),
      [
        ["lose", "us-east-1", "us-west-2"],
        ["lose", "us-west-2", "eu-central-1"],
        ["return", "eu-central-1", "us-west-2"],
        ["return", "us-west-2", "us-east-1"],
        ["lose", "us-east-1", "us-east-1"],
        ["return", "us-east-1", "us-east-1"],
      ],
    );
    for (const { measured } of result.steps) {
      const honours = measured.clients.find(({ client }) => client === "honours");
      assert.notEqual(honours?.newConnectionsSeconds, null);
    }
    const { acknowledged, fates } = result.ledger.writes;
    assert.ok(acknowledged > 0);
    assert.equal(
      Object.values(fates).reduce((sum, { count }) => sum + count, 0),
      acknowledged,
    );
    assert.match(stderr, /s {2}step 1: us-east-1 lost \(region\)\n/);
    assert.match(stderr, /s {2}failover-us-east-1: the check is unhealthy \(2 of 16 checkers\)\n/);
    assertNothingIsLeft();
  });

  it("leaves a file of all events, the steps and faults in their order", () => {
    const events = fs
      .readFileSync(eventFile, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { at: number; event: string; step?: number });
    assert.equal(events[0]?.event, "started");
    assert.deepEqual(
      events.filter(({ event }) => event === "step").map(({ step }) => step),
      [0, 1, 2, 3, 4, 5],
    );
    for (const kind of ["ready", "fault", "check", "answer", "request", "arrival", "item"]) {
      assert.ok(
        events.some(({ event }) => event === kind),
        kind,
      );
    }
    assert.ok(events.every(({ at }) => Math.abs(at - events[0]!.at) < 3600));
  });

  it("does the same on DynamoDB Local, where Java and Maven are there", async function () {
    const missing = ["java", "mvn"].filter(
      (tool) => spawnSync(tool, ["-version"], { stdio: "ignore" }).status !== 0,
    );
    if (missing.length > 0) {
      console.log(
        `      DynamoDB Local is left out: it needs ${missing.join(" and ")} on the PATH.`,
      );
      this.skip();
    }
    const { code, stdout, stderr } = await failover([
      ...["rehearse", "--dynamodb", "local", "--speed", "10", "--seed", "2"],
      ...["--lose", "us-east-1", "--return"],
    ]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^Rehearsal of app\.example\.com, stack prod: as predicted\n/);
    assert.match(stdout, /Stand-ins: DynamoDB Local for DynamoDB in each Region/);
    assertNothingIsLeft();
  });

  it("says every fault of its options at once, and what is allowed", async () => {
    const { code, stdout, stderr } = await failover([
      ...["rehearse", "--lose", "mars", "--lose", "us-east-1=flood", "--fault", "quake"],
      ...["--lag", "-1", "--speed", "fast", "--clients", "1.5", "--seed", "x", "--dynamodb", "aws"],
    ]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    const kinds = "region, kill, freeze, health, table, partition, slow, disabled-check";
    assert.equal(
      stderr,
      [
        `error: --fault: found quake; allowed: ${kinds}.`,
        "--lose: found mars; allowed: us-east-1, us-west-2, eu-central-1, all.",
        `--lose us-east-1=flood: found flood; allowed: ${kinds}.`,
        "--lag: found -1; allowed: numbers from 0 to 60.",
        "--speed: found fast; allowed: numbers from 1 to 20.",
        "--clients: found 1.5; allowed: whole numbers from 1 to 50.",
        "--seed: found x; allowed: whole numbers from 0 to 2147483648.",
        "--dynamodb: found aws; allowed: moto, local.",
        "",
      ].join("\n"),
    );
  });

  it("refuses a stack that holds only a part of the failover, and one that is not there", async () => {
    const part = await failover(["rehearse", "--stack", "prod-us-east-1"]);
    assert.equal(part.code, 2);
    assert.match(
      part.stderr,
      /--stack: prod-us-east-1 has the scope region, .* Rehearse a stack with the scope all/,
    );
    const none = await failover(["rehearse", "--stack", "nope"]);
    assert.equal(none.code, 2);
    assert.doesNotMatch(none.stderr, /\n {4}at /);
  });

  it("says which ports are taken, all at once, and leaves the last rehearsal's events as they are", async () => {
    const before = fs.readFileSync(eventFile, "utf8");
    const taken = [
      [loopback.siteAddress(0), loopback.httpsPort],
      [loopback.nameServerAddress(3), loopback.dnsPort],
    ] as const;
    const others = taken.map(([address, port]) => net.createServer().listen(port, address));
    await Promise.all(
      others.map((other) => new Promise((resolve) => other.once("listening", resolve))),
    );
    const { code, stderr } = await failover(["rehearse", "--speed", "10"]);
    others.forEach((other) => other.close());
    assert.equal(code, 2);
    const advice = "is in use, by another rehearsal perhaps. Wait for it or end it, and try again.";
    assert.ok(
      stderr.endsWith(
        `error: This cannot be rehearsed:\n  127.83.1.1:8443 ${advice}\n  127.83.53.4:5300 ${advice}\n`,
      ),
      stderr,
    );
    assert.equal(fs.readFileSync(eventFile, "utf8"), before);
    assertNothingIsLeft();
  });

  describe("when it is broken off", () => {
    const launch = (env: NodeJS.ProcessEnv = {}) =>
      spawn(process.execPath, [path.join(root, "cli/launch.js"), "rehearse", "--speed", "10"], {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });

    async function until(child: ChildProcess, text: string): Promise<void> {
      let said = "";
      child.stderr?.on("data", (data: Buffer) => (said += data.toString()));
      await eventually(() => said.includes(text));
    }

    const ended = (child: ChildProcess) =>
      new Promise<number | null>((resolve) => child.once("close", resolve));

    for (const [moment, text] of [
      ["while Regions start", "starting us-east-1"],
      ["in the middle of a step", "us-east-1: the whole Region is gone"],
    ] as const) {
      it(`ends every process, ${moment}`, async () => {
        const child = launch();
        await until(child, text);
        const code = ended(child);
        child.kill("SIGINT");
        assert.equal(await code, 130);
        assertNothingIsLeft();
      });
    }

    it("hears of a signal that only its launcher was sent, under an older Node", async () => {
      const child = launch(pretendToBeOld(writeProject({})));
      await until(child, "starting us-east-1");
      const code = ended(child);
      child.kill("SIGTERM");
      assert.equal(await code, 143);
      assertNothingIsLeft();
    });

    it("ends every process too when it is killed itself", async () => {
      const child = launch();
      await until(child, "all Regions are healthy");
      child.kill("SIGKILL");
      await eventually(() => running("app/.venv/bin/python").length === 0);
      for (const folder of leftFolders()) {
        fs.rmSync(path.join(os.tmpdir(), folder), { recursive: true });
      }
      for (const name of fs.readdirSync(path.join(root, "out"))) {
        if (name.endsWith(".tmp")) {
          fs.rmSync(path.join(root, "out", name));
        }
      }
    });
  });
});
