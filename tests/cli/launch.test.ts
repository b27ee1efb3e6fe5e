import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { bundle } from "../../offline/bundle";
import { removeProjects, writeProject } from "../offline/projects";
import { failover } from "./failover";
import { pretendToBeOld } from "./old-node";

const root = path.join(__dirname, "../..");

describe("the launcher", () => {
  afterEach(removeProjects);

  it("goes on under the project's own Node when it is started by an older one", async () => {
    const env = pretendToBeOld(writeProject({}));
    const { code, stdout, stderr } = await failover(["preview", "--help"], { env });
    assert.equal(stderr, "");
    assert.match(stdout, /Usage: failover preview/);
    assert.equal(code, 0);
    assert.equal((await failover(["nope"], { env })).code, 2);
  });

  /** The launcher in a folder of its own, with some of its packages at most. */
  const launchIn = (folder: string, env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [path.join(folder, "cli/launch.js")], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
  const launcher = {
    "cli/launch.js": fs.readFileSync(path.join(root, "cli/launch.js"), "utf8"),
  };

  it("says so when nothing is installed", () => {
    const { status, stderr } = launchIn(writeProject(launcher));
    assert.equal(stderr, "failover's packages are not installed. Run `npm ci` first.\n");
    assert.equal(status, 2);
  });

  it("says what is missing when the older one is all there is", () => {
    const folder = writeProject({ ...launcher, "node_modules/esbuild/package.json": "{}" });
    const { status, stderr } = launchIn(folder, pretendToBeOld(folder));
    assert.equal(
      stderr,
      "failover needs Node 22 or newer, and this is Node 20.20.2. " +
        "`npm ci` installs one for this project only.\n",
    );
    assert.equal(status, 2);
  });

  it("loads nothing of the rehearsal for other commands, which would have to wait for it", async () => {
    const [main, rehearsal] = await Promise.all(
      ["main.ts", "run-rehearsal.ts"].map((name) => bundle(path.join(root, "cli", name))),
    );
    const declares = (file: string) =>
      /\bNameServers = class\b/.test(fs.readFileSync(file, "utf8"));
    assert.ok(declares(rehearsal!));
    assert.ok(!declares(main!));
  });

  it("is what npm scripts and the failover command start", () => {
    const { bin, scripts } = JSON.parse(
      fs.readFileSync(path.join(root, "package.json"), "utf8"),
    ) as { bin: { failover: string }; scripts: { start: string } };
    assert.equal(bin.failover, "cli/launch.js");
    assert.equal(scripts.start, "node cli/launch.js preview");
    assert.match(
      fs.readFileSync(path.join(root, bin.failover), "utf8"),
      /^#!\/usr\/bin\/env node\n/,
    );
  });
});
