import assert from "node:assert/strict";
import { compareBillingMode, compareSchema, compareTable } from "../../contract/compare-table";
import {
  compareDeletionProtection,
  compareEncryption,
  comparePointInTimeRecovery,
  compareTags,
} from "../../contract/compare-protections";
import {
  compareConsistency,
  compareMinimumRegions,
  compareStreams,
} from "../../contract/compare-replication";
import { type DeclaredTable, readDeclaredTable } from "../../contract/declared-table";
import { describeDifference } from "../../contract/difference";
import { computed, type DeclaredInputs, secret } from "../../declared/declared-resource";
import { declareTable, keyIn, type plainWriting } from "./declared-examples";
import { goodContract } from "./good-contract";

const [contract] = goodContract().tables;

type Change = (inputs: DeclaredInputs, replicas: DeclaredInputs[]) => void;

/** The contracted table after a change of how it is declared. */
function tableWith(change: Change, writing: Partial<typeof plainWriting> = {}): DeclaredTable {
  const [table, ...others] = structuredClone(declareTable(contract, writing));
  change(table.inputs, table.inputs["replicas"] as DeclaredInputs[]);
  return readDeclaredTable(table, others);
}

function sentences(change: Change): string[] {
  return compareTable(contract, tableWith(change)).map(describeDifference);
}

describe("a table that is not as contracted", () => {
  const cases: [string, Change, string[]][] = [
    ["nothing changed", () => undefined, []],
    ["a name", (inputs) => (inputs["name"] = "Order"), ['name: found "Order"; allowed: "Orders"']],
    [
      "no sort key",
      (inputs) => delete inputs["rangeKey"],
      ['rangeKey: found nothing; allowed: "placedAt"'],
    ],
    [
      "a missing index, with all that it should be",
      (inputs) => (inputs["globalSecondaryIndexes"] as DeclaredInputs[]).pop(),
      [
        'globalSecondaryIndexes["by-digest"]: found nothing; allowed: {"hashKey":"digest","projectionType":"ALL","nonKeyAttributes":[]}',
      ],
    ],
    [
      "an index too many, and its attribute",
      (inputs) => {
        (inputs["attributes"] as DeclaredInputs[]).push({ name: "day", type: "S" });
        (inputs["globalSecondaryIndexes"] as DeclaredInputs[]).push({
          name: "byDay",
          hashKey: "day",
          projectionType: "KEYS_ONLY",
        });
      },
      [
        'attributes.day: found "S"; allowed: nothing',
        'globalSecondaryIndexes.byDay: found {"hashKey":"day","projectionType":"KEYS_ONLY","nonKeyAttributes":[]}; allowed: nothing',
      ],
    ],
    [
      "one projected attribute less",
      (inputs) => {
        (inputs["globalSecondaryIndexes"] as DeclaredInputs[])[0]!["nonKeyAttributes"] = ["note"];
      },
      [
        'globalSecondaryIndexes["by-status"].nonKeyAttributes: found ["note"]; allowed: ["currency","note"]',
      ],
    ],
    [
      "an index that is there twice",
      (inputs) => {
        const indexes = inputs["globalSecondaryIndexes"] as DeclaredInputs[];
        indexes.push(indexes[1]!);
      },
      [
        'globalSecondaryIndexes["by-digest"]: found [{"hashKey":"digest","projectionType":"ALL","nonKeyAttributes":[]},{"hashKey":"digest","projectionType":"ALL","nonKeyAttributes":[]}]; allowed: {"hashKey":"digest","projectionType":"ALL","nonKeyAttributes":[]}',
      ],
    ],
    [
      "a local index, which the contract does not know",
      (inputs) => {
        inputs["localSecondaryIndexes"] = [
          { name: "by-total", rangeKey: "total", projectionType: "ALL" },
        ];
      },
      [
        'localSecondaryIndexes["by-total"]: found {"rangeKey":"total","projectionType":"ALL","nonKeyAttributes":[]}; allowed: nothing',
      ],
    ],
    [
      "Time to Live switched off",
      (inputs) => (inputs["ttl"] = { attributeName: "expiresAt", enabled: false }),
      ['timeToLiveAttribute: found nothing; allowed: "expiresAt"'],
    ],
    [
      "no billing mode, which is the other one",
      (inputs) => delete inputs["billingMode"],
      ['billingMode: found "PROVISIONED"; allowed: "PAY_PER_REQUEST"'],
    ],
    [
      "no encryption",
      (inputs) => delete inputs["serverSideEncryption"],
      ['encryption: found "AWS_OWNED_KEY"; allowed: "CUSTOMER_MANAGED_KEY"'],
    ],
    [
      "AWS's key by its alias",
      (inputs) => {
        inputs["serverSideEncryption"] = {
          enabled: true,
          kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb",
        };
      },
      [
        'encryption: found "AWS_MANAGED_KEY_BY_ARN"; allowed: "CUSTOMER_MANAGED_KEY": kmsKeyArn names alias/aws/dynamodb, and every update would then recreate the replicas; leave kmsKeyArn out',
      ],
    ],
    [
      "one replica without a key of its own",
      (_, replicas) => delete replicas[0]!["kmsKeyArn"],
      [
        'replicas["us-west-2"].encryption: found "AWS_MANAGED_KEY"; allowed: "CUSTOMER_MANAGED_KEY": a key serves one Region only; give the replica the kmsKeyArn of a key in its own',
      ],
    ],
    [
      "another key, which says nothing of the mode",
      (inputs, replicas) => {
        inputs["serverSideEncryption"] = { enabled: true, kmsKeyArn: keyIn("us-east-1") + "9" };
        replicas[0]!["kmsKeyArn"] = computed;
      },
      [],
    ],
    [
      "protections of one replica",
      (_, replicas) => {
        replicas[1]!["pointInTimeRecovery"] = false;
        delete replicas[1]!["deletionProtectionEnabled"];
        delete replicas[1]!["propagateTags"];
      },
      [
        'replicas["eu-central-1"].pointInTimeRecovery: found false; allowed: true',
        'replicas["eu-central-1"].deletionProtection: found false; allowed: true',
        'replicas["eu-central-1"].propagateTags: found false; allowed: true: AWS never copies tags to a replica by itself',
      ],
    ],
    [
      "a tag with another value and one that is missing, while further tags are allowed",
      (inputs) => (inputs["tags"] = { "data-class": "public", stage: "prod" }),
      [
        'tags["data-class"]: found "public"; allowed: "application"',
        'tags.owner: found nothing; allowed: "orders team"',
      ],
    ],
    [
      "no stream",
      (inputs) => {
        delete inputs["streamEnabled"];
      },
      [
        'streamViewType: found nothing; allowed: "NEW_AND_OLD_IMAGES": AWS switches this stream on by itself for replicas; undeclared, every preview shows a change',
      ],
    ],
    [
      "too few Regions, and a replica in the table's own is none",
      (_, replicas) => {
        replicas.length = 1;
        replicas[0]!["regionName"] = "us-east-1";
      },
      ["minimumRegions: found 1; allowed: at least 2"],
    ],
    [
      "another consistency in one replica",
      (_, replicas) => (replicas[0]!["consistencyMode"] = "STRONG"),
      ['replicas["us-west-2"].consistency: found "STRONG"; allowed: "EVENTUAL"'],
    ],
    [
      "unknown values and secrets, which are neither equal nor shown",
      (inputs, replicas) => {
        inputs["hashKey"] = computed;
        inputs["tags"] = { "data-class": secret, owner: "orders team" };
        replicas[0]!["pointInTimeRecovery"] = computed;
      },
      [
        'hashKey: is not known before the update, so that it cannot be compared; allowed: "customer"',
        'replicas["us-west-2"].pointInTimeRecovery: is not known before the update, so that it cannot be compared; allowed: true',
        'tags["data-class"]: is a secret, so that it cannot be compared; allowed: "application"',
      ],
    ],
    [
      "unknown replicas, said once",
      (inputs) => (inputs["replicas"] = computed),
      ["replicas: is not known before the update, so that it cannot be compared"],
    ],
    [
      "an index of unknown name, without the guess that another one is missing",
      (inputs) => {
        (inputs["globalSecondaryIndexes"] as DeclaredInputs[])[0]!["name"] = computed;
      },
      [
        'globalSecondaryIndexes: is not known before the update, so that it cannot be compared; allowed: {"by-status":{"hashKey":"status","rangeKey":"total","projectionType":"INCLUDE","nonKeyAttributes":["currency","note"]},"by-digest":{"hashKey":"digest","projecti... (197 characters)',
      ],
    ],
    [
      "values of a wrong kind",
      (inputs) => {
        inputs["hashKey"] = ["customer"];
        inputs["deletionProtectionEnabled"] = 1;
      },
      [
        'hashKey: found ["customer"]; allowed: "customer"',
        "deletionProtection: found 1; allowed: true",
      ],
    ],
  ];
  for (const [description, change, expected] of cases) {
    it(`says so: ${description}`, () => {
      assert.deepEqual(sentences(change), expected);
    });
  }
});

describe("single comparisons of a table", () => {
  it("look at their own part only", () => {
    const broken = tableWith((inputs, replicas) => {
      inputs["hashKey"] = "other";
      inputs["billingMode"] = "PROVISIONED";
      inputs["serverSideEncryption"] = { enabled: true };
      inputs["pointInTimeRecovery"] = { enabled: false };
      inputs["deletionProtectionEnabled"] = false;
      inputs["tags"] = {};
      inputs["streamViewType"] = "KEYS_ONLY";
      replicas.length = 0;
    });
    const paths = Object.entries({
      schema: compareSchema(contract, broken),
      billing: compareBillingMode(contract, broken),
      encryption: compareEncryption(contract, broken),
      recovery: comparePointInTimeRecovery(contract, broken),
      deletion: compareDeletionProtection(contract, broken),
      tags: compareTags(contract, broken),
      consistency: compareConsistency({ consistency: "STRONG" }, broken),
      streams: compareStreams(broken),
      regions: compareMinimumRegions(contract, broken),
    }).map(([part, differences]) => [part, differences.map(({ path }) => path)]);
    assert.deepEqual(paths, [
      ["schema", ["hashKey"]],
      ["billing", ["billingMode"]],
      ["encryption", ["encryption"]],
      ["recovery", ["pointInTimeRecovery"]],
      ["deletion", ["deletionProtection"]],
      ["tags", ['tags["data-class"]', "tags.owner"]],
      ["consistency", ["consistency"]],
      // Without replicas no stream is needed.
      ["streams", []],
      ["regions", ["minimumRegions"]],
    ]);
  });

  it("see the tags of a separate replica itself", () => {
    const [table, ...others] = structuredClone(declareTable(contract, { replicas: "separate" }));
    others[0]!.inputs["tags"] = { owner: "orders team" };
    const differences = compareTags(contract, readDeclaredTable(table, others));
    assert.deepEqual(differences.map(describeDifference), [
      'replicas["us-west-2"].tags["data-class"]: found nothing; allowed: "application"',
    ]);
  });

  it("need no tags on a replica where none are contracted", () => {
    const table = tableWith((_, replicas) => (replicas[0]!["propagateTags"] = false));
    assert.deepEqual(compareTags({ tags: {} }, table), []);
  });

  it("count Regions that cannot be seen neither as there nor as missing", () => {
    const table = tableWith((inputs, replicas) => {
      replicas[0]!["regionName"] = computed;
      inputs["replicas"] = [replicas[0]!];
    });
    const verdicts = [1, 2, 3].map((minimumRegions) =>
      compareMinimumRegions({ minimumRegions }, table).map(({ found }) => found),
    );
    assert.deepEqual(verdicts, [[], [computed], [1]]);
  });

  it("need no replica for one Region, even if replicas cannot be seen", () => {
    const table = tableWith((inputs) => (inputs["replicas"] = computed));
    assert.deepEqual(compareMinimumRegions({ minimumRegions: 1 }, table), []);
    assert.deepEqual(
      compareMinimumRegions({ minimumRegions: 2 }, table).map(({ found }) => found),
      [computed],
    );
  });

  it("accept the right stream even if replicas cannot be seen, and no other", () => {
    const right = tableWith((inputs) => (inputs["replicas"] = computed));
    assert.deepEqual(compareStreams(right), []);
    const wrong = tableWith((inputs) => {
      inputs["replicas"] = computed;
      inputs["streamViewType"] = "KEYS_ONLY";
    });
    assert.deepEqual(
      compareStreams(wrong).map(({ path, found }) => [path, found]),
      [["replicas", computed]],
    );
  });
});
