import type { Alias } from "@pulumi/pulumi/proto/alias_pb";

/** A value as Pulumi's resource monitor receives it, with its marks for unknowns and secrets. */
export type WireValue =
  string | number | boolean | null | WireValue[] | { [key: string]: WireValue };

export type WireProperties = Record<string, WireValue>;

/** What a program asked the resource monitor to register, without anything that an engine adds. */
export interface RecordedRegistration {
  urn: string;
  type: string;
  name: string;
  /** URN; empty for the stack itself. */
  parent: string;
  custom: boolean;
  /** Whether a provider would construct it, with children that only that provider knows. */
  remote: boolean;
  inputs: WireProperties;
  /** `urn::id` of the provider; empty for a default provider and for components. */
  provider: string;
  /** Package to provider reference, as given to a component itself; not what it inherits. */
  providers: Record<string, string>;
  dependencies: string[];
  /** Input property to the URNs that its value comes from. */
  propertyDependencies: Record<string, string[]>;
  options: RecordedOptions;
}

/** Resource options that decide what an engine does with the inputs. */
export interface RecordedOptions {
  protect: boolean;
  retainOnDelete: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  /** `undefined` where the provider decides. */
  deleteBeforeReplace: boolean | undefined;
  deletedWith: string;
  importId: string;
  /** Earlier identities: a URN, or the parts of one that differ. */
  aliases: Alias.AsObject[];
  /** For instance `30m`; empty for the provider's default. */
  customTimeouts: { create: string; update: string; delete: string };
}

/** Everything that one run of a program declared. */
export interface RecordedRun {
  project: string;
  stack: string;
  /** In the order of registration; the stack itself comes first. */
  registrations: RecordedRegistration[];
  /** The stack's outputs. */
  outputs: WireProperties;
  /** What the program said through `pulumi.log.warn`, and what a run offline leaves out. */
  warnings: string[];
}

/** Why a program did not come to its end. */
export interface ProgramFailure {
  message: string;
  /** First place in the program's own sources, for instance `components/global-table.ts:12`. */
  place: string | undefined;
}

/** What the child process needs to run a program. */
export interface ProgramRequest {
  /** The bundled program. */
  bundle: string;
  /** The folder of Pulumi.yaml, with symbolic links followed. */
  projectFolder: string;
  project: string;
  stack: string;
  /** `namespace:key` to its text, as the Pulumi CLI hands it to a program. */
  config: Record<string, string>;
}

export type ProgramResult = { run: RecordedRun } | { failures: ProgramFailure[] };
