import * as fs from "node:fs";
import type { DeclaredStack } from "../declared/declared-stack";
import { readDeclaredStack } from "../declared/read-file";
import { UnreadableDeclarationError } from "../declared/unreadable-declaration";
import { UnusableInputError } from "../offline/unusable-input";

export interface StackFile {
  file: string;
  declared: DeclaredStack;
}

/**
 * Reads what `pulumi preview --json --show-sames` and `pulumi stack export` wrote.
 *
 * @throws {UnusableInputError} with the faults of all files.
 */
export function readStackFiles(files: readonly string[]): StackFile[] {
  const stacks: StackFile[] = [];
  const faults: string[] = [];
  for (const file of files) {
    try {
      stacks.push({ file, declared: readDeclaredStack(readText(file), file) });
    } catch (error) {
      if (!(error instanceof UnreadableDeclarationError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw new UnusableInputError(faults.join("\n"));
  return stacks;
}

/**
 * A name for each stack, as short as tells them apart: its own, with its project, with its file, or
 * with its place among the files.
 */
export function labelStacks(stacks: readonly StackFile[]): string[] {
  const ways: ((stack: StackFile, index: number) => string)[] = [
    ({ declared }) => declared.stack,
    ({ declared }) => `${declared.project}/${declared.stack}`,
    ({ declared, file }) => `${declared.project}/${declared.stack} (${file})`,
  ];
  const labels = ways
    .map((way) => stacks.map(way))
    .find((candidates) => new Set(candidates).size === stacks.length);
  return labels ?? stacks.map(({ file }, index) => `${file} (${index + 1})`);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableDeclarationError(`${file} cannot be read (${code ?? "unknown reason"}).`);
  }
}
