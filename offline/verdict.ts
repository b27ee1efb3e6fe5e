import * as path from "node:path";
import type { DeclaredStack } from "../declared/declared-stack";
import bundledContract from "../contract.json";
import type { Contract } from "../contract/contract";
import { applicability } from "../policies/applicability";
import { packConfiguration } from "../policies/pack-configuration";
import { diagnosedRule } from "../policies/diagnosed-rule";
import { resourceRules } from "../policies/rules";
import { unseenPrefix } from "../policies/verdict";
import type { Environment } from "../settings/environment";
import { analyzedResources } from "./analyzed-resources";
import { Analyzer, type Diagnostic, type PackConfiguration } from "./analyzer";
import type { RecordedRun } from "./recorded-run";
import type { StackConfiguration } from "./stack-configuration";

/** What the policy pack says of a stack. */
export interface Verdict {
  /** Every rule of the pack, with how much of the stack it judged. */
  rules: JudgedRule[];
  /** Mandatory findings: the engine would stop at them. */
  violations: PolicyFinding[];
  /** Advisory findings, values that only an update can judge among them. */
  advice: PolicyFinding[];
}

export interface JudgedRule {
  name: string;
  level: string;
  /** 0 where the rule is not applicable, which is not the same as passed. */
  resources: number;
}

export interface PolicyFinding {
  rule: string;
  /** URN; empty where a finding is about the stack. */
  urn: string;
  message: string;
  /** Whether it only says that values are not known before the update. */
  isUnseen: boolean;
}

/** The pack has nothing to say of a single resource of another type; asking it takes long all the same. */
const judgedTypes: ReadonlySet<string> = new Set(
  resourceRules.flatMap(({ appliesTo }) => appliesTo),
);

/** The built pack under the server that the Pulumi CLI would run it under. */
export class PolicyJudge {
  private constructor(
    private readonly analyzer: Analyzer,
    private readonly configuration: PackConfiguration,
  ) {}

  /** Starts the server with the contract of the project and this stack as its coverage. */
  static async start(
    { project, stack, config }: StackConfiguration,
    { settings, contract }: Environment,
  ): Promise<PolicyJudge> {
    const packFolder = path.join(__dirname, "../policies");
    const analyzer = await Analyzer.start({ packFolder, project, stack, config });
    try {
      const coverage = [{ project, stack, scope: settings.scope }];
      const configuration = packConfiguration(contract, { coverage });
      await analyzer.configure(configuration);
      return new PolicyJudge(analyzer, configuration);
    } catch (error) {
      analyzer.stop();
      throw error;
    }
  }

  async judge(run: RecordedRun, declared: DeclaredStack): Promise<Verdict> {
    const resources = analyzedResources(run, declared.config);
    const judgedAlone = resources.filter(({ type }) => judgedTypes.has(type));
    const diagnostics = [
      ...(await Promise.all(judgedAlone.map((each) => this.analyzer.analyze(each)))).flat(),
      ...(await this.analyzer.analyzeStack(resources)),
    ];
    return {
      rules: this.judgedRules(run, declared),
      violations: findings(diagnostics, ({ level }) => level !== "advisory"),
      advice: findings(diagnostics, ({ level }) => level === "advisory"),
    };
  }

  stop(): void {
    this.analyzer.stop();
  }

  private judgedRules(run: RecordedRun, { resources }: DeclaredStack): JudgedRule[] {
    const options = new Map(run.registrations.map(({ urn, options }) => [urn, options]));
    const judged = resources.map((resource) => ({
      resource,
      ignoreChanges: options.get(resource.urn)?.ignoreChanges ?? [],
    }));
    const stackUrn = resources[0]?.urn ?? "";
    const contract = bundledContract as unknown as Contract;
    return applicability(stackUrn, judged, this.configuration, contract).map(
      ({ rule, resources: count }) => ({ name: rule.name, level: rule.level, resources: count }),
    );
  }
}

function findings(
  diagnostics: readonly Diagnostic[],
  isWanted: (diagnostic: Diagnostic) => boolean,
): PolicyFinding[] {
  return diagnostics.filter(isWanted).map(({ policy, urn, message }) => {
    const rule = diagnosedRule(policy, message);
    return {
      rule,
      urn,
      message: withoutHeading(message, rule),
      isUnseen: message.includes(unseenPrefix),
    };
  });
}

/** The server begins a message with the policy's description, and a stack rule with its own name. */
function withoutHeading(message: string, rule: string): string {
  const [description, ...lines] = message.split("\n");
  const own = lines.filter((line) => line !== `${rule}:`);
  return own.length === 0 ? (description ?? "") : own.join("\n");
}
