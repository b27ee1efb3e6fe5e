import type { HealthCheckContract, TableContract } from "../../contract/contract";
import type { DeclaredInputs, DeclaredResource } from "../../declared/declared-resource";

export const types = {
  table: "aws:dynamodb/table:Table",
  separateIndex: "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex",
  separateReplica: "aws:dynamodb/tableReplica:TableReplica",
  oldGlobalTable: "aws:dynamodb/globalTable:GlobalTable",
  healthCheck: "aws:route53/healthCheck:HealthCheck",
  record: "aws:route53/record:Record",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
} as const;

export function resource(
  type: string,
  name: string,
  inputs: DeclaredInputs,
  others: Partial<DeclaredResource> = {},
): DeclaredResource {
  return {
    urn: `urn:pulumi:prod::shop::${type}::${name}`,
    type,
    name,
    parent: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod",
    custom: true,
    region: "us-east-1",
    inputs,
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    ...others,
  };
}

/** How somebody chose to write what the contract says; each choice means the same to AWS. */
export interface Writing {
  /** Where the table is and where its replicas are. */
  regions: [string, ...string[]];
  keys: "hashKey" | "keySchemas";
  indexes: "inline" | "separate";
  replicas: "inline" | "separate";
  /** Puts a list into some order; by default it stays. */
  reorder: <Item>(list: Item[]) => Item[];
}

export const plainWriting: Writing = {
  regions: ["us-east-1", "us-west-2", "eu-central-1"],
  keys: "hashKey",
  indexes: "inline",
  replicas: "inline",
  reorder: (list) => list,
};

/** Resources that declare exactly what the contract says; the first is the table. */
export function declareTable(
  contract: TableContract,
  choices: Partial<Writing> = {},
): [DeclaredResource, ...DeclaredResource[]] {
  const writing = { ...plainWriting, ...choices };
  const { regions, reorder } = writing;
  const isCustomer = contract.encryption === "CUSTOMER_MANAGED_KEY";
  const attributes = Object.entries(contract.attributes)
    .filter(([name]) => writing.indexes === "inline" || isTableKey(contract, name))
    .map(([name, type]) => ({ name, type }));
  const table = resource(
    types.table,
    "orders",
    {
      name: contract.name,
      hashKey: contract.hashKey,
      ...(contract.rangeKey === null ? {} : { rangeKey: contract.rangeKey }),
      attributes: reorder(attributes),
      ...(writing.indexes === "inline"
        ? {
            globalSecondaryIndexes: reorder(
              contract.globalSecondaryIndexes.map((index) => inlineIndex(index, writing)),
            ),
          }
        : {}),
      ...(contract.timeToLiveAttribute === null
        ? {}
        : { ttl: { attributeName: contract.timeToLiveAttribute, enabled: true } }),
      billingMode: contract.billingMode,
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      ...(contract.encryption === "AWS_OWNED_KEY"
        ? {}
        : {
            serverSideEncryption: {
              enabled: true,
              ...(isCustomer ? { kmsKeyArn: keyIn(regions[0]) } : {}),
            },
          }),
      pointInTimeRecovery: { enabled: contract.pointInTimeRecovery },
      deletionProtectionEnabled: contract.deletionProtection,
      tags: contract.tags,
      ...(writing.replicas === "inline"
        ? {
            replicas: reorder(
              regions.slice(1).map((regionName) => ({
                regionName,
                ...(isCustomer ? { kmsKeyArn: keyIn(regionName) } : {}),
                consistencyMode: contract.consistency,
                pointInTimeRecovery: contract.pointInTimeRecovery,
                deletionProtectionEnabled: contract.deletionProtection,
                propagateTags: true,
              })),
            ),
          }
        : {}),
    },
    { region: regions[0] },
  );
  return [
    table,
    ...(writing.indexes === "separate"
      ? contract.globalSecondaryIndexes.map((index) =>
          separateIndex(table, contract, index, reorder),
        )
      : []),
    ...(writing.replicas === "separate"
      ? regions.slice(1).map((region) => separateReplica(table, contract, region))
      : []),
  ];
}

type Index = TableContract["globalSecondaryIndexes"][number];

function isTableKey(contract: TableContract, name: string): boolean {
  return name === contract.hashKey || name === contract.rangeKey;
}

function inlineIndex(index: Index, { keys, reorder }: Writing) {
  return {
    name: index.name,
    ...(keys === "hashKey"
      ? { hashKey: index.hashKey, ...(index.rangeKey === null ? {} : { rangeKey: index.rangeKey }) }
      : { keySchemas: keySchemas(index) }),
    projectionType: index.projectionType,
    ...(index.nonKeyAttributes.length > 0
      ? { nonKeyAttributes: reorder([...index.nonKeyAttributes]) }
      : {}),
  };
}

function keySchemas(index: Index) {
  return [
    { attributeName: index.hashKey, keyType: "HASH" },
    ...(index.rangeKey === null ? [] : [{ attributeName: index.rangeKey, keyType: "RANGE" }]),
  ];
}

function separateIndex(
  table: DeclaredResource,
  contract: TableContract,
  index: Index,
  reorder: Writing["reorder"],
): DeclaredResource {
  return resource(
    types.separateIndex,
    index.name,
    {
      tableName: contract.name,
      indexName: index.name,
      keySchemas: keySchemas(index).map((key) => ({
        ...key,
        attributeType: contract.attributes[key.attributeName]!,
      })),
      projection: {
        projectionType: index.projectionType,
        ...(index.nonKeyAttributes.length > 0
          ? { nonKeyAttributes: reorder([...index.nonKeyAttributes]) }
          : {}),
      },
    },
    { region: table.region, propertyDependencies: { tableName: [table.urn] } },
  );
}

function separateReplica(
  table: DeclaredResource,
  contract: TableContract,
  region: string,
): DeclaredResource {
  return resource(
    types.separateReplica,
    `orders-${region}`,
    {
      globalTableArn: `arn:aws:dynamodb:${table.region}:123456789012:table/${contract.name}`,
      ...(contract.encryption === "CUSTOMER_MANAGED_KEY" ? { kmsKeyArn: keyIn(region) } : {}),
      pointInTimeRecovery: contract.pointInTimeRecovery,
      deletionProtectionEnabled: contract.deletionProtection,
      tags: contract.tags,
    },
    { region, propertyDependencies: { globalTableArn: [table.urn] } },
  );
}

export function keyIn(region: string): string {
  return `arn:aws:kms:${region}:123456789012:key/0d5c0a4e-1111-2222-3333-${region}`;
}

export function declareHealthCheck(
  contract: HealthCheckContract,
  changes: DeclaredInputs = {},
): DeclaredResource {
  return resource(types.healthCheck, "us-east-1", {
    type: contract.type,
    fqdn: "us-east-1.shop.example.com",
    port: contract.port,
    resourcePath: contract.path,
    requestInterval: contract.intervalSeconds,
    failureThreshold: contract.failureThreshold,
    ...changes,
  });
}
