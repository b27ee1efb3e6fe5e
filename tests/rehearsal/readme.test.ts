import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { faultKinds } from "../../rehearsal/faults";
import { failover } from "../cli/failover";

const readme = fs.readFileSync(path.join(__dirname, "../../rehearsal/README.md"), "utf8");

/** First and last column of the table below a heading. */
function tableBelow(heading: string): [string, string][] {
  const section = readme.split(`\n## ${heading}\n`)[1]!.split("\n## ")[0]!;
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
    .map((cells) => [cells[1]!, cells.at(-2)!]);
}

describe("rehearsal/README.md", () => {
  it("lists every kind of fault, and no other", () => {
    assert.deepEqual(
      tableBelow("Faults").map(([kind]) => kind),
      faultKinds,
    );
  });

  it("lists every option with its default, as the command's help does", async () => {
    const { stdout } = await failover(["rehearse", "--help"]);
    const help = stdout.replace(/\s+/g, " ");
    const options = [...help.matchAll(/ (--[a-z]+)(?: <| |$)/g)].map(([, option]) => option);
    const table = tableBelow("Options");
    assert.deepEqual(
      table.map(([option]) => option).sort(),
      [...new Set(options)].filter((option) => option !== "--help").sort(),
    );
    for (const [option, byDefault] of table.filter(([, text]) => /^\S+$/.test(text))) {
      if (byDefault !== "any") {
        assert.match(
          help,
          new RegExp(`${option} <[a-z]+> [^<]*\\(default: "${byDefault}"\\)`),
          option,
        );
      }
    }
  });
});
