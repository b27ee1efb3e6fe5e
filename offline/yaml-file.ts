import * as fs from "node:fs";
import * as path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { UnusableInputError } from "./unusable-input";

/**
 * The content of a YAML file as plain values; `null` for an empty one.
 *
 * @throws {UnusableInputError} with line and column of everything that is not YAML.
 */
export function readYamlFile(file: string): unknown {
  const name = path.basename(file);
  const lineCounter = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ pos, message }) => {
      const { line, col } = lineCounter.linePos(pos[0]);
      return `${name}:${line}:${col}: ${message}`;
    });
    throw new UnusableInputError(errors.join("\n"));
  }
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw new UnusableInputError(`${name}: ${(error as Error).message}`);
  }
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new UnusableInputError(
      isMissing
        ? `There is no ${path.basename(file)} in ${path.dirname(file)}.`
        : `${path.basename(file)} cannot be read: ${(error as Error).message}`,
    );
  }
}
