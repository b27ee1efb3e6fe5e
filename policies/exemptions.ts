import type { JsonSchema } from "./slice";

/** One resource that one rule does not judge, for a written reason, until a day. */
export interface Exemption {
  /** URN. */
  resource: string;
  reason: string;
  /** The last day that it holds on, in UTC: `2026-12-31`. */
  expires: string;
}

export const exemptionsSchema: JsonSchema = {
  description: "Resources that this rule does not judge, each with a reason and its last day.",
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["resource", "reason", "expires"],
    properties: {
      resource: {
        description: "URN of the resource.",
        type: "string",
        pattern: "^urn:pulumi:.+::.+::.+::.+$",
        patternErrorMessage: "a URN, urn:pulumi:STACK::PROJECT::TYPE::NAME",
      },
      reason: {
        description: "Why it may be otherwise; whoever reads it has to understand it.",
        type: "string",
        pattern: "\\S+\\s+\\S+",
        patternErrorMessage: "a reason in words, at least two",
        maxLength: 1000,
      },
      expires: {
        description: "The last day that it holds on, in UTC.",
        type: "string",
        pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
        patternErrorMessage: "a day such as 2026-12-31",
      },
    },
  },
};

/** @param today `2026-12-31`. */
export function isExpired({ expires }: Exemption, today: string): boolean {
  return expires < today;
}
