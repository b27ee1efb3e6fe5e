import * as fs from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ConflictJournal } from "./components/conflict-journal";
import { FailoverRecords } from "./components/failover-records";
import { GlobalTable } from "./components/global-table";
import { createRegionProviders } from "./components/region-providers";
import { RegionalNetwork } from "./components/regional-network";
import { RegionalService } from "./components/regional-service";
import { ReplicationAlarms } from "./components/replication-alarms";
import { ServiceImage } from "./components/service-image";
import { imageContentTag, packageArchive } from "./components/service-sources";
import { readGlobalStack, type SharedParts } from "./components/shared-parts";
import type { TableContract } from "./contract/contract";
import { regionalName } from "./failover/chain";
import { loadEnvironment } from "./settings/load-environment";

const { settings, contract } = loadEnvironment();
const { domainName, hostedZone, regions, scope, tableRegion } = settings;
const [serviceTable] = contract.tables;
const serviceFolder = "app";
const repositoryName = `${pulumi.getProject()}/app`;

const ownRegions = settings.ownRegion === undefined ? regions : [settings.ownRegion];
const regionProviders = createRegionProviders(ownRegions);
/** For what has no Region. It does not follow the chain's order, or reordering would move records. */
const homeProvider = regionProviders[settings.ownRegion ?? tableRegion];

const shared = scope === "region" ? readGlobalStack(settings, serviceTable) : declareShared();
const records = scope === "global" ? undefined : declareRegions();

export const applicationUrl = records && `https://${domainName}`;
export const regionalUrls =
  records && inOwnRegions((region) => `https://${regionalName(domainName, region)}`);
export const healthCheckIds = records?.healthCheckIds;
export const tableName = serviceTable.name;
export const tableArns = shared.tableArns;
export const tableKeyArns = shared.tableKeyArns;
export const repositoryUrls = shared.repositoryUrls;
export const imageDigest = shared.imageDigest;
export const alarmTopicArns = shared.alarmTopicArns;
export const readme = fs.readFileSync("Pulumi.README.md", "utf8");

/** Tables with their replicas, keys and replication alarms, and the image repositories. */
function declareShared(): SharedParts {
  const image = declareImage();
  const tables = declareTables();
  const alarms = declareReplicationAlarms(tables);
  declareConflictJournals(tables[0], alarms);
  return {
    tables,
    tableArns: tables[0].arns,
    tableKeyArns: tables[0].keyArns,
    repositoryUrls: image.repositoryUrls,
    imageDigest: image.digest,
    alarmTopicArns: Object.fromEntries(alarms.map(({ region, topicArn }) => [region, topicArn])),
  };
}

/** The service of this repository, unless the settings name an image that somebody else has pushed. */
function declareImage(): ServiceImage {
  const { imageDigest: digest } = settings;
  return new ServiceImage("app", {
    repositoryName,
    regions,
    regionProviders,
    image:
      digest === undefined
        ? { build: { context: serviceFolder, contentTag: imageContentTag(serviceFolder) } }
        : { digest },
  });
}

function declareTables(): [GlobalTable, ...GlobalTable[]] {
  const [first, ...others] = contract.tables;
  return [declareTable(first), ...others.map(declareTable)];
}

function declareTable(table: TableContract): GlobalTable {
  return new GlobalTable(table.name, {
    table,
    tableRegion,
    regions,
    regionProviders,
    ...(settings.witnessRegion === undefined ? {} : { witnessRegion: settings.witnessRegion }),
    protect: settings.protect,
    adopt: settings.adoptTables.includes(table.name),
  });
}

/** STRONG tables need none: their replicas do not lag, and AWS publishes no latency for them. */
function declareReplicationAlarms(tables: GlobalTable[]): ReplicationAlarms[] {
  const watched = contract.tables
    .filter((table) => table.consistency === "EVENTUAL")
    .map((table) => ({ name: table.name, hasHeartbeats: table === serviceTable }));
  if (watched.length === 0) {
    return [];
  }
  return regions.map(
    (region) =>
      new ReplicationAlarms(
        `replication-${region}`,
        {
          tables: watched,
          region,
          peerRegions: regions.filter((peer) => peer !== region),
          rpoSeconds: contract.objectives.rpoSeconds,
        },
        { provider: regionProviders[region], dependsOn: tables },
      ),
  );
}

/** Only of the service's table: other programs' items have no version vectors. */
function declareConflictJournals(table: GlobalTable, alarms: ReplicationAlarms[]): void {
  if (serviceTable.consistency !== "EVENTUAL") {
    return;
  }
  const code = packageArchive(serviceFolder);
  for (const { region, topicArn } of alarms) {
    new ConflictJournal(
      `journal-${region}`,
      {
        region,
        table: {
          name: serviceTable.name,
          hashKey: serviceTable.hashKey,
          streamArn: table.streamArns[region] as pulumi.Output<string>,
          keyArn: table.keyArns[region],
        },
        code,
        alarmTopicArn: topicArn,
      },
      { provider: regionProviders[region] },
    );
  }
}

/** Each Region's network and service, then the records that lead to them. */
function declareRegions(): FailoverRecords {
  const zone = aws.route53.getZoneOutput(
    { name: hostedZone, privateZone: false },
    { provider: homeProvider },
  );
  const services = ownRegions.map((region) => declareService(region, zone.zoneId));
  return new FailoverRecords(
    "failover",
    {
      domainName,
      hostedZone,
      zoneId: zone.zoneId,
      chain: regions,
      endpoints: Object.fromEntries(services.map(({ region, endpoint }) => [region, endpoint])),
      healthCheck: contract.healthCheck,
      ttlSeconds: contract.records.maximumTtlSeconds,
    },
    { provider: homeProvider, dependsOn: services },
  );
}

function declareService(region: string, zoneId: pulumi.Output<string>): RegionalService {
  const provider = regionProviders[region];
  const network = new RegionalNetwork(`network-${region}`, { region }, { provider });
  return new RegionalService(
    `app-${region}`,
    {
      region,
      network,
      domainNames: [domainName, regionalName(domainName, region)],
      zoneId,
      image: {
        repositoryName,
        repositoryUrl: shared.repositoryUrls[region] as pulumi.Output<string>,
        digest: shared.imageDigest,
      },
      peerRegions: regions.filter((peer) => peer !== region),
      table: {
        name: serviceTable.name,
        hashKey: serviceTable.hashKey,
        keyArn: shared.tableKeyArns[region],
      },
      taskCpuUnits: settings.taskCpuUnits,
      taskMemoryMebibytes: settings.taskMemoryMebibytes,
      wholeLoadTasks: settings.wholeLoadTasks,
      rpoSeconds: contract.objectives.rpoSeconds,
      keepAliveSeconds: contract.loadBalancer.keepAliveMaximumSeconds,
      deregistrationDelaySeconds: contract.loadBalancer.deregistrationDelayMaximumSeconds,
      protect: settings.protect,
    },
    { provider, dependsOn: shared.tables },
  );
}

function inOwnRegions<Value>(valueFor: (region: string) => Value): Record<string, Value> {
  return Object.fromEntries(ownRegions.map((region) => [region, valueFor(region)]));
}
