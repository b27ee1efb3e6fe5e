import type { EngineEvent, OpType, OutputMap, Stack } from "@pulumi/pulumi/automation";
import type { AdaptedCommand } from "./open-cli";

/** What the engine does, or would do, to one resource. */
export interface Step {
  op: OpType;
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  /** `false` for components and the stack itself. */
  custom: boolean;
  /** Properties that differ from what is there. */
  diffs: string[];
  /** Those of them that cannot be changed on the resource that is there. */
  replaces: string[];
  /** As declared; an unknown value is `rpc.unknownValue` of the Node SDK. Empty for deletions. */
  inputs: Record<string, unknown>;
  oldInputs: Record<string, unknown>;
}

export interface Run {
  /** Every resource, the unchanged ones included, in the engine's order. */
  steps: Step[];
  /** Warnings, and what the program and policies say. */
  messages: string[];
}

/** The engine, the program or a policy has refused; the message is what a user would read. */
export class EngineError extends Error {
  override readonly name = "EngineError";

  constructor(
    message: string,
    /** What had been done, or planned, before. */
    readonly run: Run,
  ) {
    super(message);
  }
}

/** What judges a preview and an update. */
export interface PolicyOptions {
  /** Folders of policy packs. */
  policyPacks: string[];
  /** A configuration file for each of them, or none at all. */
  policyPackConfigs: string[];
}

/** A stack of an `Engine`. */
export class EngineStack {
  constructor(
    private readonly stack: Stack,
    private readonly command: AdaptedCommand,
    private readonly folder: string,
    private readonly policies: PolicyOptions,
  ) {}

  preview(): Promise<Run> {
    return this.watch(async (onEvent) => {
      await this.stack.preview({ onEvent, ...this.policies });
    });
  }

  /** `pulumi preview --json --show-sames`, as it is printed. */
  async previewJson(): Promise<string> {
    let text = "";
    this.command.previewAsJson = true;
    try {
      await this.watch(async (onEvent) => {
        const { stdout } = await this.stack.preview({ onEvent, ...this.policies });
        text = stdout;
      });
    } finally {
      this.command.previewAsJson = false;
    }
    return text;
  }

  up(): Promise<Run> {
    return this.watch(async (onEvent) => {
      await this.stack.up({ onEvent, ...this.policies });
    });
  }

  /** `pulumi up --yes` as on the command line: an update only after a preview that is good. */
  async previewAndUp(): Promise<Run> {
    this.command.previewBeforeUp = true;
    try {
      return await this.up();
    } finally {
      this.command.previewBeforeUp = false;
    }
  }

  destroy(): Promise<Run> {
    return this.watch(async (onEvent) => {
      await this.stack.destroy({ onEvent });
    });
  }

  outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  /** `pulumi stack export`, as it is printed. */
  async exportJson(): Promise<string> {
    return JSON.stringify(await this.stack.exportStack());
  }

  private async watch(
    operate: (onEvent: (event: EngineEvent) => void) => Promise<void>,
  ): Promise<Run> {
    const run: Run = { steps: [], messages: [] };
    const errors: string[] = [];
    const callerFolder = process.cwd();
    const callerLimit = Error.stackTraceLimit;
    process.chdir(this.folder);
    // Pulumi takes a stack for every promise, and mocha makes each of them as deep as it goes.
    Error.stackTraceLimit = 0;
    try {
      await operate((event) => record(event, run, errors));
    } catch (error) {
      throw new EngineError(errors.join("\n") || (error as Error).message, run);
    } finally {
      process.chdir(callerFolder);
      Error.stackTraceLimit = callerLimit;
    }
    return run;
  }
}

function record(event: EngineEvent, run: Run, errors: string[]): void {
  const { resourcePreEvent, diagnosticEvent, policyEvent } = event;
  if (resourcePreEvent !== undefined) {
    run.steps.push(toStep(resourcePreEvent.metadata));
  }
  if (diagnosticEvent !== undefined && isForUsers(diagnosticEvent)) {
    const text = plainText(diagnosticEvent.message);
    (diagnosticEvent.severity === "error" ? errors : run.messages).push(text);
  }
  if (policyEvent !== undefined) {
    const text = `${policyEvent.policyName}: ${plainText(policyEvent.message)}`;
    (policyEvent.enforcementLevel === "mandatory" ? errors : run.messages).push(text);
  }
}

/** The engine's own debugging messages come as events too, with a severity that its types leave out. */
function isForUsers({ severity }: { severity: string }): boolean {
  return severity !== "debug";
}

function toStep(metadata: NonNullable<EngineEvent["resourcePreEvent"]>["metadata"]): Step {
  const state = metadata.new ?? metadata.old;
  return {
    op: metadata.op,
    urn: metadata.urn,
    type: metadata.type,
    name: metadata.urn.split("::").at(-1) as string,
    custom: state?.custom ?? false,
    diffs: metadata.diffs ?? [],
    replaces: metadata.keys ?? [],
    inputs: metadata.new?.inputs ?? {},
    oldInputs: metadata.old?.inputs ?? {},
  };
}

/** Without the engine's colour marks, such as `<{%reset%}>`. */
function plainText(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
