import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import { failover } from "../cli/failover";
import { removeProjects, writeProject } from "../offline/projects";
import { type Deployment, startDeployment } from "./deployment";

const contract = fs.readFileSync(path.join(__dirname, "../../contract.json"), "utf8");

/** The real program's failover, proved from everything that Pulumi says of it. */
describe("failover prove on what the engine prints", () => {
  let deployment: Deployment;
  let offline: unknown;

  before(async () => {
    const { stdout } = await failover(["preview", "--json"]);
    offline = (JSON.parse(stdout) as { proof: unknown }).proof;
  });
  beforeEach(async () => {
    deployment = await startDeployment();
  });
  afterEach(async () => {
    removeProjects();
    await deployment.engine.stop();
  });

  async function prove(...documents: string[]): Promise<unknown> {
    const files = Object.fromEntries(documents.map((text, index) => [`${index}.json`, text]));
    const { stdout, stderr } = await failover(
      ["prove", "--json", "--from", ...Object.keys(files), "--name", "app.example.com"],
      { cwd: writeProject({ ...files, "contract.json": contract }) },
    );
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  }

  it("says the same of a first preview and of what is deployed as the offline preview", async () => {
    const stack = await deployment.stack("prod");
    const previewed = await prove(await stack.previewJson());
    await stack.up();
    const deployed = await prove(await stack.exportJson());

    assert.equal((offline as { proven: boolean }).proven, true);
    assert.deepEqual(previewed, offline);
    assert.deepEqual(deployed, offline);
  });

  it("says the same of isolated stacks together", async () => {
    const exported: string[] = [];
    for (const name of ["global", "us-east-1", "us-west-2", "eu-central-1"]) {
      const settings = name === "global" ? {} : { imageDigest: undefined };
      const stack = await deployment.stack(`prod-${name}`, settings);
      await stack.up();
      exported.push(await stack.exportJson());
    }
    assert.deepEqual(await prove(...exported), offline);
  });
});
