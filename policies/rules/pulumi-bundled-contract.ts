import { advice, stackRule } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

export const pulumiBundledContract = stackRule({
  name: "pulumi-bundled-contract",
  level: "advisory",
  appliesTo: [types.stack],
  description: "The contract comes from the configuration of the pack.",
  why: "The contract inside of the pack is the one of the day on which the pack was built; two packs can hold stacks to different ones.",
  fix: "Write the configuration with `failover policy-config --contract contract.json`, and give it to Pulumi (--policy-pack-config, or pulumi policy enable --config).",
  reach: "everywhere",
  slice: nothing,
  judge: ({ judgedByBundledContract: rules }) =>
    rules.length === 0
      ? []
      : [advice(`the contract inside of the pack was used by ${[...rules].sort().join(", ")}`)],
});
