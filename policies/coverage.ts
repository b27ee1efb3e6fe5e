import { parseUrn } from "../declared/urn";
import type { JsonSchema } from "./slice";

/** What a stack must hold: `global` the tables, `region` one Region's service, `all` both. */
export type CoverageScope = (typeof coverageScopes)[number];
export const coverageScopes = ["all", "global", "region"] as const;

/** Stacks that must hold something, so that its absence is a violation. */
export interface Coverage {
  /** Name of a Pulumi project, in which `*` stands for any characters. */
  project: string;
  /** Name of a stack, without organization, in which `*` stands for any characters. */
  stack: string;
  scope: CoverageScope;
}

/** How a stack stands to the coverage. */
export type Standing =
  /** No coverage is configured. */
  | { kind: "open" }
  | { kind: "named"; scopes: ReadonlySet<CoverageScope> }
  /** The coverage names other stacks only. */
  | { kind: "unnamed" };

export const coverageSchema: JsonSchema = {
  description: "The stacks that are held to the contract as a whole, absence included.",
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["project", "stack", "scope"],
    properties: {
      project: {
        description: "Name of a Pulumi project; * stands for any characters.",
        type: "string",
        minLength: 1,
        maxLength: 100,
      },
      stack: {
        description: "Name of a stack, without organization; * stands for any characters.",
        type: "string",
        minLength: 1,
        maxLength: 100,
      },
      scope: {
        description: "all: tables and a service; global: the tables; region: one Region's service.",
        enum: coverageScopes,
      },
    },
  },
};

/** @param urn Of any resource of the stack. */
export function standing(coverage: readonly Coverage[], urn: string): Standing {
  if (coverage.length === 0) {
    return { kind: "open" };
  }
  const { project = "", stack = "" } = parseUrn(urn) ?? {};
  const own = coverage.filter(
    (entry) => matches(entry.project, project) && matches(entry.stack, stack),
  );
  return own.length === 0
    ? { kind: "unnamed" }
    : { kind: "named", scopes: new Set(own.map(({ scope }) => scope)) };
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(name);
}
