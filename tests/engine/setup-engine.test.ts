import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");
const mocha = require.resolve("mocha/bin/mocha.js");

describe("without a Pulumi CLI", () => {
  let cacheFolder: string;
  beforeEach(() => {
    cacheFolder = mkdtempSync(join(tmpdir(), "regional-failover-cache-"));
  });
  afterEach(() => {
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  /** Runs Node with an empty cache, and nothing on the PATH. */
  function runNode(args: string[], environment: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: repository,
      encoding: "utf8",
      env: { PATH: cacheFolder, XDG_CACHE_HOME: cacheFolder, ...environment },
    });
    return { status, stdout, stderr };
  }

  const oneTest = [mocha, "--config", "tests/engine/.mocharc.json", "--grep", "removes its folder"];

  it("the engine tests are skipped, and say how to get one", () => {
    const { status, stdout } = runNode(oneTest);

    assert.match(stdout, /engine tests are skipped: .* 'npm run setup:engine' builds one/);
    assert.match(stdout, /0 passed, 0 failed, 1 skipped/);
    assert.equal(status, 0);
  });

  it("the engine tests fail in CI", () => {
    const { status, stdout } = runNode(oneTest, { CI: "true" });

    assert.match(stdout, /need a Pulumi CLI, and there is none/);
    assert.equal(status, 1);
  });

  it("and without Go, the set-up says what to install, and leaves nothing behind", () => {
    const { status, stderr } = runNode([join(__dirname, "setup-engine.mts")]);

    assert.match(stderr, /neither a Pulumi CLI .* nor a Go toolchain/);
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.equal(status, 2);
    assert.deepEqual(readdirSync(cacheFolder), []);
  });
});
