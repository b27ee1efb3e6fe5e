import { strict as assert } from "node:assert";
import type { Contract, TableContract } from "../../contract/contract";
import { changesOf } from "./changes";
import { type Deployment, startDeployment } from "./deployment";
import type { EngineStack, Run, Step } from "./engine-stack";
import { holdExisting } from "./stand-in/aws";

const tableType = "aws:dynamodb/table:Table";
const tableName = "MyGlobalAppTable";

describe("tables in the real engine", () => {
  const deployments: Deployment[] = [];
  afterEach(async () => {
    await Promise.all(deployments.splice(0).map(({ engine }) => engine.stop()));
  });

  async function start(changeTable: (table: TableContract) => void = () => undefined) {
    const deployment = await startDeployment((contract: Contract) => {
      changeTable(contract.tables[0]);
    });
    deployments.push(deployment);
    return deployment;
  }

  describe("adopting one that exists", () => {
    /** An account whose table is as the contract says, but for these differences. */
    async function startWithTable(differences: Record<string, unknown> = {}): Promise<Deployment> {
      const deployment = await start();
      const fresh = await (await deployment.stack("prod-global")).preview();
      const inputs = { ...tableSteps(fresh)[0]?.inputs, ...differences };
      holdExisting(deployment.engine.account, { type: tableType, region: "us-east-1", inputs });
      return deployment;
    }

    function adopting(deployment: Deployment, settings = {}): Promise<EngineStack> {
      return deployment.stack("prod-global", { adoptTables: [tableName], ...settings });
    }

    it("creates and replaces nothing, and is done once", async () => {
      const deployment = await startWithTable();

      const adopted = await (await adopting(deployment)).up();
      const afterwards = await (await deployment.stack("prod-global", { adoptTables: [] })).up();

      assert.deepEqual(
        tableSteps(adopted).map(({ op }) => op),
        ["import"],
      );
      assert.deepEqual(changesOf(afterwards), []);
    });

    it("brings what differs to the contract in the same update, in place", async () => {
      const deployment = await startWithTable({ deletionProtectionEnabled: false, replicas: [] });

      const adopted = await (await adopting(deployment)).up();

      assert.deepEqual(
        tableSteps(adopted).map(({ op, diffs }) => [op, [...diffs].sort()]),
        [
          ["import", []],
          ["update", ["deletionProtectionEnabled", "replicas"]],
        ],
      );
    });

    it("is refused where the table would have to be replaced", async () => {
      const deployment = await startWithTable({ hashKey: "other" });
      const stack = await adopting(deployment, { protect: false });

      await assert.rejects(stack.up(), /unable to replace .*protect/s);
      assert.equal(deployment.engine.account.all(tableType)[0]?.inputs["hashKey"], "other");
    });

    it("is refused where there is no table", async () => {
      const stack = await adopting(await start());

      await assert.rejects(stack.preview(), /'MyGlobalAppTable' does not exist/);
    });

    it("is needed: AWS refuses to create the table another time", async () => {
      const stack = await (await startWithTable()).stack("prod-global");

      await assert.rejects(stack.up(), /MyGlobalAppTable already exists/);
    });
  });

  describe("with STRONG consistency", () => {
    for (const [where, settings, witness] of [
      ["over three Regions", {}, undefined],
      [
        "over two Regions and a witness",
        { regions: ["us-east-1", "us-west-2"], witnessRegion: "us-east-2" },
        { regionName: "us-east-2" },
      ],
    ] as const) {
      it(`are created ${where}, and left alone by a second update`, async () => {
        const deployment = await start((table) => (table.consistency = "STRONG"));
        const stack = await deployment.stack("prod-global", settings);

        const planned = changesOf(await stack.preview());
        const run = await stack.up();

        assert.deepEqual(changesOf(run), planned);
        const inputs = tableSteps(run)[0]?.inputs;
        assert.deepEqual(
          new Set(replicasOf(inputs).map(({ consistencyMode }) => consistencyMode)),
          new Set(["STRONG"]),
        );
        assert.deepEqual(inputs?.["globalTableWitness"], witness);
        assert.deepEqual(changesOf(await stack.up()), []);
      });
    }
  });

  describe("with customer managed keys", () => {
    it("have a key in each Region, which outlives its replica", async () => {
      const deployment = await start((table) => (table.encryption = "CUSTOMER_MANAGED_KEY"));
      const stack = await deployment.stack("prod-global", { protect: false });
      const planned = changesOf(await stack.preview());
      const run = await stack.up();
      const second = await stack.up();
      const fewer = await deployment.stack("prod-global", { regions: ["us-east-1", "us-west-2"] });
      const shrunk = await fewer.up();

      assert.deepEqual(changesOf(run), planned);
      const inputs = tableSteps(run)[0]?.inputs;
      assert.match(keyRegion(inputs?.["serverSideEncryption"]), /^us-east-1$/);
      assert.deepEqual(
        replicasOf(inputs).map((replica) => [replica.regionName, keyRegion(replica)]),
        [
          ["eu-central-1", "eu-central-1"],
          ["us-west-2", "us-west-2"],
        ],
      );
      assert.deepEqual(changesOf(second), []);
      const order = changesOf(shrunk).filter((change) => / (Table|Key) /.test(change));
      assert.deepEqual(order, [
        "delete Key MyGlobalAppTable-eu-central-1",
        "update Table MyGlobalAppTable: replicas",
      ]);
      const steps = shrunk.steps.map(({ op, type }) => `${op} ${type}`);
      assert.ok(
        steps.indexOf(`update ${tableType}`) < steps.indexOf("delete aws:kms/key:Key"),
        steps.join("\n"),
      );
    });
  });
});

function tableSteps(run: Run): Step[] {
  return run.steps.filter(({ type }) => type === tableType);
}

interface Replica {
  regionName: string;
  consistencyMode: string;
}

function replicasOf(inputs: Step["inputs"] | undefined): Replica[] {
  return inputs?.["replicas"] as Replica[];
}

function keyRegion(value: unknown): string {
  return (value as { kmsKeyArn: string }).kmsKeyArn.split(":")[3]!;
}
