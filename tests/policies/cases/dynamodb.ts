import type { Contract } from "../../../contract/contract";
import { type EditedStack, unknown } from "../edited-stack";
import type { Edit, RuleCase } from "./rule-case";

const table = ["Table", "MyGlobalAppTable"] as const;
const subject: RuleCase["subject"] = [...table];

const set =
  (path: string, value: Parameters<EditedStack["set"]>[3]): Edit =>
  (stack) =>
    stack.set(...table, path, value);
const otherTable = set("name", "SomebodyElsesTable");

const withIndex: Edit = (stack) => {
  stack.set(...table, "attributes[1]", { name: "owner", type: "S" });
  stack.set(...table, "globalSecondaryIndexes", [
    { name: "by-owner", hashKey: "owner", projectionType: "INCLUDE", nonKeyAttributes: ["b", "a"] },
  ]);
};
const withContractedIndex = (contract: Contract): Contract => {
  const [first, ...others] = contract.tables;
  const index = {
    name: "by-owner",
    hashKey: "owner",
    rangeKey: null,
    projectionType: "INCLUDE" as const,
    nonKeyAttributes: ["a", "b"],
  };
  const attributes = { id: "S" as const, owner: "S" as const };
  return {
    ...contract,
    tables: [{ ...first, attributes, globalSecondaryIndexes: [index] }, ...others],
  };
};
const withContracted =
  (change: Partial<Contract["tables"][0]>) =>
  (contract: Contract): Contract => {
    const [first, ...others] = contract.tables;
    return { ...contract, tables: [{ ...first, ...change }, ...others] };
  };

/** A customer managed key for each Region, known only after the update. */
const withKeys: Edit = (stack) => {
  const keys = ["us-east-1", "eu-central-1", "us-west-2"].map((region) =>
    stack.add("aws:kms/key:Key", `key-${region}`, {
      region,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    }),
  );
  const [own, ...others] = keys;
  stack.set(...table, "serverSideEncryption.kmsKeyArn", unknown);
  stack.set(...table, "replicas[0].kmsKeyArn", unknown);
  stack.set(...table, "replicas[1].kmsKeyArn", unknown);
  Object.assign(stack.find(...table).propertyDependencies, {
    serverSideEncryption: [own!.urn],
    replicas: others.map(({ urn }) => urn),
  });
};

/** The replica in us-west-2 as a resource of its own, as the provider's documentation has it. */
const withSeparateReplicas: Edit = (stack) => {
  stack.set(...table, "replicas", undefined);
  stack.find(...table).ignoreChanges = ["replicas"];
  for (const region of ["us-west-2", "eu-central-1"]) {
    const replica = stack.add("aws:dynamodb/tableReplica:TableReplica", `replica-${region}`, {
      globalTableArn: unknown,
      region,
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
      tags: { "data-class": "application" },
    });
    replica.propertyDependencies = { globalTableArn: [stack.find(...table).urn] };
  }
};

const withAutoscaling: Edit = (stack) => {
  stack.set(...table, "billingMode", "PROVISIONED");
  stack.add("aws:appautoscaling/target:Target", "writes", {
    serviceNamespace: "dynamodb",
    resourceId: "table/MyGlobalAppTable",
    scalableDimension: "dynamodb:table:WriteCapacityUnits",
    minCapacity: 5,
    maxCapacity: 100,
  });
};

export const dynamodbCases: Record<string, RuleCase> = {
  "dynamodb-schema": {
    subject,
    given: withIndex,
    contract: withContractedIndex,
    mistakes: {
      "another key": {
        edit: set("hashKey", "pk"),
        says: 'hashKey: found something else; the contract says "id"',
      },
      "a sort key": { edit: set("rangeKey", "at"), says: "rangeKey" },
      "another type of key": {
        edit: set("attributes[0].type", "N"),
        says: "attributes.id: found N",
      },
      "one more index": {
        edit: set("globalSecondaryIndexes[1]", {
          name: "by-day",
          hashKey: "id",
          projectionType: "ALL",
        }),
        says: 'globalSecondaryIndexes["by-day"]: found something; the contract says nothing',
      },
      "another key of an index": {
        edit: set("globalSecondaryIndexes[0].hashKey", "id"),
        says: 'globalSecondaryIndexes["by-owner"].hashKey',
      },
      "another projection": {
        edit: set("globalSecondaryIndexes[0].projectionType", "KEYS_ONLY"),
        says: "found KEYS_ONLY",
      },
      "a missing projected attribute": {
        edit: set("globalSecondaryIndexes[0].nonKeyAttributes", ["a"]),
        says: "nonKeyAttributes: found a list of 1",
      },
      "Time to Live": {
        edit: set("ttl", { enabled: true, attributeName: "until" }),
        says: "timeToLiveAttribute",
      },
    },
    unknown: { edit: set("hashKey", unknown), says: "hashKey" },
    notApplicable: otherTable,
  },
  "dynamodb-billing-mode": {
    subject,
    mistakes: {
      "provisioned capacity": {
        edit: set("billingMode", "PROVISIONED"),
        says: 'billingMode: found PROVISIONED; the contract says "PAY_PER_REQUEST"',
      },
      "no billing mode": { edit: set("billingMode", undefined), says: "found PROVISIONED" },
    },
    unknown: { edit: set("billingMode", unknown), says: "billingMode" },
    notApplicable: otherTable,
  },
  "dynamodb-encryption": {
    subject,
    given: withKeys,
    contract: withContracted({ encryption: "CUSTOMER_MANAGED_KEY" }),
    mistakes: {
      "no encryption block": {
        edit: set("serverSideEncryption", undefined),
        says: "encryption: found AWS_OWNED_KEY",
      },
      "AWS's key": {
        edit: set("serverSideEncryption.kmsKeyArn", undefined),
        says: "encryption: found AWS_MANAGED_KEY",
      },
      "a replica without a key": {
        edit: set("replicas[1].kmsKeyArn", undefined),
        says: 'replicas["us-west-2"].encryption: found AWS_MANAGED_KEY',
      },
      "the table's key on a replica": {
        edit: set("replicas[1].kmsKeyArn", "arn:aws:kms:us-east-1:123456789012:key/1"),
        says: 'replicas["us-west-2"].kmsKeyArn: a key in another Region than us-west-2',
      },
      "a key of another Region on the table": {
        edit: set("serverSideEncryption.kmsKeyArn", "arn:aws:kms:us-west-2:123456789012:key/1"),
        says: "serverSideEncryption.kmsKeyArn: a key in another Region than us-east-1",
      },
    },
    unknown: { edit: set("serverSideEncryption", unknown), says: "encryption" },
    notApplicable: otherTable,
  },
  "dynamodb-point-in-time-recovery": {
    subject,
    mistakes: {
      "not on the table": {
        edit: set("pointInTimeRecovery.enabled", false),
        says: "pointInTimeRecovery: found false",
      },
      "not on one replica": {
        edit: set("replicas[0].pointInTimeRecovery", undefined),
        says: 'replicas["eu-central-1"].pointInTimeRecovery: found false',
      },
    },
    unknown: { edit: set("replicas[0].pointInTimeRecovery", unknown), says: "eu-central-1" },
    notApplicable: otherTable,
  },
  "dynamodb-deletion-protection": {
    subject,
    mistakes: {
      "not on the table": {
        edit: set("deletionProtectionEnabled", undefined),
        says: "deletionProtection: found false",
      },
      "not on one replica": {
        edit: set("replicas[1].deletionProtectionEnabled", false),
        says: 'replicas["us-west-2"].deletionProtection: found false',
      },
    },
    unknown: { edit: set("deletionProtectionEnabled", unknown), says: "deletionProtection" },
    notApplicable: otherTable,
  },
  "dynamodb-tags": {
    subject,
    mistakes: {
      "a missing tag": { edit: set("tags", {}), says: 'tags["data-class"]: found nothing' },
      "another value": {
        edit: set("tags.data-class", "a-secret-class"),
        says: 'tags["data-class"]: found something else',
      },
      "tags that stay behind": {
        edit: set("replicas[0].propagateTags", undefined),
        says: 'replicas["eu-central-1"].propagateTags: found false',
      },
    },
    unknown: { edit: set("tags.data-class", unknown), says: 'tags["data-class"]' },
    notApplicable: otherTable,
  },
  "dynamodb-streams": {
    subject,
    mistakes: {
      "no stream": { edit: set("streamEnabled", undefined), says: "streamViewType: found nothing" },
      "a stream of new images": {
        edit: set("streamViewType", "NEW_IMAGE"),
        says: "streamViewType: found NEW_IMAGE",
      },
    },
    unknown: { edit: set("streamEnabled", unknown), says: "streamViewType" },
    notApplicable: set("replicas", []),
  },
  "dynamodb-consistency": {
    subject,
    mistakes: {
      "a strong replica": {
        edit: set("replicas[0].consistencyMode", "STRONG"),
        says: 'replicas["eu-central-1"].consistency: found STRONG',
      },
    },
    unknown: { edit: set("replicas[0].consistencyMode", unknown), says: "consistency" },
    notApplicable: otherTable,
  },
  "dynamodb-replica-region": {
    subject,
    mistakes: {
      "a replica at home": {
        edit: set("replicas[0].regionName", "us-east-1"),
        says: "replicas[0].regionName: us-east-1 is the table's own Region",
      },
      "two replicas in one Region": {
        edit: set("replicas[1].regionName", "eu-central-1"),
        says: "replicas[1].regionName: the same Region as in replicas[0]",
      },
    },
    unknown: { edit: set("replicas[0].regionName", unknown), says: "replicas[0].regionName" },
    notApplicable: set("replicas", []),
  },
  "dynamodb-minimum-regions": {
    subject,
    contract: withContracted({ minimumRegions: 3 }),
    mistakes: {
      "a missing replica": {
        edit: set("replicas", [{ regionName: "us-west-2" }]),
        says: "minimumRegions: found 2; the contract says at least 3",
      },
    },
    unknown: { edit: set("replicas[0].regionName", unknown), says: "minimumRegions" },
    notApplicable: otherTable,
  },
  "dynamodb-ignored-changes": {
    subject,
    given: (stack) => {
      // What autoscaling moves may be ignored.
      stack.find(...table).ignoreChanges = ["writeCapacity"];
    },
    mistakes: {
      "a guarded property": {
        edit: (stack) => {
          stack.find(...table).ignoreChanges = ["writeCapacity", "pointInTimeRecovery"];
        },
        says: 'ignoreChanges: found "pointInTimeRecovery"',
      },
      "part of a guarded property": {
        edit: (stack) => {
          stack.find(...table).ignoreChanges = ["replicas[0].pointInTimeRecovery"];
        },
        says: 'found "replicas[0].pointInTimeRecovery"',
      },
      everything: {
        edit: (stack) => {
          stack.find(...table).ignoreChanges = ["*"];
        },
        says: 'found "*"',
      },
    },
    notApplicable: (stack) => {
      stack.find(...table).ignoreChanges = [];
    },
  },
  "dynamodb-coverage": {
    subject: ["Stack", "regional-failover-prod"],
    mistakes: {
      "no table": {
        edit: (stack) => stack.remove("Table"),
        says: "MyGlobalAppTable: the table is not declared",
      },
      "no replica in a Region of the settings": {
        edit: set("replicas[1]", undefined),
        says: "replicas: none in us-west-2",
        at: subject,
      },
    },
    unknown: {
      edit: set("name", unknown),
      says: "MyGlobalAppTable: whether it is one of the tables without a known name",
    },
  },
  "dynamodb-declared-once": {
    subject,
    mistakes: {
      "two tables instead of a replica": {
        edit: (stack) => {
          const { properties } = stack.find(...table);
          stack.add("aws:dynamodb/table:Table", "west", { ...properties, region: "us-west-2" });
        },
        says: "MyGlobalAppTable: declared 2 times",
      },
    },
    notApplicable: (stack) => stack.remove("Table"),
  },
  "dynamodb-separate-parts": {
    subject,
    given: withSeparateReplicas,
    contract: withContracted({ minimumRegions: 3 }),
    mistakes: {
      "an unprotected separate replica": {
        edit: (stack) =>
          stack.set("TableReplica", "replica-us-west-2", "pointInTimeRecovery", false),
        says: 'replicas["us-west-2"].pointInTimeRecovery: found false',
      },
      "a missing separate replica": {
        edit: (stack) => stack.removeNamed("replica-us-west-2"),
        says: "minimumRegions: found 2",
      },
      "no stream for separate replicas": {
        edit: set("streamEnabled", false),
        says: "streamViewType: found nothing",
      },
      "an unprotected separate replica beside one in the table": {
        edit: (stack) => {
          withIndex(stack);
          stack.set(...table, "replicas", [
            {
              regionName: "eu-central-1",
              pointInTimeRecovery: true,
              deletionProtectionEnabled: true,
              propagateTags: true,
            },
          ]);
          stack.removeNamed("replica-eu-central-1");
          stack.set("TableReplica", "replica-us-west-2", "deletionProtectionEnabled", false);
        },
        says: 'replicas["us-west-2"].deletionProtection: found false',
      },
      "an ignored protection of a separate replica": {
        edit: (stack) => {
          stack.find("TableReplica", "replica-us-west-2").ignoreChanges = [
            "deletionProtectionEnabled",
          ];
        },
        says: 'ignoreChanges: found "deletionProtectionEnabled"',
        at: ["TableReplica", "replica-us-west-2"],
      },
    },
    unknown: {
      edit: (stack) =>
        stack.set("TableReplica", "replica-us-west-2", "deletionProtectionEnabled", unknown),
      says: "deletionProtection",
    },
    notApplicable: (stack) => stack.remove("Table"),
  },
  "dynamodb-autoscaling": {
    subject,
    given: withAutoscaling,
    contract: withContracted({ billingMode: "PROVISIONED" }),
    mistakes: {
      "no autoscaling": {
        edit: (stack) => stack.remove("Target"),
        says: "billingMode: PROVISIONED, with replicas and without autoscaling",
      },
      "autoscaling of reads only": {
        edit: (stack) =>
          stack.set("Target", "writes", "scalableDimension", "dynamodb:table:ReadCapacityUnits"),
        says: "without autoscaling",
      },
      "autoscaling of another table": {
        edit: (stack) => stack.set("Target", "writes", "resourceId", "table/Other"),
        says: "without autoscaling",
      },
    },
    unknown: {
      edit: (stack) => stack.set("Target", "writes", "resourceId", unknown),
      says: "which table a scaling target of write capacity belongs to",
    },
    notApplicable: (stack) => stack.remove("Table"),
  },
  "kms-replica-keys": {
    subject: ["Key", "key-us-west-2"],
    given: withKeys,
    contract: withContracted({ encryption: "CUSTOMER_MANAGED_KEY" }),
    mistakes: {
      "no rotation": {
        edit: (stack) => stack.set("Key", "key-us-west-2", "enableKeyRotation", undefined),
        says: "enableKeyRotation: it is off",
      },
      "a short deletion window": {
        edit: (stack) => stack.set("Key", "key-us-west-2", "deletionWindowInDays", 7),
        says: "deletionWindowInDays: found less than 30",
      },
      "a disabled key": {
        edit: (stack) => stack.set("Key", "key-us-west-2", "isEnabled", false),
        says: "isEnabled: it is off",
      },
      "an ignored rotation": {
        edit: (stack) => {
          stack.find("Key", "key-us-west-2").ignoreChanges = ["enableKeyRotation"];
        },
        says: 'ignoreChanges: found "enableKeyRotation"',
      },
      "a replica with the key of another Region": {
        edit: (stack) => {
          const own = stack.find("Key", "key-us-east-1").urn;
          stack.find(...table).propertyDependencies = {
            serverSideEncryption: [own],
            replicas: [own],
          };
        },
        says: 'replicas["us-west-2"].kmsKeyArn: the key is in us-east-1',
        at: subject,
      },
    },
    unknown: [
      {
        edit: (stack) => stack.set("Key", "key-us-west-2", "enableKeyRotation", unknown),
        says: "enableKeyRotation",
      },
      {
        edit: (stack) => {
          stack.find(...table).propertyDependencies = {};
        },
        says: "serverSideEncryption.kmsKeyArn: which key it is",
        at: subject,
      },
    ],
    notApplicable: (stack) => stack.remove("Key"),
  },
};
