import { strict as assert } from "node:assert";
import type { Contract } from "../../contract/contract";
import { type CommandResult, failover } from "../cli/failover";
import { removeProjects, writeProject } from "../offline/projects";
import { startDeployment } from "./deployment";

/** The real program in the real engine: what is deployed, and what a first update would do. */
describe("failover compare on what the engine prints", () => {
  let prod: string;

  before(async () => {
    const deployment = await startDeployment();
    try {
      const deployed = await deployment.stack("prod");
      await deployed.up();
      prod = await deployed.exportJson();
    } finally {
      await deployment.engine.stop();
    }
  });
  afterEach(removeProjects);

  async function previewOfDev(change?: (contract: Contract) => void): Promise<string> {
    const deployment = await startDeployment(change);
    try {
      const dev = await deployment.stack("dev", { hostedZone: "example.com" });
      return await dev.previewJson();
    } finally {
      await deployment.engine.stop();
    }
  }

  function compare(files: Record<string, string>): Promise<CommandResult> {
    const cwd = writeProject(files);
    return failover(["compare", "--from", ...Object.keys(files)], { cwd });
  }

  it("finds nothing between environments of one contract, and says what it compared", async () => {
    const { code, stdout, stderr } = await compare({
      "prod.json": prod,
      "dev.json": await previewOfDev(),
    });
    const names = "app.dev.example.com, app.example.com";
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      `0 differences in prod, dev
compared: table "MyGlobalAppTable" (5), health checks of ${names} (5), records of ${names} (6), load balancers of ${names} (5), target groups of ${names} (5)
`,
    );
    assert.equal(code, 0);
  });

  it("finds what differs between two that are each plausible alone", async () => {
    const dev = await previewOfDev((contract) => {
      const [table] = contract.tables;
      const index = { name: "by-owner", hashKey: "owner", rangeKey: null };
      table.globalSecondaryIndexes = [{ ...index, projectionType: "ALL", nonKeyAttributes: [] }];
      table.attributes["owner"] = "S";
      table.encryption = "CUSTOMER_MANAGED_KEY";
      contract.healthCheck.failureThreshold = 3;
    });
    const { code, stdout } = await compare({ "prod.json": prod, "dev.json": dev });
    const [differences] = stdout.split("\n\n4 differences in prod, dev\n");
    assert.equal(
      differences,
      `table "MyGlobalAppTable"
  attributes.owner
    nothing  prod
    "S"      dev
  globalSecondaryIndexes["by-owner"]
    nothing                         prod
    {"hashKey":"owner","projectionType":"ALL","nonKeyAttributes":[]}  dev
  encryption
    "AWS_MANAGED_KEY"       prod us-east-1, prod eu-central-1, prod us-west-2
    "CUSTOMER_MANAGED_KEY"  dev us-east-1, dev us-west-2

health checks of app.dev.example.com, app.example.com
  failureThreshold
    2  prod failover-eu-central-1, prod failover-us-east-1, prod failover-us-west-2
    3  dev failover-us-east-1, dev failover-us-west-2`,
    );
    assert.equal(code, 1);
  });
});
