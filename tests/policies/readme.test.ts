import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { standing } from "../../policies/coverage";
import { describeRules, withRules } from "../../policies/describe-rules";
import { type NamedExemption, packConfiguration } from "../../policies/pack-configuration";
import { rules } from "../../policies/rules";
import { failover } from "../cli/failover";
import { removeProjects, writeProject } from "../offline/projects";
import { contract, packFolder } from "./pack";

const root = path.join(__dirname, "../..");
const readme = fs.readFileSync(path.join(packFolder, "README.md"), "utf8");

function blocks(language: string): string[] {
  const found = readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"));
  return [...found].map(([, text]) => text!);
}

/** The arguments of each `npx failover` in a block of commands. */
function ownCommands(): string[][] {
  return blocks("console")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx failover "))
    .map((line) =>
      [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!),
    )
    .map(([, , ...args]) => args);
}

function exampleOfExemptions(): NamedExemption[] {
  const lists = blocks("json")
    .map((block) => JSON.parse(block) as unknown)
    .filter((value) => Array.isArray(value));
  assert.equal(lists.length, 1);
  return lists[0] as NamedExemption[];
}

describe("policies/README.md", () => {
  afterEach(removeProjects);

  it("lists the rules as they are: after a change, run npm run docs:policies", () => {
    assert.equal(readme, withRules(readme));
  });

  it("lists every rule once, with its level, what it demands, why, and the fix", () => {
    const rows = describeRules()
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.slice(2, -2).replaceAll(/\\(.)/g, "$1").split(" | "));
    const plain = rows.map(([name, level, , ...texts]) => [
      name!.replaceAll(/[`*\s]/g, ""),
      level,
      ...texts,
    ]);
    assert.deepEqual(
      plain.sort(),
      rules
        .map(({ name, level, description, why, fix }) => [name, level, description, why, fix])
        .sort(),
    );
  });

  it("shows only commands that this repository's own command takes", async () => {
    const commands = ownCommands();
    assert.ok(commands.length >= 3);
    for (const args of commands) {
      const cwd = writeProject({
        "contract.json": JSON.stringify(contract),
        "exemptions.json": JSON.stringify(exampleOfExemptions()),
      });
      const { code, stderr } = await failover(args, { cwd });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
      assert.ok(fs.existsSync(path.join(cwd, "policies.json")));
    }
  });

  it("shows a coverage that asks of each stack what the text says", () => {
    const example = ownCommands().find((args) => args.includes("shop/prod-global=global"))!;
    const coverage = example
      .filter((arg) => arg.startsWith("shop/"))
      .map((entry) => /^(.+)\/(.+)=(.+)$/.exec(entry)!.slice(1))
      .map(([project, stack, scope]) => ({
        project: project!,
        stack: stack!,
        scope: scope as "global" | "region",
      }));
    const scopesOf = (stack: string) => {
      const own = standing(
        coverage,
        `urn:pulumi:${stack}::shop::pulumi:pulumi:Stack::shop-${stack}`,
      );
      return own.kind === "named" ? [...own.scopes] : own.kind;
    };
    assert.deepEqual(scopesOf("prod-global"), ["global"]);
    assert.deepEqual(scopesOf("prod-us-east-1"), ["region"]);
    assert.deepEqual(scopesOf("dev"), "unnamed");
  });

  it("shows a part of the configuration as it is written", () => {
    const [example] = blocks("json").map((block) => JSON.parse(block) as Record<string, unknown>);
    const written = packConfiguration(contract, {
      coverage: [{ project: "shop", stack: "prod-*-*", scope: "region" }],
    });
    for (const [rule, configuration] of Object.entries(example!)) {
      assert.deepEqual(configuration, written[rule]);
    }
  });

  it("shows messages in the rules' own words", () => {
    const shown = blocks("text")
      .join("")
      .matchAll(/^ *(Why|Fix): (.*)$/gm);
    const sentences = [...shown].map(([, , sentence]) => sentence!);
    assert.ok(sentences.length > 0);
    for (const sentence of sentences) {
      assert.ok(
        rules.some(({ why, fix }) => [why, fix].includes(sentence)),
        sentence,
      );
    }
  });

  it("names only workflows, and npm scripts, that exist", () => {
    const workflows = [...readme.matchAll(/`([\w-]+\.yml)`/g)].map(([, file]) => file!);
    assert.deepEqual(
      [...new Set(workflows)].sort(),
      fs.readdirSync(path.join(root, ".github/workflows")).sort(),
    );
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) {
      assert.ok(script! in scripts, script);
    }
  });
});
