import * as fs from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import * as path from "node:path";
import { inspect } from "node:util";
import { ResourceError, RunError } from "@pulumi/pulumi";
import type { ProgramFailure, ProgramRequest } from "./recorded-run";

/** What a program threw, without a stack: its message, and where in the program's sources it came from. */
export function describeFailure(error: unknown, request: ProgramRequest): ProgramFailure {
  if (!(error instanceof Error)) {
    return { message: inspect(error), place: undefined };
  }
  const isForUsers = ResourceError.isInstance(error)
    ? error.hideStack === true
    : RunError.isInstance(error);
  // Where a module is missing, Node adds the files that led to it, which here are bundles.
  const [message = ""] = error.message.split("\nRequire stack:");
  return {
    message: message === "" ? error.name : message,
    place: isForUsers ? undefined : placeInSources(error, request),
  };
}

/** Read only when a program has failed: the map is large. */
function placeInSources(error: Error, request: ProgramRequest): string | undefined {
  const frames = framesIn(request.bundle, error.stack ?? "");
  if (frames.length === 0) {
    return undefined;
  }
  const map = new SourceMap(
    JSON.parse(fs.readFileSync(`${request.bundle}.map`, "utf8")) as SourceMapPayload,
  );
  return frames
    .map(({ line, column }) => map.findEntry(line - 1, column - 1))
    .filter((entry) => "originalSource" in entry)
    .map(({ originalSource, originalLine }) => {
      const file = path.resolve(path.dirname(request.bundle), originalSource);
      return `${path.relative(request.projectFolder, file)}:${originalLine + 1}`;
    })
    .at(0);
}

function framesIn(bundle: string, stack: string): { line: number; column: number }[] {
  const frames = stack.split("\n").filter((line) => line.includes(bundle));
  return frames.flatMap((frame) => {
    const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    return line === undefined ? [] : [{ line: Number(line), column: Number(column) }];
  });
}
