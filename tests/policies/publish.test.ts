import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Analyzer, type Diagnostic } from "../../offline/analyzer";
import { buildPack } from "../../policies/build";
import { diagnosedRule } from "../../policies/diagnosed-rule";
import { resourceRules } from "../../policies/rules";
import { EditedStack } from "./edited-stack";
import { configurationFor, packFolder } from "./pack";
import { ownStack } from "./stacks";

const root = path.join(__dirname, "../..");

interface PackageFile {
  name: string;
  version: string;
  scripts?: Record<string, string>;
  dependencies: Record<string, string>;
}

/** What `npm pack` packs of the pack, unpacked in a folder outside of this repository. */
class PublishedPack {
  private constructor(
    private readonly folder: string,
    readonly packFolder: string,
    /** Paths below the pack's folder. */
    readonly files: readonly string[],
  ) {}

  /** As `pulumi policy publish` packs it, and as whoever is held to it unpacks it. */
  static unpack(): PublishedPack {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "published-pack-"));
    const packed = execFileSync(
      "npm",
      ["pack", "--json", "--loglevel=error", "--pack-destination", folder],
      { cwd: packFolder, encoding: "utf8" },
    );
    const [{ filename, files }] = JSON.parse(packed) as [
      { filename: string; files: { path: string }[] },
    ];
    execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", folder]);
    return new PublishedPack(
      folder,
      path.join(folder, "package"),
      files.map((file) => file.path),
    );
  }

  get packageFile(): PackageFile {
    return packageFileIn(this.packFolder);
  }

  /**
   * Installs what the pack declares, and nothing else, in the versions that it declares. They are links
   * to what this repository has installed, so that the test needs no registry.
   */
  install(dependencies: readonly string[]): void {
    for (const name of dependencies) {
      const installed = path.join(root, "node_modules", name);
      // Pulumi writes its own versions with and without a leading v.
      const version = packageFileIn(installed).version.replace(/^v/, "");
      assert.equal(version, this.packageFile.dependencies[name]);
      const link = path.join(this.packFolder, "node_modules", name);
      fs.mkdirSync(path.dirname(link), { recursive: true });
      fs.symlinkSync(installed, link, "dir");
    }
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true });
  }
}

function packageFileIn(folder: string): PackageFile {
  return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as PackageFile;
}

describe("the published pack", () => {
  let pack: PublishedPack;
  before(async () => {
    await buildPack();
  });
  beforeEach(() => {
    pack = PublishedPack.unpack();
  });
  afterEach(() => {
    pack.remove();
  });

  it("holds what runs, what describes it, and nothing else", () => {
    assert.deepEqual([...pack.files].sort(), [
      "PulumiPolicy.yaml",
      "README.md",
      "bin/index.js",
      "package.json",
    ]);
  });

  it("says the version that Pulumi publishes it under, and runs nothing when it is installed", () => {
    const { version, scripts = {} } = pack.packageFile;
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(scripts, {});
  });

  it("declares Pulumi's SDK and its policies in the versions that it is tested with", () => {
    const { dependencies } = pack.packageFile;
    assert.deepEqual(Object.keys(dependencies).sort(), ["@pulumi/policy", "@pulumi/pulumi"]);
  });

  it("judges with nothing but its own files and what it declares", async () => {
    pack.install(Object.keys(pack.packageFile.dependencies));
    const stack = new EditedStack(await ownStack("prod"));
    stack.set("Table", "MyGlobalAppTable", "replicas[0].pointInTimeRecovery", false);
    stack.removeNamed("failover-link-1-secondary");
    const { project, stack: name, config, resources } = stack;
    const options = { packFolder: pack.packFolder, project, stack: name, config };
    const analyzer = await Analyzer.start(options);
    const found: Diagnostic[] = [];
    try {
      assert.equal(analyzer.policies.length, resourceRules.length + 1);
      await analyzer.configure(configurationFor(stack));
      found.push(...(await analyzer.analyze(stack.find("Table", "MyGlobalAppTable"))));
      found.push(...(await analyzer.analyzeStack(resources)));
    } finally {
      analyzer.stop();
    }
    const said = (rule: string): string =>
      found
        .filter(({ policy, message, level }) => {
          return diagnosedRule(policy, message) === rule && level === "mandatory";
        })
        .map(({ message }) => message)
        .join("\n");
    assert.ok(
      said("dynamodb-point-in-time-recovery").includes('replicas["eu-central-1"]'),
      JSON.stringify(found),
    );
    assert.ok(
      said("route53-failover-pairs").includes("a PRIMARY without a SECONDARY in this stack"),
      JSON.stringify(found),
    );
  });

  it("does not start without what it declares", async () => {
    pack.install(["@pulumi/pulumi"]);
    const { project, stack, config } = await ownStack("prod");
    await assert.rejects(
      Analyzer.start({ packFolder: pack.packFolder, project, stack, config }),
      /The policy pack did not start/,
    );
  });
});
