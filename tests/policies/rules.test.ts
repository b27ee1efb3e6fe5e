import { strict as assert } from "node:assert";
import type { AnalyzedResource, Diagnostic } from "../../offline/analyzer";
import { applicability } from "../../policies/applicability";
import {
  type NamedExemption,
  packConfiguration,
  type PackConfiguration,
} from "../../policies/pack-configuration";
import type { Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { unseenPrefix } from "../../policies/verdict";
import { dynamodbCases } from "./cases/dynamodb";
import { failoverCases } from "./cases/failover";
import { route53Cases } from "./cases/route53";
import type { Edit, Mistake, RuleCase } from "./cases/rule-case";
import { serviceCases } from "./cases/services";
import { EditedStack } from "./edited-stack";
import { contract, judgeByRule } from "./pack";
import { ownStack } from "./stacks";
import { declaredResources } from "./declared-resources";

const cases: Record<string, RuleCase> = {
  ...dynamodbCases,
  ...route53Cases,
  ...serviceCases,
  ...failoverCases,
};

/** They judge the pack's own configuration, and are tested with it. */
const ofConfiguration = ["pulumi-exemptions", "pulumi-bundled-contract"];

describe("each rule", () => {
  it("has a case here", () => {
    assert.deepEqual(
      rules.map(({ name }) => name).sort(),
      [...Object.keys(cases), ...ofConfiguration].sort(),
    );
  });

  for (const rule of rules.filter(({ name }) => name in cases)) {
    describeRule(rule, cases[rule.name]!);
  }
});

function describeRule(rule: Rule, ruleCase: RuleCase): void {
  const { given, mistakes, unknown, notApplicable } = ruleCase;

  describe(rule.name, () => {
    it("applies to the real program and finds nothing wrong with it", async () => {
      const stack = await edited(given);
      const found = await judgeEdited(rule, ruleCase, stack);
      if (!(rule.kind === "stack" && notApplicable?.length === 0)) {
        assert.ok(resourcesOf(rule, ruleCase, stack) > 0, "it has nothing to judge");
      }
      assert.deepEqual(found, []);
    });

    for (const [what, mistake] of Object.entries(mistakes)) {
      it(`finds ${what}`, async () => {
        const stack = await edited(given, mistake.edit);
        const subject = mistake.at ?? ruleCase.subject;
        const found = await judgeEdited(rule, { ...ruleCase, subject }, stack);
        assertSays(found, mistake, ruleCase, stack);
        const [first] = found;
        assert.equal(first?.level, levelOf(rule, first?.message ?? ""));
        assert.ok(first.message.includes(`Why: ${rule.why}`), first.message);
        assert.ok(first.message.includes(`Fix: ${rule.fix}`), first.message);
      });
    }

    it("leaves an exempted resource alone", async () => {
      const [mistake] = Object.values(mistakes);
      const stack = await edited(given, mistake!.edit);
      const before = await judgeEdited(rule, ruleCase, stack);
      const exemptions = [...new Set(before.map(({ urn }) => urn))].map((resource) => ({
        rule: rule.name,
        resource,
        reason: "It moves next quarter.",
        expires: "2999-12-31",
      }));
      assert.ok(exemptions.length > 0);
      assert.deepEqual(await judgeEdited(rule, ruleCase, stack, exemptions), []);
    });

    for (const unseen of [unknown ?? []].flat()) {
      it(`reports what it cannot see before the update, and stops nothing for it: ${unseen.says}`, async () => {
        const stack = await edited(given, unseen.edit);
        const found = await judgeEdited(rule, ruleCase, stack);
        const reported = found.filter(({ message }) => message.includes(unseenPrefix));
        assertSays(reported, unseen, ruleCase, stack);
        assert.deepEqual([...new Set(found.map(({ level }) => level))], ["advisory"]);
      });
    }

    if (notApplicable !== undefined) {
      it("has nothing to say where it does not apply", async () => {
        const stack = await edited(given, notApplicable);
        assert.equal(resourcesOf(rule, ruleCase, stack), 0);
        assert.deepEqual(await judgeEdited(rule, ruleCase, stack), []);
      });
    }
  });
}

async function edited(...edits: (Edit | undefined)[]): Promise<EditedStack> {
  const stack = new EditedStack(await ownStack("prod"));
  for (const edit of edits) {
    edit?.(stack);
  }
  return stack;
}

async function judgeEdited(
  rule: Rule,
  ruleCase: RuleCase,
  stack: EditedStack,
  exemptions: NamedExemption[] = [],
): Promise<Diagnostic[]> {
  const subject = subjectOf(ruleCase, stack);
  if (rule.kind === "resource" && subject === undefined) {
    return [];
  }
  return judgeByRule(
    rule,
    stack,
    subject ?? stack.resources[0]!,
    configurationOf(ruleCase, stack, exemptions),
  );
}

function configurationOf(
  { contract: changed = (same) => same, withoutCoverage }: RuleCase,
  { project, stack }: EditedStack,
  exemptions: NamedExemption[] = [],
): PackConfiguration {
  const coverage = withoutCoverage ? [] : [{ project, stack, scope: "all" as const }];
  return packConfiguration(changed(contract), { coverage, exemptions });
}

/** How many resources a rule of the whole stack judges, or whether a rule judges the subject. */
function resourcesOf(rule: Rule, ruleCase: RuleCase, stack: EditedStack): number {
  const subject = subjectOf(ruleCase, stack);
  const resources = rule.kind === "stack" ? stack.resources : subject ? [subject] : [];
  return (
    applicability(
      stack.resources[0]!.urn,
      declaredResources(resources),
      configurationOf(ruleCase, stack),
      contract,
    ).find((entry) => entry.rule === rule)?.resources ?? 0
  );
}

/** `undefined` where an edit has removed it. */
function subjectOf({ subject: [kind, name] }: RuleCase, stack: EditedStack) {
  return stack.resources.find(
    (resource: AnalyzedResource) => resource.type.endsWith(`:${kind}`) && resource.name === name,
  );
}

function assertSays(
  found: readonly Diagnostic[],
  { says, at }: Mistake,
  { subject }: RuleCase,
  stack: EditedStack,
): void {
  const { urn } = stack.find(...(at ?? subject));
  const messages = found.filter((diagnostic) => diagnostic.urn === urn);
  assert.ok(
    messages.some(({ message }) => message.includes(says)),
    `nothing says "${says}" of ${urn}:\n${JSON.stringify(found, null, 2)}`,
  );
}

function levelOf(rule: Rule, message: string): string {
  return message.includes(unseenPrefix) ? "advisory" : rule.level;
}
