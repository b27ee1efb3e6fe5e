import * as fc from "fast-check";
import type { TableContract } from "../../contract/contract";
import { computed, type DeclaredValue, secret } from "../../declared/declared-resource";
import type { Writing } from "./declared-examples";

const attributeNames = ["id", "kind", "placedAt", "constructor", "__proto__", "a b"];
const attributeName = fc.constantFrom(...attributeNames);
const keyType = fc.constantFrom("S" as const, "N" as const, "B" as const);
const tableRegions = ["us-east-1", "us-west-2", "eu-central-1"] as const;

const keys = fc
  .uniqueArray(attributeName, { minLength: 1, maxLength: 2 })
  .map(([hashKey, rangeKey]) => ({ hashKey: hashKey!, rangeKey: rangeKey ?? null }));

const projection = fc.oneof(
  fc.record({
    projectionType: fc.constantFrom("ALL" as const, "KEYS_ONLY" as const),
    nonKeyAttributes: fc.constant<string[]>([]),
  }),
  fc.record({
    projectionType: fc.constant("INCLUDE" as const),
    nonKeyAttributes: fc.uniqueArray(fc.constantFrom("note", "sum", "zip", "__proto__"), {
      minLength: 1,
    }),
  }),
);

const indexes = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom("by-kind", "by_day", "third", "constructor"),
      keys,
      projection,
    })
    .map(({ name, ...parts }) => ({ name, ...parts.keys, ...parts.projection })),
  { selector: ({ name }) => name, maxLength: 3 },
);

/** Tables that DynamoDB would accept, with all that may be chosen. */
export const anyTableContract: fc.Arbitrary<TableContract> = fc
  .record({
    keys,
    indexes,
    keyTypes: fc.array(keyType, {
      minLength: attributeNames.length,
      maxLength: attributeNames.length,
    }),
    timeToLiveAttribute: fc.constantFrom(null, "expiresAt"),
    billingMode: fc.constantFrom("PAY_PER_REQUEST" as const, "PROVISIONED" as const),
    encryption: fc.constantFrom(
      "AWS_OWNED_KEY" as const,
      "AWS_MANAGED_KEY" as const,
      "CUSTOMER_MANAGED_KEY" as const,
    ),
    consistency: fc.constantFrom("EVENTUAL" as const, "STRONG" as const),
    pointInTimeRecovery: fc.boolean(),
    deletionProtection: fc.boolean(),
    minimumRegions: fc.integer({ min: 1, max: tableRegions.length }),
    tags: fc.dictionary(
      fc.constantFrom("owner", "data class", "constructor"),
      fc.constantFrom("a", "b"),
    ),
  })
  .map(({ keys: tableKeys, indexes: globalSecondaryIndexes, keyTypes, ...others }) => {
    const used = [tableKeys, ...globalSecondaryIndexes].flatMap(({ hashKey, rangeKey }) =>
      rangeKey === null ? [hashKey] : [hashKey, rangeKey],
    );
    return {
      name: "Orders",
      ...tableKeys,
      attributes: Object.fromEntries(
        [...new Set(used)].map((name) => [name, keyTypes[attributeNames.indexOf(name)]!]),
      ),
      globalSecondaryIndexes,
      ...others,
    };
  });

/** Every way of writing a table down that means the same to AWS. */
export function anyWriting({ consistency }: TableContract): fc.Arbitrary<Partial<Writing>> {
  return fc
    .record({
      keys: fc.constantFrom("hashKey" as const, "keySchemas" as const),
      indexes: fc.constantFrom("inline" as const, "separate" as const),
      // A separate replica cannot be of the strong kind.
      replicas:
        consistency === "STRONG"
          ? fc.constant("inline" as const)
          : fc.constantFrom("inline" as const, "separate" as const),
      regions: fc.shuffledSubarray([...tableRegions], { minLength: tableRegions.length }),
      order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    })
    .map(({ order, regions, ...writing }) => ({
      ...writing,
      regions: regions as unknown as Writing["regions"],
      reorder: (list) => shuffled(list, order),
    }));
}

function shuffled<Item>(list: readonly Item[], order: readonly number[]): Item[] {
  return list
    .map((item, index) => ({ item, rank: order[index % order.length]! }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

type Change = [description: string, changed: TableContract];

/** The same table with exactly one thing changed, for each thing that there is. */
export function everyMutation(contract: TableContract): Change[] {
  const changed = (description: string, change: (copy: TableContract) => void): Change => {
    const copy = structuredClone(contract);
    change(copy);
    return [description, copy];
  };
  const another = <Value>(values: readonly Value[], current: Value) =>
    values.filter((value) => value !== current);
  return [
    changed("name", (copy) => (copy.name = "Orders2")),
    changed("hashKey", (copy) => (copy.hashKey = "other")),
    changed("rangeKey", (copy) => (copy.rangeKey = copy.rangeKey === null ? "other" : null)),
    changed("renamed rangeKey", (copy) => (copy.rangeKey = "other")),
    changed("more attributes", (copy) => (copy.attributes["other"] = "S")),
    ...Object.keys(contract.attributes).flatMap((name) => [
      changed(`no attribute ${name}`, (copy) => {
        copy.attributes = Object.fromEntries(
          Object.entries(copy.attributes).filter(([each]) => each !== name),
        );
      }),
      ...another(["S", "N", "B"] as const, contract.attributes[name]!).map((type) =>
        changed(`attribute ${name} of type ${type}`, (copy) => {
          copy.attributes = Object.fromEntries(
            Object.keys(copy.attributes).map((each) => [
              each,
              each === name ? type : copy.attributes[each]!,
            ]),
          );
        }),
      ),
    ]),
    changed("more indexes", (copy) => {
      copy.globalSecondaryIndexes.push({
        name: "fourth",
        hashKey: copy.hashKey,
        rangeKey: null,
        projectionType: "ALL",
        nonKeyAttributes: [],
      });
    }),
    ...contract.globalSecondaryIndexes.flatMap((index, at) => {
      const inIndex = (
        description: string,
        change: (copy: TableContract["globalSecondaryIndexes"][number]) => void,
      ) =>
        changed(`${index.name}: ${description}`, (copy) =>
          change(copy.globalSecondaryIndexes[at]!),
        );
      return [
        changed(`no index ${index.name}`, (copy) => copy.globalSecondaryIndexes.splice(at, 1)),
        inIndex("name", (copy) => (copy.name = "renamed")),
        inIndex("hashKey", (copy) => (copy.hashKey = "other")),
        inIndex("rangeKey", (copy) => (copy.rangeKey = copy.rangeKey === null ? "other" : null)),
        ...another(["ALL", "KEYS_ONLY", "INCLUDE"] as const, index.projectionType).map((type) =>
          inIndex(`projectionType ${type}`, (copy) => (copy.projectionType = type)),
        ),
        inIndex("more nonKeyAttributes", (copy) => copy.nonKeyAttributes.push("other")),
        ...index.nonKeyAttributes.map((name, position) =>
          inIndex(`no nonKeyAttribute ${name}`, (copy) =>
            copy.nonKeyAttributes.splice(position, 1),
          ),
        ),
      ];
    }),
    changed("timeToLiveAttribute", (copy) => {
      copy.timeToLiveAttribute = copy.timeToLiveAttribute === null ? "expiresAt" : null;
    }),
    changed("renamed timeToLiveAttribute", (copy) => (copy.timeToLiveAttribute = "other")),
    ...another(["PAY_PER_REQUEST", "PROVISIONED"] as const, contract.billingMode).map((mode) =>
      changed(`billingMode ${mode}`, (copy) => (copy.billingMode = mode)),
    ),
    ...another(
      ["AWS_OWNED_KEY", "AWS_MANAGED_KEY", "CUSTOMER_MANAGED_KEY"] as const,
      contract.encryption,
    ).map((mode) => changed(`encryption ${mode}`, (copy) => (copy.encryption = mode))),
    ...another(["EVENTUAL", "STRONG"] as const, contract.consistency).map((mode) =>
      changed(`consistency ${mode}`, (copy) => (copy.consistency = mode)),
    ),
    changed(
      "pointInTimeRecovery",
      (copy) => (copy.pointInTimeRecovery = !copy.pointInTimeRecovery),
    ),
    changed("deletionProtection", (copy) => (copy.deletionProtection = !copy.deletionProtection)),
    changed("minimumRegions", (copy) => (copy.minimumRegions = tableRegions.length + 1)),
    changed("more tags", (copy) => (copy.tags["other"] = "a")),
    ...Object.keys(contract.tags).map((name) =>
      changed(`tag ${name}`, (copy) => (copy.tags[name] = "other")),
    ),
  ];
}

const inputNames = [
  ...["name", "hashKey", "rangeKey", "attributes", "type", "globalSecondaryIndexes", "keySchemas"],
  ...["attributeName", "attributeType", "keyType", "projectionType", "nonKeyAttributes"],
  ...["localSecondaryIndexes", "ttl", "enabled", "billingMode", "serverSideEncryption"],
  ...["kmsKeyArn", "pointInTimeRecovery", "deletionProtectionEnabled", "streamEnabled"],
  ...["streamViewType", "tags", "replicas", "regionName", "consistencyMode", "propagateTags"],
  ...["globalTableWitness", "tableName", "indexName", "projection", "globalTableArn", "port"],
  ...[
    "resourcePath",
    "requestInterval",
    "failureThreshold",
    "regions",
    "searchString",
    "enableSni",
  ],
  ...["disabled", "invertHealthcheck", "childHealthThreshold", "loadBalancerType", "aliases"],
  ...["clientKeepAlive", "deregistrationDelay", "targetType", "records", "healthCheckId"],
  ...["setIdentifier", "failoverRoutingPolicies", "childHealthchecks", "fqdn", "loadBalancerArn"],
  ...["defaultActions", "targetGroupArn", "zoneId", "arn", "__proto__", "constructor", "toString"],
] as const;

/** Anything at all in the places where the provider's properties are. */
export const { value: anyValue } = fc.letrec<{ value: DeclaredValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<DeclaredValue>(null, true, "true", 3, -1, "", "Orders", "HTTPS", "ALL", "HASH"),
    fc.constantFrom(computed, secret),
    fc.jsonValue() as fc.Arbitrary<DeclaredValue>,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...inputNames), tie("value"), { maxKeys: 8 }),
  ),
}));

export const anyInputs = fc.dictionary(fc.constantFrom(...inputNames), anyValue, {
  minKeys: 4,
  maxKeys: inputNames.length,
});
