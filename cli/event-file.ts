import * as fs from "node:fs";
import * as path from "node:path";
import { UnusableInputError } from "../offline/unusable-input";
import type { EventLog } from "../rehearsal/event-log";

/**
 * All events as JSON lines. They are written beside the file while they happen; the file itself is
 * replaced only by a rehearsal that has come to its end.
 */
export class EventFile {
  private readonly unfinished: string;
  private readonly descriptor: number;

  /** @throws {UnusableInputError} where it cannot be written */
  constructor(
    readonly name: string,
    log: EventLog,
  ) {
    this.unfinished = `${name}.${process.pid}.tmp`;
    try {
      fs.mkdirSync(path.dirname(name), { recursive: true });
      this.descriptor = fs.openSync(this.unfinished, "w");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UnusableInputError(`${name} cannot be written (${code ?? "unknown reason"}).`);
    }
    log.listen((event) => {
      fs.writeSync(this.descriptor, `${JSON.stringify(event)}\n`);
    });
  }

  complete(): void {
    fs.closeSync(this.descriptor);
    fs.renameSync(this.unfinished, this.name);
  }

  discard(): void {
    fs.closeSync(this.descriptor);
    fs.rmSync(this.unfinished, { force: true });
  }
}
