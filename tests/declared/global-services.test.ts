import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { isGlobal } from "../../declared/global-services";

describe("isGlobal", () => {
  it("is true of just those types of @pulumi/aws that take no region", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const { type, takesRegion } of resourceTypes()) {
      count += 1;
      if (isGlobal(type) === takesRegion) {
        wrong.push(`${type} ${takesRegion ? "takes a region" : "takes no region"}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(count > 1500, `only ${count} types were found`);
  });
});

/** Every resource type of the installed package, from its code and its declarations. */
function* resourceTypes(): Generator<{ type: string; takesRegion: boolean }> {
  const folder = path.dirname(require.resolve("@pulumi/aws"));
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) {
      continue;
    }
    const file = path.join(entry.parentPath, entry.name);
    const type = /__pulumiType = '(aws:[^']+)'/.exec(fs.readFileSync(file, "utf8"))?.[1];
    if (type !== undefined) {
      const declarations = fs.readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
      const args = declarations.slice(declarations.indexOf("Args {"));
      yield { type, takesRegion: /^\s+region\?: pulumi\.Input</m.test(args) };
    }
  }
}
