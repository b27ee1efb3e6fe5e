import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";

const root = path.join(__dirname, "..");
const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** First column of the table below a heading, to the cells of its row. */
function tableBelow(heading: string): Map<string, string[]> {
  const section = readme.split(`\n${heading}\n`)[1]!.split("\n## ")[0]!;
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return new Map(rows.map(([, name, ...cells]) => [name!.replaceAll("`", ""), cells]));
}

describe("README.md", () => {
  it("lists every setting with its default, and no other", () => {
    const { config } = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as {
      config: Record<string, { default?: unknown }>;
    };
    const table = tableBelow("## Settings");
    assert.deepEqual([...table.keys()].sort(), [...Object.keys(config), "aws:region"].sort());
    for (const [name, declaration] of Object.entries(config)) {
      const cell = table.get(name)![1]!;
      if (!("default" in declaration)) {
        assert.equal(cell, "required", name);
      } else if (declaration.default === "" || Array.isArray(declaration.default)) {
        assert.match(cell, /^none/, name);
      } else {
        assert.equal(cell, `\`${String(declaration.default)}\``, name);
      }
    }
  });

  it("names only npm scripts and stack files that exist", () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script!);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((script) => !(script in scripts)),
      [],
    );
    const files = [...readme.matchAll(/Pulumi\.[\w-]+\.yaml/g)].map(([file]) => file);
    assert.deepEqual(
      files.filter((file) => !fs.existsSync(path.join(root, file))),
      [],
    );
  });
});
