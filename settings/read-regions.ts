import { oneOf, shown, suggestion } from "../contract/wording";
import type { RawSettingsReader } from "./raw-settings";
import { isKnownRegion, knownRegions, type Partition, regionInfo } from "./regions";
import type { Scope } from "./settings";

const supportedPartition: Partition = "aws";
const aRegion = 'the name of an AWS Region, such as "us-east-1"';

export function readChain(reader: RawSettingsReader): string[] | undefined {
  const regions = reader.textList("regions", aRegion);
  if (regions === undefined) return undefined;
  if (regions.length === 0) {
    return reader.fault("regions", `found no Region; allowed: a list of at least one, in order`);
  }
  const before = reader.faults.length;
  regions.forEach((region, index) => {
    const path = `regions[${index}]`;
    const earlier = regions.indexOf(region);
    if (earlier < index) {
      const where = `it is at regions[${earlier}] too`;
      reader.fault(path, `found ${shown(region)} again; allowed: each Region once (${where})`);
    } else if (checkRegion(reader, path, region)) {
      checkPartition(reader, path, region);
    }
  });
  return reader.faults.length === before ? regions : undefined;
}

export function readTableRegion(
  reader: RawSettingsReader,
  regions: readonly string[] | undefined,
): string | undefined {
  const region = reader.text("tableRegion", "one of regions");
  if (region === undefined || !checkRegion(reader, "tableRegion", region)) return undefined;
  if (regions === undefined || regions.includes(region)) return region;
  return reader.fault(
    "tableRegion",
    `found ${shown(region)}, which is outside the chain; allowed: ${oneOf(regions)} (see regions)`,
  );
}

export function readWitnessRegion(
  reader: RawSettingsReader,
  regions: readonly string[] | undefined,
): string | undefined {
  const region = reader.optionalText("witnessRegion");
  if (region === undefined || !checkRegion(reader, "witnessRegion", region)) return undefined;
  if (regions === undefined) return region;
  if (regions.includes(region)) {
    return reader.fault(
      "witnessRegion",
      `found ${shown(region)}, which is in the chain; allowed: a Region that is not in regions, because a witness serves nobody`,
    );
  }
  checkPartition(reader, "witnessRegion", region);
  return region;
}

export function readOwnRegion(
  reader: RawSettingsReader,
  scope: Scope | undefined,
  regions: readonly string[] | undefined,
): string | undefined {
  if (scope !== "region") return undefined;
  const region = reader.text("aws:region", 'one of regions, because scope is "region"');
  if (region === undefined || !checkRegion(reader, "aws:region", region)) return undefined;
  if (regions === undefined || regions.includes(region)) return region;
  return reader.fault(
    "aws:region",
    `found ${shown(region)}, which is outside the chain; allowed: ${oneOf(regions)} (see regions)`,
  );
}

function checkRegion(reader: RawSettingsReader, path: string, region: string): boolean {
  if (isKnownRegion(region)) return true;
  const hint = suggestion(region, Object.keys(knownRegions));
  reader.fault(
    path,
    `found ${shown(region)}; allowed: ${aRegion} (all: settings/regions.ts)${hint}`,
  );
  return false;
}

/** Other partitions have another Route 53 and other endpoint names, which nothing here declares. */
function checkPartition(reader: RawSettingsReader, path: string, region: string): void {
  const { partition } = regionInfo(region);
  if (partition === supportedPartition) return;
  reader.fault(
    path,
    `found ${shown(region)} of the partition ${partition}; allowed: Regions of the partition ${supportedPartition}, the only one that this program declares resources for`,
  );
}
