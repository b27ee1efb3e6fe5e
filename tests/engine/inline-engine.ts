import { Engine, type ProjectFiles } from "./engine";
import type { Run } from "./engine-stack";

/**
 * Starts engines for programs that stand in a test, over a project of nothing but these files and its
 * `Pulumi.yaml`. They are stopped after the test; call this inside `describe`.
 */
export function useEngines(): (files?: ProjectFiles) => Promise<Engine> {
  const engines: Engine[] = [];
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  });
  return async (files = {}) => {
    const engine = await Engine.start({
      "Pulumi.yaml": "name: inline\nruntime: nodejs\n",
      ...files,
    });
    engines.push(engine);
    return engine;
  };
}

/** Logical name to operation, without the stack itself. */
export function opsOf(run: Run): Record<string, string> {
  return Object.fromEntries(
    run.steps
      .filter(({ type }) => type !== "pulumi:pulumi:Stack")
      .map(({ name, op }) => [name, op]),
  );
}
