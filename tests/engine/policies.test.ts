import { strict as assert } from "node:assert";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import type { Contract } from "../../contract/contract";
import { buildPack } from "../../policies/build";
import { failover } from "../cli/failover";
import { changesOf } from "./changes";
import { type Deployment, imageDigest, startDeployment } from "./deployment";
import { EngineError, type EngineStack, type Run } from "./engine-stack";
import { ownProgram } from "./project";

const pack = join(__dirname, "../../policies");
const table = "aws:dynamodb/table:Table";

/** What one stack's contract has and the organisation's has not, and what the pack says of it. */
const departures: [what: string, change: (contract: Contract) => void, says: RegExp][] = [
  [
    "an index more",
    ({ tables: [first] }) => {
      const index = { name: "by-owner", hashKey: "owner", rangeKey: null };
      first.globalSecondaryIndexes = [{ ...index, projectionType: "ALL", nonKeyAttributes: [] }];
      first.attributes["owner"] = "S";
    },
    /^dynamodb-schema: .*globalSecondaryIndexes\["by-owner"\].*Why: .*Fix: /ms,
  ],
  [
    "another encryption of the replica",
    ({ tables: [first] }) => {
      first.encryption = "CUSTOMER_MANAGED_KEY";
    },
    /^dynamodb-encryption: .*replicas\["us-west-2"\]\.encryption.*Why: .*Fix: /ms,
  ],
  [
    "a higher threshold",
    ({ healthCheck }) => {
      healthCheck.failureThreshold = 3;
    },
    /^route53-health-check-thresholds: .*failureThreshold: found 3.*Why: .*Fix: /ms,
  ],
];

describe("the policy pack in the real engine", () => {
  let deployment: Deployment;
  let contractFile: string;
  let contract: string;
  let configurationFile: string;

  before(async () => {
    await buildPack();
    deployment = await startDeployment();
    const { projectFolder } = deployment.engine;
    contractFile = join(projectFolder, "contract.json");
    contract = await readFile(contractFile, "utf8");
    configurationFile = join(projectFolder, "policy-config.json");
    const coverage = "regional-failover/prod=all";
    const args = ["policy-config", "--coverage", coverage, "--out", configurationFile];
    const { code, stderr } = await failover(args, { cwd: projectFolder });
    assert.equal(code, 0, stderr);
  });
  after(() => deployment.engine.stop());

  function judgedStack(name: string, program: () => unknown): Promise<EngineStack> {
    return deployment.engine.stack(name, {
      program,
      settings: { imageDigest, regions: ["us-east-1", "us-west-2"] },
      policyPacks: [pack],
      policyPackConfigs: [configurationFile],
    });
  }

  describe("and the real program", () => {
    afterEach(() => writeFile(contractFile, contract));

    for (const [what, change, says] of departures) {
      it(`refuse ${what} in one stack at preview, so that nothing is created`, async () => {
        const changed = JSON.parse(contract) as Contract;
        change(changed);
        await writeFile(contractFile, JSON.stringify(changed));
        const stack = await judgedStack("prod", ownProgram);

        const { message } = await refusal(stack.previewAndUp());

        assert.match(message, says);
        assert.match(message, /^preview failed$/m);
        assert.deepEqual(urnsIn(await stack.exportJson()), []);
        assert.deepEqual(deployment.engine.account.all("aws:ecr/repository:Repository"), []);
      });
    }

    it("agree on what the contract says", async () => {
      const run = await (await judgedStack("prod", ownProgram)).previewAndUp();

      assert.deepEqual(policyMessages(run), []);
      assert.ok(changesOf(run).includes("create Table MyGlobalAppTable"));
      assert.equal(deployment.engine.account.all(table).length, 1);
    });
  });

  describe("and a value that only the update knows", () => {
    /** The contracted table, with a billing mode that comes from another resource. */
    function tableWith(billingMode: string): () => void {
      return () => {
        const provider = new aws.Provider("aws", { region: "eu-central-1" });
        const topic = new aws.sns.Topic("topic", {}, { provider });
        new aws.dynamodb.Table(
          "table",
          {
            name: "MyGlobalAppTable",
            hashKey: "id",
            attributes: [{ name: "id", type: "S" }],
            billingMode: topic.arn.apply(() => billingMode),
            serverSideEncryption: { enabled: true },
            pointInTimeRecovery: { enabled: true },
            deletionProtectionEnabled: true,
            streamEnabled: true,
            streamViewType: "NEW_AND_OLD_IMAGES",
            tags: { "data-class": "application" },
            replicas: [
              {
                regionName: "us-west-2",
                pointInTimeRecovery: true,
                deletionProtectionEnabled: true,
                propagateTags: true,
              },
            ],
          },
          { provider },
        );
      };
    }

    it("say so at preview, and refuse it at the update if it is wrong", async () => {
      const stack = await judgedStack("dev", tableWith("PROVISIONED"));

      const { message, run } = await refusal(stack.previewAndUp());

      const [ofTable, ofStack, ...others] = policyMessages(run);
      assert.match(ofTable ?? "", /^dynamodb-billing-mode: .*Not known before .*\n- billingMode$/s);
      assert.match(ofStack ?? "", /dynamodb-autoscaling:\nNot known before .*\n- billingMode/s);
      assert.deepEqual(others, []);
      assert.match(message, /^dynamodb-billing-mode: .*billingMode: found PROVISIONED/ms);
      const urns = urnsIn(await stack.exportJson());
      assert.ok(urns.some((urn) => urn.endsWith("::topic")));
      assert.ok(!urns.some((urn) => urn.includes(table)), urns.join("\n"));
    });

    it("let it pass at the update if it is right", async () => {
      const stack = await judgedStack("dev", tableWith("PAY_PER_REQUEST"));

      await stack.up();

      assert.ok(urnsIn(await stack.exportJson()).some((urn) => urn.includes(table)));
    });
  });
});

async function refusal(run: Promise<Run>): Promise<EngineError> {
  let refused: unknown;
  await assert.rejects(run, (error) => {
    refused = error;
    return true;
  });
  assert.ok(refused instanceof EngineError, String(refused));
  return refused;
}

/** Without the engine's note of where it has found the policy server. */
function policyMessages({ messages }: Run): string[] {
  return messages.filter((message) => !message.startsWith("using pulumi-analyzer-policy-nodejs"));
}

function urnsIn(exported: string): string[] {
  const { deployment } = JSON.parse(exported) as {
    deployment: { resources?: { urn: string }[] };
  };
  return (deployment.resources ?? []).map(({ urn }) => urn);
}
