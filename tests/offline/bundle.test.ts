import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { bundle, cacheFolder } from "../../offline/bundle";
import { removeProjects, writeProject } from "./projects";

describe("bundle", () => {
  afterEach(removeProjects);

  const load = (file: string) => createRequire(file)(file) as Record<string, unknown>;

  it("makes one file of a program, whose parts know where they lie", async () => {
    const folder = writeProject({
      "index.ts":
        'import { part } from "./parts/part";\nexport const all = { part, here: __dirname };',
      "parts/part.ts": "const own: string = __filename;\nexport const part = own;",
    });
    const file = await bundle(path.join(folder, "index.ts"));
    assert.equal(path.dirname(file), cacheFolder);
    assert.deepEqual(load(file)["all"], {
      part: path.join(folder, "parts/part.ts"),
      here: folder,
    });
    const map = JSON.parse(fs.readFileSync(`${file}.map`, "utf8")) as { sources: string[] };
    assert.deepEqual(map.sources.map((source) => path.resolve(cacheFolder, source)).sort(), [
      path.join(folder, "index.ts"),
      path.join(folder, "parts/part.ts"),
    ]);
  });

  it("names the file by its content, and writes none twice", async () => {
    const folder = writeProject({ "index.ts": "export const answer = 1;" });
    const entry = path.join(folder, "index.ts");
    const first = await bundle(entry);
    fs.utimesSync(first, 1, 1);
    assert.equal(await bundle(entry), first);
    assert.equal(fs.statSync(first).mtimeMs, 1000);

    fs.writeFileSync(entry, "export const answer = 2;");
    const second = await bundle(entry);
    assert.notEqual(second, first);
    assert.equal(load(second)["answer"], 2);

    fs.writeFileSync(entry, "export const answer = 1;");
    assert.equal(await bundle(entry), first);
  });

  it("has a map of its own where only line numbers differ", async () => {
    const folder = writeProject({ "index.ts": "export const answer = 1;" });
    const entry = path.join(folder, "index.ts");
    const first = await bundle(entry);
    fs.writeFileSync(entry, "// A comment\nexport const answer = 1;");
    assert.notEqual(await bundle(entry), first);
  });

  it("leaves packages where they are", async () => {
    const folder = writeProject({
      "index.ts": 'import * as pulumi from "@pulumi/pulumi";\nexport const config = pulumi.Config;',
    });
    const file = await bundle(path.join(folder, "index.ts"));
    assert.match(fs.readFileSync(file, "utf8"), /require\("@pulumi\/pulumi"\)/);
    assert.ok(fs.statSync(file).size < 5000);
  });
});
