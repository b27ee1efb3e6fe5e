import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { removeProjects, writeProject } from "../offline/projects";
import { failover } from "./failover";

const root = path.join(__dirname, "../..");

describe("the launcher", () => {
  afterEach(removeProjects);

  /** What an older Node would find, without having one: a script that says that it is old. */
  const pretendToBeOld = (folder: string) => {
    const preload = path.join(folder, "old.js");
    fs.writeFileSync(
      preload,
      `if (!process.env.SECOND) {
        process.env.SECOND = "yes";
        Object.defineProperty(process.versions, "node", { value: "20.20.2" });
      }`,
    );
    return { NODE_OPTIONS: `--require "${preload}"` };
  };

  it("goes on under the project's own Node when it is started by an older one", async () => {
    const env = pretendToBeOld(writeProject({}));
    const { code, stdout, stderr } = await failover(["preview", "--help"], { env });
    assert.equal(stderr, "");
    assert.match(stdout, /Usage: failover preview/);
    assert.equal(code, 0);
    assert.equal((await failover(["nope"], { env })).code, 2);
  });

  it("says what is missing when the older one is all there is", () => {
    const folder = writeProject({
      "cli/launch.js": fs.readFileSync(path.join(root, "cli/launch.js"), "utf8"),
    });
    assert.throws(
      () =>
        execFileSync(process.execPath, [path.join(folder, "cli/launch.js")], {
          env: { ...process.env, ...pretendToBeOld(folder) },
          stdio: "pipe",
        }),
      (error: { status: number; stderr: Buffer }) => {
        assert.equal(
          error.stderr.toString(),
          "failover needs Node 22 or newer, and this is Node 20.20.2. " +
            "Run `npm ci` first: it installs a Node for this project only.\n",
        );
        return error.status === 2;
      },
    );
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
