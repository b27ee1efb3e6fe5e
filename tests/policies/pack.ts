import * as fs from "node:fs";
import * as path from "node:path";
import type { Contract } from "../../contract/contract";
import { Analyzer, type AnalyzedResource, type Diagnostic } from "../../offline/analyzer";
import { buildPack } from "../../policies/build";
import { diagnosedRule } from "../../policies/diagnosed-rule";
import { type PackConfiguration, packConfiguration } from "../../policies/pack-configuration";
import type { TestStack } from "./stacks";

const root = path.join(__dirname, "../..");
export const packFolder = path.join(root, "policies");
export const contract = JSON.parse(
  fs.readFileSync(path.join(root, "contract.json"), "utf8"),
) as Contract;

/** The contract, and a coverage that names the stack. */
export function configurationFor({ project, stack }: TestStack): PackConfiguration {
  return packConfiguration(contract, { coverage: [{ project, stack, scope: "all" }] });
}

let built: Promise<void> | undefined;
const servers = new Map<string, Promise<Analyzer>>();

// Servers outlive their parent.
after(async () => {
  for (const server of servers.values()) {
    (await server).stop();
  }
});

/** The built pack under Pulumi's policy server, configured anew. The tests share one for each stack. */
export async function startPack(
  { project, stack, config }: Omit<TestStack, "resources">,
  configuration: PackConfiguration,
): Promise<Analyzer> {
  built ??= buildPack();
  await built;
  const options = { packFolder, project, stack, config };
  const key = JSON.stringify(options);
  const server = servers.get(key) ?? Analyzer.start(options);
  servers.set(key, server);
  const analyzer = await server;
  await analyzer.configure(configuration);
  return analyzer;
}

/** Everything that the pack says of a stack: of each resource, and of all together. */
export async function judge(
  stack: TestStack,
  configuration: PackConfiguration,
): Promise<Diagnostic[]> {
  const analyzer = await startPack(stack, configuration);
  const found: Diagnostic[] = [];
  for (const resource of stack.resources) {
    found.push(...(await analyzer.analyze(resource)));
  }
  return [...found, ...(await analyzer.analyzeStack(stack.resources))];
}

/** Only what one rule says: of the subject, or of the stack. */
export async function judgeByRule(
  rule: { name: string; kind: "resource" | "stack" },
  stack: TestStack,
  subject: AnalyzedResource,
  configuration: PackConfiguration,
): Promise<Diagnostic[]> {
  const analyzer = await startPack(stack, configuration);
  const found =
    rule.kind === "resource"
      ? await analyzer.analyze(subject)
      : await analyzer.analyzeStack(stack.resources);
  return found.filter(({ policy, message }) => diagnosedRule(policy, message) === rule.name);
}
