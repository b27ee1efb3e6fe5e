import type { Contract } from "../../contract/contract";
import { Engine } from "./engine";
import type { EngineStack } from "./engine-stack";
import { ownProgram, ownProject } from "./project";

/** A digest that `pushImages` has pushed. */
export const imageDigest = `sha256:${"a".repeat(64)}`;

/** The repository's program under an engine of its own, in which stacks come and go. */
export interface Deployment {
  engine: Engine;
  /** A stack with the settings of its `Pulumi.NAME.yaml`, an image, and these changes. */
  stack(name: string, settings?: Record<string, unknown>): Promise<EngineStack>;
}

/** Starts with the image in the repository of every Region that a test may use. */
export async function startDeployment(
  changeContract?: (contract: Contract) => void,
): Promise<Deployment> {
  const engine = await Engine.start(await ownProject(changeContract));
  for (const region of ["us-east-1", "us-west-2", "eu-central-1"]) {
    engine.account.pushImage(region, "regional-failover/app", imageDigest);
  }
  return {
    engine,
    stack: (name, settings) =>
      engine.stack(name, { program: ownProgram, settings: { imageDigest, ...settings } }),
  };
}
