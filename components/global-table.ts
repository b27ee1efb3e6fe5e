import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TableContract } from "../contract/contract";
import type { RegionProviders } from "./region-providers";

export interface GlobalTableArgs {
  /** Schema, billing, encryption, consistency, protections and tags; the same in every stack. */
  table: TableContract;
  /**
   * Region of the table resource itself; its replicas are managed through it. A change deletes the
   * table with its data and creates another one.
   */
  tableRegion: string;
  /** Every Region that holds a full replica, `tableRegion` included, in any order. */
  regions: string[];
  /** @default no witness. Only with STRONG consistency over two Regions; cannot be changed later. */
  witnessRegion?: string;
  /** A provider for each of `regions`. */
  regionProviders: RegionProviders;
  /** Whether Pulumi refuses to delete the table and its keys. @default false */
  protect?: boolean;
  /**
   * Whether the table exists already and is taken over instead of created. What differs from `table`
   * and can be changed in place is changed in the same update, replicas included. What cannot, such
   * as the key, is refused: a table is protected while it is adopted. @default false
   */
  adopt?: boolean;
}

/**
 * A DynamoDB global table (version 2019.11.21) with a replica in each Region.
 *
 * Replicas of an EVENTUAL table are created one after another, each waiting until it is ACTIVE, so
 * creation takes minutes and the time-outs are generous. With CUSTOMER_MANAGED_KEY each Region gets a
 * rotating key of its own. Such a key is a risk to the data it protects: a replica whose key is out
 * of reach for 20 hours is detached for good (7 days with STRONG), so a key is deleted only after
 * its replica and stays recoverable for 30 days.
 */
export class GlobalTable extends pulumi.ComponentResource {
  /** The same in every Region. */
  readonly physicalName: pulumi.Output<string>;
  /** Region to the ARN of its replica, the table's own Region included. */
  readonly arns: Record<string, pulumi.Output<string>>;
  /** Region to the ARN of its replica's stream. */
  readonly streamArns: Record<string, pulumi.Output<string>>;
  /** Region to the ARN of its key; empty unless the encryption is CUSTOMER_MANAGED_KEY. */
  readonly keyArns: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: GlobalTableArgs, opts?: pulumi.ComponentResourceOptions) {
    const { regionProviders, ...inputs } = args;
    super("failover:index:GlobalTable", name, inputs, opts);

    this.keyArns = this.createKeys(name, args);
    const table = this.createTable(name, args);

    this.physicalName = table.name;
    this.arns = inEveryRegion(args, table, "arn");
    this.streamArns = inEveryRegion(args, table, "streamArn");
    this.registerOutputs({
      physicalName: this.physicalName,
      arns: this.arns,
      streamArns: this.streamArns,
      keyArns: this.keyArns,
    });
  }

  private createKeys(name: string, args: GlobalTableArgs): Record<string, pulumi.Output<string>> {
    if (args.table.encryption !== "CUSTOMER_MANAGED_KEY") {
      return {};
    }
    return Object.fromEntries(
      args.regions.map((region) => [region, this.createKey(`${name}-${region}`, region, args)]),
    );
  }

  private createKey(name: string, region: string, args: GlobalTableArgs): pulumi.Output<string> {
    const key = new aws.kms.Key(
      name,
      {
        description: `DynamoDB table ${args.table.name} in ${region}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: args.table.tags,
      },
      { parent: this, provider: args.regionProviders[region], protect: args.protect ?? false },
    );
    new aws.kms.Alias(
      name,
      { name: `alias/dynamodb/${args.table.name}`, targetKeyId: key.keyId },
      { parent: this, provider: args.regionProviders[region] },
    );
    return key.arn;
  }

  private createTable(name: string, args: GlobalTableArgs): aws.dynamodb.Table {
    const { table, tableRegion } = args;
    return new aws.dynamodb.Table(
      name,
      {
        name: table.name,
        hashKey: table.hashKey,
        ...(table.rangeKey === null ? {} : { rangeKey: table.rangeKey }),
        attributes: Object.entries(table.attributes).map(([attribute, type]) => ({
          name: attribute,
          type,
        })),
        ...globalSecondaryIndexes(table),
        ...(table.timeToLiveAttribute === null
          ? {}
          : { ttl: { attributeName: table.timeToLiveAttribute, enabled: true } }),
        billingMode: table.billingMode,
        // Unset with replicas, AWS switches streams on by itself and every preview shows a difference.
        streamEnabled: true,
        streamViewType: "NEW_AND_OLD_IMAGES",
        ...this.encryption(args),
        pointInTimeRecovery: { enabled: table.pointInTimeRecovery },
        deletionProtectionEnabled: table.deletionProtection,
        replicas: this.replicas(args),
        ...(args.witnessRegion === undefined
          ? {}
          : { globalTableWitness: { regionName: args.witnessRegion } }),
        tags: table.tags,
      },
      {
        parent: this,
        provider: args.regionProviders[tableRegion],
        // Pulumi replaces what it has just imported, if the declaration asks for that.
        protect: args.adopt === true || (args.protect ?? false),
        customTimeouts: { create: "3h", update: "3h", delete: "2h" },
        ...(args.adopt === true ? { import: table.name } : {}),
      },
    );
  }

  private encryption({ table, tableRegion }: GlobalTableArgs): Partial<aws.dynamodb.TableArgs> {
    switch (table.encryption) {
      case "AWS_OWNED_KEY":
        return {};
      case "AWS_MANAGED_KEY":
        // Naming the default key's ARN instead would recreate the replicas on every update.
        return { serverSideEncryption: { enabled: true } };
      case "CUSTOMER_MANAGED_KEY":
        return { serverSideEncryption: { enabled: true, kmsKeyArn: this.keyArns[tableRegion] } };
    }
  }

  /** Recovery, deletion protection and tags are never synchronised by AWS: each replica states them. */
  private replicas({ table, tableRegion, regions }: GlobalTableArgs) {
    return regions
      .filter((region) => region !== tableRegion)
      .sort()
      .map((regionName) => ({
        regionName,
        ...(table.encryption === "CUSTOMER_MANAGED_KEY"
          ? { kmsKeyArn: this.keyArns[regionName] }
          : {}),
        consistencyMode: table.consistency,
        pointInTimeRecovery: table.pointInTimeRecovery,
        deletionProtectionEnabled: table.deletionProtection,
        propagateTags: true,
      }));
  }
}

/** What the table reports of itself in its own Region, and of its replicas in theirs. */
function inEveryRegion(
  { regions, tableRegion }: GlobalTableArgs,
  table: aws.dynamodb.Table,
  property: "arn" | "streamArn",
): Record<string, pulumi.Output<string>> {
  const ofReplica = (region: string) =>
    table.replicas.apply(
      (replicas) => replicas?.find(({ regionName }) => regionName === region)?.[property] ?? "",
    );
  return Object.fromEntries(
    regions.map((region) => [region, region === tableRegion ? table[property] : ofReplica(region)]),
  );
}

function globalSecondaryIndexes(table: TableContract): Partial<aws.dynamodb.TableArgs> {
  if (table.globalSecondaryIndexes.length === 0) {
    return {};
  }
  return {
    globalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
      name: index.name,
      hashKey: index.hashKey,
      ...(index.rangeKey === null ? {} : { rangeKey: index.rangeKey }),
      projectionType: index.projectionType,
      ...(index.projectionType === "INCLUDE" ? { nonKeyAttributes: index.nonKeyAttributes } : {}),
    })),
  };
}
