import assert from "node:assert/strict";
import { GlobalTable, type GlobalTableArgs } from "../../components/global-table";
import { createRegionProviders } from "../../components/region-providers";
import type { TableContract } from "../../contract/contract";
import { exampleTable, type Recording, record, unknown } from "./record";

const tableType = "aws:dynamodb/table:Table";
const keyType = "aws:kms/key:Key";
/** The table's Region is neither the first of the chain nor us-east-1. */
const regions = ["us-west-2", "eu-central-1", "ap-south-1"];
const tableRegion = "eu-central-1";

function declare(
  table: Partial<TableContract> = {},
  args: Partial<GlobalTableArgs> = {},
): Promise<Recording> {
  return record(
    () =>
      new GlobalTable("orders", {
        table: { ...exampleTable, ...table },
        tableRegion,
        regions,
        regionProviders: createRegionProviders(regions),
        ...args,
      }),
  );
}

describe("GlobalTable", () => {
  it("declares exactly the contracted table", async () => {
    const recording = await declare();
    const table = recording.resource(tableType, "orders");
    assert.deepEqual(table.inputs, {
      name: "Orders",
      hashKey: "customer",
      rangeKey: "order",
      attributes: [
        { name: "customer", type: "S" },
        { name: "order", type: "N" },
        { name: "state", type: "S" },
      ],
      globalSecondaryIndexes: [
        {
          name: "by-state",
          hashKey: "state",
          rangeKey: "order",
          projectionType: "INCLUDE",
          nonKeyAttributes: ["total"],
        },
      ],
      ttl: { attributeName: "expires", enabled: true },
      billingMode: "PAY_PER_REQUEST",
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      replicas: ["ap-south-1", "us-west-2"].map((regionName) => ({
        regionName,
        consistencyMode: "EVENTUAL",
        pointInTimeRecovery: true,
        deletionProtectionEnabled: true,
        propagateTags: true,
      })),
      tags: { "data-class": "orders" },
    });
    assert.equal(recording.regionOf(table), "eu-central-1");
    assert.deepEqual(recording.counts(), { "failover:index:GlobalTable": 1, [tableType]: 1 });
  });

  it("leaves out what a plain table does not have", async () => {
    const recording = await declare({
      rangeKey: null,
      globalSecondaryIndexes: [],
      timeToLiveAttribute: null,
      encryption: "AWS_OWNED_KEY",
      pointInTimeRecovery: false,
      deletionProtection: false,
    });
    const { inputs } = recording.resource(tableType, "orders");
    for (const absent of ["rangeKey", "globalSecondaryIndexes", "ttl", "serverSideEncryption"]) {
      assert.ok(!(absent in inputs), absent);
    }
    assert.deepEqual(inputs.pointInTimeRecovery, { enabled: false });
    assert.deepEqual(inputs.replicas, [
      {
        regionName: "ap-south-1",
        consistencyMode: "EVENTUAL",
        pointInTimeRecovery: false,
        deletionProtectionEnabled: false,
        propagateTags: true,
      },
      {
        regionName: "us-west-2",
        consistencyMode: "EVENTUAL",
        pointInTimeRecovery: false,
        deletionProtectionEnabled: false,
        propagateTags: true,
      },
    ]);
  });

  it("declares the same table whatever the order of Regions", async () => {
    const inputsFor = async (order: string[]) =>
      (await declare({}, { regions: order })).resource(tableType, "orders").inputs;
    assert.deepEqual(await inputsFor([...regions].reverse()), await inputsFor(regions));
  });

  it("waits for hours, because replicas are made one after another", async () => {
    const { options } = (await declare()).resource(tableType, "orders");
    assert.deepEqual(options.customTimeouts, { create: "3h", update: "3h", delete: "2h" });
  });

  describe("with customer managed keys", () => {
    const encryption = "CUSTOMER_MANAGED_KEY";

    it("has a rotating key in each Region, recoverable for 30 days", async () => {
      const recording = await declare({ encryption });
      const keys = recording.ofType(keyType);
      assert.deepEqual(
        keys.map((key) => recording.regionOf(key)),
        regions,
      );
      for (const { inputs } of keys) {
        assert.equal(inputs.enableKeyRotation, true);
        assert.equal(inputs.deletionWindowInDays, 30);
      }
      assert.deepEqual(
        recording.ofType("aws:kms/alias:Alias").map((alias) => recording.regionOf(alias)),
        regions,
      );
    });

    it("encrypts table and replicas each with its own Region's key, which is so deleted last", async () => {
      const recording = await declare({ encryption });
      const table = recording.resource(tableType, "orders");
      assert.deepEqual(table.inputs.serverSideEncryption, { enabled: true, kmsKeyArn: unknown });
      assert.deepEqual(recording.sourcesOf(table, "serverSideEncryption"), [
        "Key orders-eu-central-1",
      ]);
      assert.deepEqual(recording.sourcesOf(table, "replicas"), [
        "Key orders-ap-south-1",
        "Key orders-us-west-2",
      ]);
      for (const replica of table.inputs.replicas as { kmsKeyArn: string }[]) {
        assert.equal(replica.kmsKeyArn, unknown);
      }
    });

    it("protects the keys like the table", async () => {
      const recording = await declare({ encryption }, { protect: true });
      assert.ok(recording.ofType(keyType).every(({ options }) => options.protect));
    });
  });

  it("declares STRONG replicas, and a witness where there is one", async () => {
    const recording = await declare(
      { consistency: "STRONG", timeToLiveAttribute: null },
      { regions: ["us-west-2", "eu-central-1"], witnessRegion: "eu-west-1" },
    );
    const { inputs } = recording.resource(tableType, "orders");
    assert.deepEqual(inputs.globalTableWitness, { regionName: "eu-west-1" });
    assert.deepEqual(
      (inputs.replicas as { regionName: string; consistencyMode: string }[]).map(
        ({ regionName, consistencyMode }) => [regionName, consistencyMode],
      ),
      [["us-west-2", "STRONG"]],
    );
  });

  it("is protected only when asked, and while it is adopted", async () => {
    const isProtected = async (args: Partial<GlobalTableArgs>) =>
      (await declare({}, args)).resource(tableType, "orders").options.protect;
    assert.equal(await isProtected({}), false);
    assert.equal(await isProtected({ protect: true }), true);
    assert.equal(await isProtected({ adopt: true, protect: false }), true);
  });

  it("imports the table by its physical name when it is adopted, and otherwise creates it", async () => {
    const importId = async (args: Partial<GlobalTableArgs>) =>
      (await declare({}, args)).resource(tableType, "orders").options.importId;
    assert.equal(await importId({}), "");
    assert.equal(await importId({ adopt: true }), "Orders");
  });

  it("can be declared several times in a program", async () => {
    const recording = await record(() => {
      const regionProviders = createRegionProviders(regions);
      for (const name of ["orders", "invoices"]) {
        const table: TableContract = { ...exampleTable, name, encryption: "CUSTOMER_MANAGED_KEY" };
        new GlobalTable(name, { table, tableRegion, regions, regionProviders });
      }
    });
    const urns = recording.registrations.map(({ urn }) => urn);
    assert.equal(new Set(urns).size, urns.length);
    assert.deepEqual(recording.names(tableType), ["invoices", "orders"]);
  });
});
