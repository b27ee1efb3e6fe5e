import assert from "node:assert/strict";
import { type DeclaredTable, readDeclaredTable } from "../../contract/declared-table";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
  secret,
} from "../../declared/declared-resource";
import { keyIn, resource, types } from "./declared-examples";

function read(
  inputs: DeclaredInputs,
  others: readonly DeclaredResource[] = [],
  more: Partial<DeclaredResource> = {},
): DeclaredTable {
  return readDeclaredTable(
    resource(types.table, "orders", { name: "Orders", ...inputs }, more),
    others,
  );
}

const tableUrn = resource(types.table, "orders", {}).urn;

describe("a declared table", () => {
  it("has the defaults of AWS and of the provider", () => {
    assert.deepEqual(read({ hashKey: "id", attributes: [{ name: "id", type: "S" }] }), {
      urn: tableUrn,
      name: "Orders",
      region: "us-east-1",
      hashKey: "id",
      rangeKey: undefined,
      attributes: { id: "S" },
      globalSecondaryIndexes: [],
      localSecondaryIndexes: [],
      timeToLiveAttribute: undefined,
      billingMode: "PROVISIONED",
      encryption: "AWS_OWNED_KEY",
      pointInTimeRecovery: false,
      deletionProtection: false,
      streamViewType: undefined,
      tags: {},
      replicas: [],
      witnessRegion: undefined,
    });
  });

  it("has the name that AWS reports where Pulumi chose it, and none before that", () => {
    const table = resource(types.table, "orders", { hashKey: "id" });
    assert.equal(readDeclaredTable(table, []).name, computed);
    const existing = { ...table, outputs: { name: "orders-1a2b3c4" } };
    assert.equal(readDeclaredTable(existing, []).name, "orders-1a2b3c4");
  });

  it("has an unknown Region where its provider's cannot be seen", () => {
    assert.equal(read({}, [], { region: undefined }).region, computed);
  });

  it("takes null for absent, and text for a switch", () => {
    const table = read({
      billingMode: null,
      rangeKey: null,
      deletionProtectionEnabled: "true",
      pointInTimeRecovery: { enabled: "false" },
    });
    assert.equal(table.billingMode, "PROVISIONED");
    assert.equal(table.rangeKey, undefined);
    assert.equal(table.deletionProtection, true);
    assert.equal(table.pointInTimeRecovery, false);
  });

  it("takes empty text, as AWS's answers have it, for absent", () => {
    const table = read({
      rangeKey: "",
      billingMode: "",
      streamEnabled: true,
      streamViewType: "",
      globalTableWitness: { regionName: "" },
      globalSecondaryIndexes: [{ name: "by-day", hashKey: "day", rangeKey: "", keySchemas: [] }],
    });
    assert.equal(table.rangeKey, undefined);
    assert.equal(table.billingMode, "PROVISIONED");
    assert.equal(table.streamViewType, undefined);
    assert.equal(table.witnessRegion, undefined);
    assert.ok(Array.isArray(table.globalSecondaryIndexes));
    const [index] = table.globalSecondaryIndexes;
    assert.deepEqual([index!.hashKey, index!.rangeKey], ["day", undefined]);
  });

  it("keeps the witness's Region", () => {
    const { witnessRegion } = read({ globalTableWitness: { regionName: "us-east-2" } });
    assert.equal(witnessRegion, "us-east-2");
  });

  describe("encryption", () => {
    const modes: [string, DeclaredInputs[string], unknown][] = [
      ["absent", null, "AWS_OWNED_KEY"],
      ["disabled", { enabled: false }, "AWS_OWNED_KEY"],
      ["disabled, with a key", { enabled: false, kmsKeyArn: keyIn("us-east-1") }, "AWS_OWNED_KEY"],
      ["enabled", { enabled: true }, "AWS_MANAGED_KEY"],
      ["enabled, with an empty key", { enabled: true, kmsKeyArn: "" }, "AWS_MANAGED_KEY"],
      ["a known key", { enabled: true, kmsKeyArn: keyIn("us-east-1") }, "CUSTOMER_MANAGED_KEY"],
      ["a key still to be made", { enabled: true, kmsKeyArn: computed }, "CUSTOMER_MANAGED_KEY"],
      [
        "AWS's own key by its alias",
        { enabled: true, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb" },
        "AWS_MANAGED_KEY_BY_ARN",
      ],
      ["unknown whether enabled", { enabled: computed, kmsKeyArn: keyIn("us-east-1") }, computed],
      ["hidden", secret, secret],
    ];
    for (const [description, serverSideEncryption, mode] of modes) {
      it(`is a mode: ${description}`, () => {
        assert.equal(read({ serverSideEncryption }).encryption, mode);
      });
    }

    const ofReplicas: [string, DeclaredInputs[string], DeclaredInputs, unknown][] = [
      ["AWS's key where the table has it", { enabled: true }, {}, "AWS_MANAGED_KEY"],
      ["DynamoDB's key where the table has it", null, {}, "AWS_OWNED_KEY"],
      [
        "never the table's customer key",
        { enabled: true, kmsKeyArn: keyIn("us-east-1") },
        {},
        "AWS_MANAGED_KEY",
      ],
      [
        "a key of its own",
        { enabled: true, kmsKeyArn: keyIn("us-east-1") },
        { kmsKeyArn: computed },
        "CUSTOMER_MANAGED_KEY",
      ],
      ["unknown where the table's is", { enabled: computed }, {}, computed],
      [
        "AWS's key by its alias",
        { enabled: true },
        { kmsKeyArn: "arn:aws:kms:us-west-2:123456789012:alias/aws/dynamodb" },
        "AWS_MANAGED_KEY_BY_ARN",
      ],
    ];
    for (const [description, serverSideEncryption, replica, mode] of ofReplicas) {
      it(`of a replica is ${description}`, () => {
        const table = read({
          serverSideEncryption,
          replicas: [{ regionName: "us-west-2", ...replica }],
        });
        assert.ok(Array.isArray(table.replicas));
        assert.equal(table.replicas[0]!.encryption, mode);
      });
    }
  });

  describe("Time to Live and streams", () => {
    it("are absent where they are switched off or never on", () => {
      const off = read({
        ttl: { attributeName: "expiresAt", enabled: false },
        streamEnabled: false,
        streamViewType: "NEW_IMAGE",
      });
      assert.equal(off.timeToLiveAttribute, undefined);
      assert.equal(off.streamViewType, undefined);
      assert.equal(read({ ttl: { attributeName: "expiresAt" } }).timeToLiveAttribute, undefined);
      assert.equal(read({ streamViewType: "NEW_IMAGE" }).streamViewType, undefined);
    });

    it("are unknown where it is unknown whether they are on", () => {
      const hidden = read({
        ttl: { attributeName: "expiresAt", enabled: computed },
        streamEnabled: secret,
        streamViewType: "NEW_IMAGE",
      });
      assert.equal(hidden.timeToLiveAttribute, computed);
      assert.equal(hidden.streamViewType, secret);
    });
  });

  describe("indexes", () => {
    it("keep a key of several attributes as a list, in its order", () => {
      const table = read({
        globalSecondaryIndexes: [
          {
            name: "by-place",
            keySchemas: [
              { attributeName: "country", keyType: "HASH" },
              { attributeName: "city", keyType: "HASH" },
              { attributeName: "street", keyType: "RANGE" },
            ],
            projectionType: "ALL",
          },
        ],
      });
      assert.deepEqual(table.globalSecondaryIndexes, [
        {
          name: "by-place",
          hashKey: ["country", "city"],
          rangeKey: "street",
          projectionType: "ALL",
          nonKeyAttributes: [],
        },
      ]);
    });

    it("have unknown keys where a key's type is unknown, and a key's name where that is", () => {
      const keySchemas = [
        { attributeName: "country", keyType: "HASH" },
        { attributeName: "city", keyType: computed },
      ];
      const table = read({
        globalSecondaryIndexes: [
          { name: "a", keySchemas },
          { name: "b", keySchemas: [{ attributeName: secret, keyType: "HASH" }] },
        ],
      });
      assert.ok(Array.isArray(table.globalSecondaryIndexes));
      const [first, second] = table.globalSecondaryIndexes;
      assert.deepEqual([first!.hashKey, first!.rangeKey], [computed, computed]);
      assert.deepEqual([second!.hashKey, second!.rangeKey], [secret, undefined]);
    });

    it("that are local are kept apart", () => {
      const { localSecondaryIndexes } = read({
        localSecondaryIndexes: [{ name: "by-day", rangeKey: "day", projectionType: "KEYS_ONLY" }],
      });
      assert.deepEqual(localSecondaryIndexes, [
        {
          name: "by-day",
          hashKey: undefined,
          rangeKey: "day",
          projectionType: "KEYS_ONLY",
          nonKeyAttributes: [],
        },
      ]);
    });
  });

  describe("attributes", () => {
    it("with two types in two places have both, so that they equal neither", () => {
      const index = separateIndex({
        tableName: "Orders",
        keySchemas: [{ attributeName: "day", attributeType: "N", keyType: "HASH" }],
      });
      const table = read({ attributes: [{ name: "day", type: "S" }] }, [index]);
      assert.deepEqual(table.attributes, { day: ["S", "N"] });
    });

    it("are unknown where the name of one is", () => {
      assert.equal(read({ attributes: [{ name: computed, type: "S" }] }).attributes, computed);
    });
  });

  describe("separate indexes", () => {
    const cases: [string, DeclaredResource, boolean | typeof computed][] = [
      ["by dependency", separateIndex({ tableName: computed }, [tableUrn]), true],
      ["by name", separateIndex({ tableName: "Orders" }), true],
      ["of another name", separateIndex({ tableName: "Customers" }), false],
      [
        "of the same name in another Region",
        { ...separateIndex({ tableName: "Orders" }), region: "eu-west-1" },
        false,
      ],
      [
        "that depend on another table of the same name",
        separateIndex({ tableName: "Orders" }, [otherTable().urn]),
        false,
      ],
      [
        "whose table is known only in another stack",
        separateIndex({ tableName: computed }, [
          "urn:pulumi:prod::shop::pulumi:pulumi:StackReference::tables",
        ]),
        false,
      ],
      ["whose table cannot be seen at all", separateIndex({ tableName: computed }), computed],
      [
        "whose table comes from a component that holds this one",
        separateIndex({ tableName: computed }, [component().urn]),
        computed,
      ],
      [
        "whose table comes from another component",
        separateIndex({ tableName: computed }, ["urn:pulumi:prod::shop::my:index:Other::x"]),
        false,
      ],
    ];
    for (const [description, index, expected] of cases) {
      const verdict =
        expected === true ? "belong" : expected === false ? "do not belong" : "may belong";
      it(`${verdict}: ${description}`, () => {
        const { globalSecondaryIndexes: found } = read({}, [otherTable(), component(), index], {
          parent: component().urn,
        });
        if (expected === computed) assert.equal(found, computed);
        else assert.equal((found as unknown[]).length, expected ? 1 : 0);
      });
    }

    it("count once where AWS reports them as the table's", () => {
      const inline = { name: "by-day", hashKey: "day" };
      const { globalSecondaryIndexes } = read({ globalSecondaryIndexes: [inline] }, [
        separateIndex({ tableName: "Orders" }),
      ]);
      assert.ok(Array.isArray(globalSecondaryIndexes));
      assert.equal(globalSecondaryIndexes.length, 1);
    });

    it("that may belong leave indexes and attributes unknown", () => {
      const table = read({ attributes: [{ name: "id", type: "S" }] }, [
        separateIndex({ tableName: secret }),
      ]);
      assert.equal(table.globalSecondaryIndexes, secret);
      assert.equal(table.attributes, secret);
    });
  });

  describe("separate replicas", () => {
    const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders";

    it("belong by the table's ARN, before and after it exists, and state their own tags", () => {
      const replica = separateReplica({ globalTableArn: arn, tags: { owner: "shop" } });
      for (const outputs of [{}, { arn }] as DeclaredInputs[]) {
        const { replicas } = read({}, [replica], { outputs });
        assert.deepEqual(replicas, [
          {
            region: "us-west-2",
            encryption: "AWS_OWNED_KEY",
            consistency: "EVENTUAL",
            pointInTimeRecovery: false,
            deletionProtection: false,
            propagateTags: undefined,
            ownTags: { owner: "shop" },
          },
        ]);
      }
    });

    it("do not belong by another account, Region or table in the ARN, or by no ARN at all", () => {
      const foreign: [string, DeclaredInputs][] = [
        ["arn:aws:dynamodb:us-east-1:999999999999:table/Orders", { arn }],
        ["arn:aws:dynamodb:eu-west-1:123456789012:table/Orders", {}],
        ["arn:aws:dynamodb:us-east-1:123456789012:table/Customers", {}],
        ["arn:aws:s3:us-east-1:123456789012:table/Orders", {}],
        ["Orders", {}],
      ];
      for (const [globalTableArn, outputs] of foreign) {
        const { replicas } = read({}, [separateReplica({ globalTableArn })], { outputs });
        assert.deepEqual(replicas, [], globalTableArn);
      }
    });

    it("count once where AWS reports them as the table's, and then as they are declared", () => {
      const { replicas } = read(
        { replicas: [{ regionName: "us-west-2" }, { regionName: "eu-west-1" }] },
        [separateReplica({ globalTableArn: arn, pointInTimeRecovery: true })],
      );
      assert.ok(Array.isArray(replicas));
      assert.deepEqual(
        replicas.map((replica) => [replica.region, replica.pointInTimeRecovery]),
        [
          ["eu-west-1", false],
          ["us-west-2", true],
        ],
      );
    });

    it("never hide a replica of unknown Region behind another one", () => {
      const hidden = { ...separateReplica({ globalTableArn: arn }), region: undefined };
      const { replicas } = read({ replicas: [{ regionName: computed }] }, [hidden]);
      assert.ok(Array.isArray(replicas));
      assert.equal(replicas.length, 2);
    });

    it("that may belong are replicas of which nothing is known", () => {
      const { replicas } = read({}, [separateReplica({ globalTableArn: computed })]);
      assert.ok(Array.isArray(replicas));
      assert.deepEqual(
        [replicas[0]!.region, replicas[0]!.encryption, replicas[0]!.pointInTimeRecovery],
        [computed, computed, computed],
      );
    });

    it("are in an unknown Region where their provider's cannot be seen", () => {
      const replica = { ...separateReplica({ globalTableArn: arn }), region: undefined };
      const { replicas } = read({}, [replica]);
      assert.ok(Array.isArray(replicas));
      assert.equal(replicas[0]!.region, computed);
    });
  });

  describe("in a global table of the version of 2017", () => {
    const joined = resource(types.oldGlobalTable, "orders", {
      name: "Orders",
      replicas: [{ regionName: "us-east-1" }, { regionName: "us-west-2" }],
    });
    const sibling = resource(
      types.table,
      "orders-west",
      {
        name: "Orders",
        serverSideEncryption: { enabled: true },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: true,
        tags: { owner: "shop" },
      },
      { region: "us-west-2" },
    );

    it("has the tables of the other Regions as replicas", () => {
      assert.deepEqual(read({}, [joined, sibling]).replicas, [
        {
          region: "us-west-2",
          encryption: "AWS_MANAGED_KEY",
          consistency: "EVENTUAL",
          pointInTimeRecovery: true,
          deletionProtection: true,
          propagateTags: undefined,
          ownTags: { owner: "shop" },
        },
      ]);
    });

    it("knows nothing of a table that is declared elsewhere", () => {
      const { replicas } = read({}, [joined]);
      assert.ok(Array.isArray(replicas));
      assert.equal(replicas[0]!.region, "us-west-2");
      assert.equal(replicas[0]!.pointInTimeRecovery, computed);
    });

    it("has unknown replicas where it is unknown which of the tables it is", () => {
      assert.equal(read({}, [joined, sibling], { region: undefined }).replicas, computed);
    });

    it("takes nothing from a table of the same name that no global table joins", () => {
      assert.deepEqual(read({}, [sibling]).replicas, []);
    });
  });

  it("has unknown replicas, indexes or attributes where their list is unknown or no list", () => {
    for (const list of [computed, "us-west-2", 5, { regionName: "us-west-2" }]) {
      const table = read({ replicas: list, globalSecondaryIndexes: list, attributes: list });
      assert.equal(table.replicas, computed);
      assert.equal(table.globalSecondaryIndexes, computed);
      assert.equal(table.attributes, computed);
    }
  });
});

function separateIndex(inputs: DeclaredInputs, from: string[] = []): DeclaredResource {
  return resource(
    types.separateIndex,
    "by-day",
    { indexName: "by-day", keySchemas: [], ...inputs },
    { propertyDependencies: { tableName: from } },
  );
}

function separateReplica(inputs: DeclaredInputs): DeclaredResource {
  return resource(types.separateReplica, "west", inputs, { region: "us-west-2" });
}

function otherTable(): DeclaredResource {
  return resource(types.table, "customers", { name: "Customers" });
}

function component(): DeclaredResource {
  return resource("my:index:Tables", "tables", {}, { custom: false, region: undefined });
}
