import type { Fault } from "../contract/faults";
import { isWithin } from "../contract/paths";
import { oneOf, shown, suggestion } from "../contract/wording";
import { canonicalName } from "../failover/dns-names";
import { commonNameFault, hostNameFault, isInZone } from "./domain-names";
import { taskCpuUnitsOffered, taskMemoryMebibytesOffered } from "./fargate-sizes";
import { type RawSettings, RawSettingsReader } from "./raw-settings";
import { readChain, readOwnRegion, readTableRegion, readWitnessRegion } from "./read-regions";
import type { Scope, Settings } from "./settings";

/** Every setting that Pulumi.yaml declares. `aws:region` is Pulumi's own and is not among them. */
export const settingNames = [
  "scope",
  "regions",
  "tableRegion",
  "domainName",
  "hostedZone",
  "imageDigest",
  "taskCpuUnits",
  "taskMemoryMebibytes",
  "wholeLoadTasks",
  "protect",
  "witnessRegion",
  "adoptTables",
  "globalStack",
] as const;

export interface ReadSettings {
  /** The settings, or undefined if anything is wrong with them. */
  settings: Settings | undefined;
  /**
   * Only to find further faults with the contract: the settings without a fault of their own. A key
   * that is absent has one; an optional setting that is not set is there and undefined.
   */
  readable: Partial<Settings>;
  /** Every fault; empty if the settings are good. */
  faults: readonly Fault[];
}

const scopes: readonly Scope[] = ["all", "global", "region"];

/** Reads the settings of an environment. Never throws. */
export function readSettings(raw: RawSettings): ReadSettings {
  const reader = new RawSettingsReader(raw);
  refuseUnknownNames(raw, reader);
  const scope = reader.choice("scope", scopes);
  const regions = readChain(reader);
  const read = {
    scope,
    regions,
    tableRegion: readTableRegion(reader, regions),
    ...readNames(reader),
    imageDigest: readImageDigest(reader),
    ...readTaskSize(reader),
    wholeLoadTasks: reader.wholeNumber("wholeLoadTasks", 1),
    protect: reader.flag("protect"),
    witnessRegion: readWitnessRegion(reader, regions),
    adoptTables: readTablesToAdopt(reader),
    ownRegion: readOwnRegion(reader, scope, regions),
    globalStack: readGlobalStack(reader, scope),
  };
  const { faults } = reader;
  const sound = Object.entries(read).filter(
    ([name]) => !faults.some(({ path }) => isWithin(path, name)),
  );
  return {
    // A value that must be there is undefined only beside a fault.
    settings: faults.length === 0 ? (read as Settings) : undefined,
    readable: Object.fromEntries(sound),
    faults,
  };
}

/** A setting that nothing reads is most likely a misspelt one. */
function refuseUnknownNames(raw: RawSettings, reader: RawSettingsReader): void {
  const known: readonly string[] = settingNames;
  for (const name of Object.keys(raw)) {
    if (name.includes(":") || known.includes(name) || raw[name] === undefined) continue;
    reader.fault(
      name,
      `is not a setting of this project; allowed: ${known.join(", ")}${suggestion(name, known)}`,
    );
  }
}

function readNames(
  reader: RawSettingsReader,
): Pick<Partial<Settings>, "domainName" | "hostedZone"> {
  const domainName = readHostName(reader, "domainName", 'a DNS name such as "app.example.com"');
  const hostedZone = readHostName(reader, "hostedZone", 'a public zone such as "example.com"');
  const tooLong = domainName === undefined ? undefined : commonNameFault(domainName);
  if (tooLong !== undefined) reader.fault("domainName", tooLong);
  if (domainName !== undefined && hostedZone !== undefined && !isInZone(domainName, hostedZone)) {
    reader.fault(
      "domainName",
      `found ${shown(domainName)}, which is outside its zone; allowed: ${shown(hostedZone)} (see hostedZone) or a name that ends in ${shown(`.${hostedZone}`)}`,
    );
  }
  return { domainName, hostedZone };
}

function readHostName(
  reader: RawSettingsReader,
  setting: "domainName" | "hostedZone",
  allowed: string,
): string | undefined {
  const written = reader.text(setting, allowed);
  if (written === undefined) return undefined;
  const name = canonicalName(written);
  const fault = hostNameFault(name);
  return fault === undefined ? name : reader.fault(setting, fault);
}

function readImageDigest(reader: RawSettingsReader): string | undefined {
  const digest = reader.optionalText("imageDigest");
  if (digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  return reader.fault(
    "imageDigest",
    `found ${shown(digest)}; allowed: "sha256:" and 64 hexadecimal digits in lower case (a digest, not a tag), or nothing`,
  );
}

function readTaskSize(
  reader: RawSettingsReader,
): Pick<Partial<Settings>, "taskCpuUnits" | "taskMemoryMebibytes"> {
  const taskCpuUnits = reader.wholeNumber("taskCpuUnits", 1);
  const taskMemoryMebibytes = reader.wholeNumber("taskMemoryMebibytes", 1);
  if (taskCpuUnits === undefined) return {};
  const offered = taskMemoryMebibytesOffered(taskCpuUnits);
  if (offered.length === 0) {
    reader.fault("taskCpuUnits", `found ${taskCpuUnits}; allowed: ${oneOf(taskCpuUnitsOffered)}`);
  } else if (taskMemoryMebibytes !== undefined && !offered.includes(taskMemoryMebibytes)) {
    reader.fault(
      "taskMemoryMebibytes",
      `found ${taskMemoryMebibytes}; allowed with taskCpuUnits ${taskCpuUnits}: ${oneOf(offered)}`,
    );
  }
  return { taskCpuUnits, taskMemoryMebibytes };
}

function readTablesToAdopt(reader: RawSettingsReader): string[] | undefined {
  const tables = reader.textList("adoptTables", "the name of a table of contract.json");
  tables?.forEach((table, index) => {
    const earlier = tables.indexOf(table);
    if (earlier === index) return;
    reader.fault(
      `adoptTables[${index}]`,
      `found ${shown(table)} again; allowed: each table once (it is at adoptTables[${earlier}] too)`,
    );
  });
  return tables;
}

function readGlobalStack(reader: RawSettingsReader, scope: Scope | undefined): string | undefined {
  const stack = reader.optionalText("globalStack");
  const allowed =
    'the stack with scope "global" as "organization/project/stack", such as "organization/regional-failover/prod-global"';
  if (scope === "region" && stack === undefined) {
    return reader.fault("globalStack", `is not set; allowed with scope "region": ${allowed}`);
  }
  if (stack === undefined) return undefined;
  if (scope !== undefined && scope !== "region") {
    return reader.fault(
      "globalStack",
      `found ${shown(stack)} with scope ${shown(scope)}; allowed: nothing, because only scope "region" reads another stack`,
    );
  }
  if (!/^[\w.-]+\/[\w.-]+\/[\w.-]+$/.test(stack)) {
    return reader.fault("globalStack", `found ${shown(stack)}; allowed: ${allowed}`);
  }
  return stack;
}
