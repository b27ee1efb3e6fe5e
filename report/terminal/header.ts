import type { Contract, TableContract } from "../../contract/contract";
import type { OfflinePreview } from "../../offline/preview-stack";
import type { Settings } from "../../settings/settings";
import { type Terminal, wrapItems } from "./terminal";

const labelWidth = 12;

/** What is previewed, and the decisions that everything else follows from. */
export function renderHeader(
  { declared, environment }: OfflinePreview,
  terminal: Terminal,
): string[] {
  const { settings, contract } = environment;
  const title = `${declared.project}, stack ${declared.stack}`;
  return [
    `${terminal.paint("bold", title)}: offline preview. Nothing was contacted, nothing is changed.`,
    "",
    ...row("Name", nameOf(settings), terminal),
    ...row("Regions", regionsOf(settings), terminal),
    ...row("Contract", contractOf(contract), terminal),
  ];
}

/** Items are broken between lines, never inside. */
function row(label: string, items: string[], { columns, paint }: Terminal): string[] {
  const separated = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  const indent = labelWidth;
  return wrapItems(separated, { first: indent, rest: indent }, columns).map(
    (line, index) =>
      (index === 0 ? paint("dim", `  ${label}`.padEnd(indent)) : " ".repeat(indent)) +
      line.join(" "),
  );
}

function nameOf({ domainName, hostedZone }: Settings): string[] {
  return [domainName === hostedZone ? `${domainName} (the zone's apex)` : domainName];
}

function regionsOf({ regions, tableRegion, witnessRegion, ownRegion, scope }: Settings): string[] {
  const chain = regions.map((region) =>
    [region, region === tableRegion ? "(table)" : "", region === ownRegion ? "(this stack)" : ""]
      .filter((part) => part !== "")
      .join(" "),
  );
  return [
    chain.join(" \u2192 "),
    ...(witnessRegion === undefined ? [] : [`witness in ${witnessRegion}`]),
    ...(scope === "global" ? ["this stack: only what they share"] : []),
  ];
}

function contractOf({ tables, healthCheck, records, objectives }: Contract): string[] {
  const { type, port, path, intervalSeconds, failureThreshold } = healthCheck;
  return [
    ...tables.map(tableOf),
    `${type} ${port} ${path} every ${intervalSeconds} s`,
    `unhealthy after ${failureThreshold}`,
    `TTL at most ${records.maximumTtlSeconds} s`,
    `RTO ${objectives.rtoSeconds} s`,
    `RPO ${objectives.rpoSeconds} s`,
  ];
}

function tableOf({ name, consistency, billingMode, encryption }: TableContract): string {
  return `${name} ${consistency} ${billingMode} ${encryption}`;
}
