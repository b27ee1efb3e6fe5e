import { strict as assert } from "node:assert";
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import type { Contract } from "../../contract/contract";
import contractSchema from "../../contract/contract.schema.json";
import { readContract } from "../../contract/read-contract";
import { type PackConfiguration, packConfiguration } from "../../policies/pack-configuration";
import { diagnosedRule } from "../../policies/diagnosed-rule";
import { stackPolicyName } from "../../policies/stack-policy-name";
import { failover } from "../cli/failover";
import { removeProjects, writeProject } from "../offline/projects";
import type { Edit } from "./cases/rule-case";
import { EditedStack } from "./edited-stack";
import { contract, judge, startPack } from "./pack";
import { ownStack, programStack, type TestStack } from "./stacks";

const root = path.join(__dirname, "../..");

/** They say how the document is to be read. */
const notEnforced = ["$schema", "version"];

interface FieldCase {
  /** A contract that differs from contract.json in the field, and in no more than makes it valid. */
  change: (contract: Contract) => void;
  /** The rule whose verdict changes. */
  rule: string;
  /** Part of what it says of prod by the changed contract. */
  says: string;
  /** What is changed in prod before. @default nothing */
  given?: Edit;
  /** Where the changed contract is the laxer one: what the rule says by contract.json. */
  isLaxer?: true;
}

const inTable =
  (change: Partial<Contract["tables"][0]>) =>
  ({ tables: [table] }: Contract) => {
    Object.assign(table, change);
  };

/** Every field that the pack holds stacks to. */
const fields: Record<string, FieldCase> = {
  "tables[].name": {
    change: inTable({ name: "Orders" }),
    rule: "dynamodb-coverage",
    says: "Orders: the table is not declared",
  },
  "tables[].hashKey": {
    change: inTable({ hashKey: "pk", attributes: { pk: "S" } }),
    rule: "dynamodb-schema",
    says: 'hashKey: found something else; the contract says "pk"',
  },
  "tables[].rangeKey": {
    change: inTable({ rangeKey: "at", attributes: { id: "S", at: "N" } }),
    rule: "dynamodb-schema",
    says: 'rangeKey: found nothing; the contract says "at"',
  },
  "tables[].attributes": {
    change: inTable({ attributes: { id: "N" } }),
    rule: "dynamodb-schema",
    says: 'attributes.id: found S; the contract says "N"',
  },
  "tables[].globalSecondaryIndexes": {
    change: inTable({
      attributes: { id: "S", owner: "S" },
      globalSecondaryIndexes: [
        {
          name: "by-owner",
          hashKey: "owner",
          rangeKey: null,
          projectionType: "ALL",
          nonKeyAttributes: [],
        },
      ],
    }),
    rule: "dynamodb-separate-parts",
    says: 'globalSecondaryIndexes["by-owner"]: found nothing',
  },
  "tables[].timeToLiveAttribute": {
    change: inTable({ timeToLiveAttribute: "until" }),
    rule: "dynamodb-schema",
    says: 'timeToLiveAttribute: found nothing; the contract says "until"',
  },
  "tables[].billingMode": {
    change: inTable({ billingMode: "PROVISIONED" }),
    rule: "dynamodb-billing-mode",
    says: 'found PAY_PER_REQUEST; the contract says "PROVISIONED"',
  },
  "tables[].encryption": {
    change: inTable({ encryption: "CUSTOMER_MANAGED_KEY" }),
    rule: "dynamodb-encryption",
    says: 'found AWS_MANAGED_KEY; the contract says "CUSTOMER_MANAGED_KEY"',
  },
  "tables[].consistency": {
    change: inTable({ consistency: "STRONG" }),
    rule: "dynamodb-consistency",
    says: 'found EVENTUAL; the contract says "STRONG"',
  },
  "tables[].pointInTimeRecovery": {
    change: inTable({ pointInTimeRecovery: false }),
    rule: "dynamodb-point-in-time-recovery",
    says: "pointInTimeRecovery: found true; the contract says false",
  },
  "tables[].deletionProtection": {
    change: inTable({ deletionProtection: false }),
    rule: "dynamodb-deletion-protection",
    says: "deletionProtection: found true; the contract says false",
  },
  "tables[].minimumRegions": {
    change: inTable({ minimumRegions: 4 }),
    rule: "dynamodb-minimum-regions",
    says: "found 3; the contract says at least 4",
  },
  "tables[].tags": {
    change: inTable({ tags: { owner: "platform" } }),
    rule: "dynamodb-tags",
    says: "tags.owner: found nothing",
  },
  "healthCheck.type": {
    change: ({ healthCheck }) => {
      healthCheck.type = "HTTP";
    },
    rule: "route53-health-check-thresholds",
    says: 'type: found HTTPS; the contract says "HTTP"',
  },
  "healthCheck.port": {
    change: ({ healthCheck }) => {
      healthCheck.port = 8443;
    },
    rule: "route53-health-check-thresholds",
    says: "port: found 443; the contract says 8443",
  },
  "healthCheck.path": {
    change: ({ healthCheck }) => {
      healthCheck.path = "/deep";
    },
    rule: "route53-health-check-thresholds",
    says: 'path: found something else; the contract says "/deep"',
  },
  "healthCheck.intervalSeconds": {
    given: (stack) => stack.set("HealthCheck", "failover-us-east-1", "requestInterval", 30),
    change: ({ healthCheck }) => {
      healthCheck.intervalSeconds = 30;
    },
    rule: "route53-health-check-thresholds",
    says: "intervalSeconds: found 30; the contract says at most 10",
    isLaxer: true,
  },
  "healthCheck.failureThreshold": {
    change: ({ healthCheck }) => {
      healthCheck.failureThreshold = 1;
    },
    rule: "route53-health-check-thresholds",
    says: "failureThreshold: found 2; the contract says at most 1",
  },
  "records.maximumTtlSeconds": {
    change: ({ records }) => {
      records.maximumTtlSeconds = 5;
    },
    rule: "route53-record-ttl",
    says: "ttl: found 10; the contract says at most 5",
  },
  "loadBalancer.keepAliveMaximumSeconds": {
    change: ({ loadBalancer }) => {
      loadBalancer.keepAliveMaximumSeconds = 120;
    },
    rule: "elb-keep-alive",
    says: "clientKeepAlive: found 300; the contract says at most 120",
  },
  "loadBalancer.deregistrationDelayMaximumSeconds": {
    change: ({ loadBalancer }) => {
      loadBalancer.deregistrationDelayMaximumSeconds = 20;
    },
    rule: "elb-deregistration-delay",
    says: "deregistrationDelay: found 60; the contract says at most 20",
  },
  "objectives.rtoSeconds": {
    change: ({ objectives }) => {
      objectives.rtoSeconds = 50;
    },
    rule: "failover-proof",
    says: "over the objective of 50 s",
  },
  "objectives.rpoSeconds": {
    change: ({ objectives }) => {
      objectives.rpoSeconds = 3;
    },
    rule: "failover-proof",
    says: "alarms above 5 s, and the objective is 3 s",
  },
};

const coverage = [{ project: "regional-failover", stack: "prod", scope: "all" as const }];

/** @throws where the contract is one that the program would refuse. */
function changed(change: FieldCase["change"]): Contract {
  const copy = structuredClone(contract);
  change(copy);
  const { contract: valid, faults } = readContract(JSON.stringify(copy));
  assert.deepEqual(faults, []);
  return valid!;
}

/** What the rule says of the stack by a contract. */
async function sentences(rule: string, stack: TestStack, by: Contract): Promise<string[]> {
  const found = await judge(stack, packConfiguration(by, { coverage }));
  return found
    .filter(({ policy, message }) => diagnosedRule(policy, message) === rule)
    .map(({ message }) => message);
}

/** Fields of the contract that are in the configuration of some rule: `tables[].name`. */
function configuredFields(configuration: PackConfiguration): Set<string> {
  const { [stackPolicyName]: stackRules, ...resourceRules } = configuration;
  const ofRules = [...Object.values(resourceRules), ...Object.values(stackRules!)];
  const found = ofRules.flatMap((ofRule) =>
    Object.entries(ofRule as object).flatMap(([section, value]) => {
      if (section === "tables") {
        return Object.keys((value as object[])[0]!).map((field) => `tables[].${field}`);
      }
      return section in contractSchema.properties
        ? Object.keys(value as object).map((field) => `${section}.${field}`)
        : [];
    }),
  );
  return new Set(found);
}

/** Every field of the contract, from its schema. */
function contractFields(): string[] {
  const { tables, ...sections } = contractSchema.properties;
  return [
    ...Object.keys(tables.items.properties).map((field) => `tables[].${field}`),
    ...Object.entries(sections)
      .filter(([name]) => !notEnforced.includes(name))
      .flatMap(([name, section]) =>
        "properties" in section
          ? Object.keys(section.properties).map((field) => `${name}.${field}`)
          : [name],
      ),
  ];
}

describe("what `failover policy-config` writes of contract.json", () => {
  let configuration: PackConfiguration;
  before(async () => {
    const { code, stdout } = await failover(
      ["policy-config", "--contract", "contract.json", "--coverage", "regional-failover/prod=all"],
      { cwd: root },
    );
    assert.equal(code, 0);
    configuration = JSON.parse(stdout) as PackConfiguration;
  });

  it("is what the pack announces to Pulumi that it takes", async () => {
    const { policies } = await startPack(await ownStack("prod"), {});
    assert.deepEqual(Object.keys(configuration).sort(), policies.map(({ name }) => name).sort());
    const ajv = new Ajv({ strict: true, allErrors: true });
    for (const { name, configuration: properties } of policies) {
      const { enforcementLevel, ...own } = configuration[name]!;
      assert.match(enforcementLevel as string, /^(mandatory|advisory)$/);
      const validate = ajv.compile({ type: "object", additionalProperties: false, properties });
      assert.ok(validate(own), `${name}: ${ajv.errorsText(validate.errors)}`);
    }
  });

  it("makes the pack judge the program by it, and by nothing that is inside of the pack", async () => {
    const stack = await ownStack("prod");
    assert.deepEqual(await judge(stack, configuration), []);
    // Without it the pack would say that it used its own contract.
    const empty = Object.fromEntries(Object.keys(configuration).map((name) => [name, {}]));
    const [said] = await judge(stack, empty);
    assert.equal(diagnosedRule(said!.policy, said!.message), "pulumi-bundled-contract");
  });

  it("gives rules every field of the contract that can be enforced", () => {
    assert.deepEqual([...configuredFields(configuration)].sort(), contractFields().sort());
  });
});

describe("a change of the contract's", () => {
  it("every field is tested here", () => {
    assert.deepEqual(Object.keys(fields).sort(), contractFields().sort());
  });

  for (const [field, { change, rule, says, given, isLaxer }] of Object.entries(fields)) {
    it(`${field} changes the verdict of ${rule}`, async () => {
      const stack = new EditedStack(await ownStack("prod"));
      given?.(stack);
      const [without, withIt] = isLaxer ? [changed(change), contract] : [contract, changed(change)];
      assert.deepEqual(await sentences(rule, stack, without), []);
      const said = await sentences(rule, stack, withIt);
      assert.ok(said.join("\n").includes(says), said.join("\n") || "nothing is said");
    });
  }
});

describe("the program and the pack", () => {
  after(removeProjects);

  /** The real program, beside another contract.json than its own. */
  function programWith(other: Contract): Promise<TestStack> {
    const own = ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.README.md"];
    const folder = writeProject({
      ...Object.fromEntries(
        own.map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")]),
      ),
      "contract.json": JSON.stringify(other),
      "app/Dockerfile": "FROM scratch",
      "app/requirements.txt": "",
      "app/src/regional_app/journal.py": "",
      "index.ts": `export * from ${JSON.stringify(path.join(root, "index"))};\n`,
    });
    return programStack(folder, "prod");
  }

  it("are held to the same document: what changes the one has to change the other", async () => {
    const changes = [
      "tables[].timeToLiveAttribute",
      "tables[].pointInTimeRecovery",
      "tables[].deletionProtection",
      "healthCheck.path",
      "healthCheck.failureThreshold",
      "records.maximumTtlSeconds",
      "loadBalancer.keepAliveMaximumSeconds",
      "loadBalancer.deregistrationDelayMaximumSeconds",
    ].map((field) => fields[field]!);
    const other = changed((copy) => {
      for (const { change } of changes) {
        change(copy);
      }
    });
    const program = await programWith(other);
    assert.deepEqual(await judge(program, packConfiguration(other, { coverage })), []);
    const byTheOld = await judge(program, packConfiguration(contract, { coverage }));
    assert.deepEqual(
      [...new Set(byTheOld.map(({ policy, message }) => diagnosedRule(policy, message)))].sort(),
      [
        "dynamodb-deletion-protection",
        "dynamodb-point-in-time-recovery",
        "dynamodb-schema",
        "route53-health-check-thresholds",
      ],
    );
  });
});
