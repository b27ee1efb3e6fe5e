import type { OfflinePreview } from "../../../offline/preview-stack";
import { type Terminal, wrapItems } from "../terminal";
import { renderProof } from "./proof-report";

/** The proof of a whole failover name; where Regions have stacks of their own, how to get it. */
export function renderFailover(
  { proof, environment }: OfflinePreview,
  terminal: Terminal,
): string[] {
  const { settings, contract } = environment;
  if (proof?.kind === "proof") {
    return renderProof(proof.proof, contract.objectives, terminal);
  }
  const title = terminal.paint("bold", `Failover of ${settings.domainName}`);
  if (proof !== undefined) {
    return [`${title}: ${terminal.paint("red", "not proven")}: no record is declared for it`];
  }
  if (settings.scope === "global") {
    return [];
  }
  const text =
    "proved with the stacks of all Regions together: export each with `pulumi stack export`, then " +
    "`failover prove --from FILE...`";
  return wrapItems(
    text.split(" "),
    { first: `Failover of ${settings.domainName}: `.length, rest: 2 },
    terminal.columns,
  ).map((line, index) => `${index === 0 ? `${title}: ` : "  "}${line.join(" ")}`);
}
