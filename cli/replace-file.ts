import * as fs from "node:fs";
import { UnusableInputError } from "../offline/unusable-input";

/**
 * Writes a file as a whole: whatever happens, it is either as before or as it should be.
 *
 * @throws {UnusableInputError} where it cannot be written.
 */
export function replaceFile(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(unfinished, text);
    fs.renameSync(unfinished, file);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UnusableInputError(`${file} cannot be written (${code ?? "unknown reason"}).`);
  }
}
