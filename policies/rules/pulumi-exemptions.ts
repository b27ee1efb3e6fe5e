import { type Exemption, exemptionsSchema, isExpired } from "../exemptions";
import { advice, stackRule } from "../rule";
import type { JsonSchema, Slice } from "../slice";
import * as types from "../types";

/** An exemption with the rule that it is from. */
export interface NamedExemption extends Exemption {
  rule: string;
}

const item = exemptionsSchema["items"] as { required: string[]; properties: JsonSchema };

export const namedExemptionsSchema: JsonSchema = {
  description: "Exemptions of any rules, each with the name of its rule.",
  type: "array",
  items: {
    ...item,
    required: ["rule", ...item.required],
    properties: { rule: { type: "string", minLength: 1, maxLength: 100 }, ...item.properties },
  },
};

/** Every exemption of every rule once more, because a rule sees only its own. */
const allExemptions: Slice<{ all: readonly NamedExemption[] }> = {
  properties: { all: namedExemptionsSchema },
  cut: () => ({ all: [] }),
};

export const pulumiExemptions = stackRule({
  name: "pulumi-exemptions",
  level: "advisory",
  appliesTo: [types.stack],
  description: "Exemptions in force are listed.",
  why: "What nobody sees is never taken back.",
  fix: "Make the resource as it should be before the exemption expires.",
  reach: "everywhere",
  slice: allExemptions,
  judge: (stack, { all }) => {
    const here = new Set(all.length === 0 ? [] : stack.resources.map(({ urn }) => urn));
    return all
      .filter((exemption) => here.has(exemption.resource) && !isExpired(exemption, stack.today))
      .map(({ rule, resource, reason, expires }) =>
        advice(`exempted from ${rule} until ${expires}: ${reason}`, resource),
      );
  },
});
