import { strict as assert } from "node:assert";
import type { Contract } from "../../contract/contract";
import { failover } from "../cli/failover";
import { removeProjects, writeProject } from "../offline/projects";
import { type Deployment, startDeployment } from "./deployment";

/** Exported states and previews of the real program, from the real engine. */
describe("failover compare on what the engine exports", () => {
  let deployment: Deployment | undefined;

  afterEach(() => {
    deployment?.engine.stop();
    removeProjects();
  });

  async function exportOf(stack: string, change?: (contract: Contract) => void): Promise<string> {
    deployment = await startDeployment(change);
    const deployed = await deployment.stack(stack);
    await deployed.up();
    const text = await deployed.exportJson();
    deployment.engine.stop();
    deployment = undefined;
    return text;
  }

  async function compare(files: Record<string, string>) {
    const cwd = writeProject(files);
    return failover(["compare", "--from", ...Object.keys(files)], { cwd });
  }

  it("finds nothing between environments of one contract, and compares all that matters", async () => {
    const { code, stdout, stderr } = await compare({
      "prod.json": await exportOf("prod"),
      "dev.json": await exportOf("dev"),
    });
    assert.equal(stderr, "");
    assert.equal(
      stdout,
      [
        "",
      ].join("\n"),
    );
    assert.equal(code, 0);
  });
});
