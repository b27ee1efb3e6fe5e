import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ConflictJournal } from "../../components/conflict-journal";
import { createRegionProviders } from "../../components/region-providers";
import { parsed, type Recording, record } from "./record";

const regions = ["us-west-2", "eu-central-1"];
const functionType = "aws:lambda/function:Function";
const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

function declareEverywhere(keyArn?: string): Promise<Recording> {
  return record(() => {
    const regionProviders = createRegionProviders(regions);
    for (const region of regions) {
      new ConflictJournal(
        `journal-${region}`,
        {
          region,
          table: {
            name: "Orders",
            hashKey: "order",
            streamArn: `arn:aws:dynamodb:${region}:123456789012:table/Orders/stream/2026`,
            ...(keyArn === undefined ? {} : { keyArn }),
          },
          code: new pulumi.asset.AssetArchive({
            "regional_app/journal.py": new pulumi.asset.StringAsset("handler = None"),
          }),
          alarmTopicArn: `arn:aws:sns:${region}:123456789012:alarms`,
        },
        { provider: regionProviders[region]! },
      );
    }
  });
}

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, unknown>>;
}

function statements(recording: Recording, region: string): Record<string, Statement> {
  const { inputs } = recording.resource("aws:iam/rolePolicy:RolePolicy", `journal-${region}`);
  const { Statement: all } = parsed(inputs, "policy") as { Statement: Statement[] };
  return Object.fromEntries(all.map((statement) => [statement.Sid, statement]));
}

describe("ConflictJournal", () => {
  it("is in every Region a function, its queue with an alarm, and one reader of the stream", async () => {
    const recording = await declareEverywhere();
    assert.deepEqual(recording.counts(), {
      "failover:index:ConflictJournal": 2,
      "aws:sqs/queue:Queue": 2,
      "aws:cloudwatch/metricAlarm:MetricAlarm": 2,
      "aws:cloudwatch/logGroup:LogGroup": 2,
      "aws:iam/role:Role": 2,
      "aws:iam/rolePolicy:RolePolicy": 2,
      [functionType]: 2,
      [mappingType]: 2,
    });
    for (const region of regions) {
      const mapping = recording.resource(mappingType, `journal-${region}`);
      assert.equal(recording.regionOf(mapping), region);
      assert.match(String(mapping.inputs.eventSourceArn), new RegExp(`:${region}:`));
    }
  });

  it("reads from the oldest record, bisects what fails, and sends what it gives up to the queue", async () => {
    const recording = await declareEverywhere();
    const { inputs } = recording.resource(mappingType, "journal-us-west-2");
    assert.equal(inputs.startingPosition, "TRIM_HORIZON");
    assert.equal(inputs.bisectBatchOnFunctionError, true);
    assert.deepEqual(inputs.functionResponseTypes, ["ReportBatchItemFailures"]);
    assert.ok(Number(inputs.maximumRetryAttempts) > 0);
    const mapping = recording.resource(mappingType, "journal-us-west-2");
    assert.deepEqual(recording.sourcesOf(mapping, "destinationConfig"), [
      "Queue journal-us-west-2",
    ]);
  });

  it("is only called for items of clients that were changed", async () => {
    const recording = await declareEverywhere();
    const { inputs } = recording.resource(mappingType, "journal-us-west-2");
    const criteria = inputs.filterCriteria as { filters: { pattern: string }[] };
    assert.deepEqual(
      criteria.filters.map(({ pattern }) => JSON.parse(pattern) as unknown),
      [
        {
          eventName: ["MODIFY"],
          dynamodb: { Keys: { order: { S: [{ prefix: "item/" }] } } },
        },
      ],
    );
  });

  it("runs the service's own package and tells it the table", async () => {
    const recording = await declareEverywhere();
    const { inputs } = recording.resource(functionType, "journal-us-west-2");
    assert.equal(inputs.handler, "regional_app.journal.handler");
    assert.deepEqual(inputs.architectures, ["arm64"]);
    assert.deepEqual(inputs.environment, {
      variables: { TABLE_NAME: "Orders", TABLE_KEY: "order" },
    });
  });

  it("may read its own Region's stream and write nothing but journal items", async () => {
    const { ReadStream, WriteJournal, KeepFailures, LocalKey, ...others } = statements(
      await declareEverywhere(),
      "us-west-2",
    );
    assert.equal(ReadStream?.Resource, "arn:aws:dynamodb:us-west-2:*:table/Orders/stream/*");
    assert.equal(WriteJournal?.Action, "dynamodb:PutItem");
    assert.deepEqual(WriteJournal.Condition?.["ForAllValues:StringLike"], {
      "dynamodb:LeadingKeys": ["conflict/*"],
    });
    assert.equal(KeepFailures?.Resource, "arn:aws:sqs:us-west-2:*:journal-us-west-2");
    assert.equal(LocalKey, undefined);
    assert.deepEqual(Object.keys(others), ["WriteLogs"]);
    for (const statement of [ReadStream, WriteJournal, KeepFailures]) {
      assert.ok(statement.Condition?.StringEquals?.["aws:ResourceAccount"]);
    }
  });

  it("may use the key of its own Region, through DynamoDB only", async () => {
    const keyArn = "arn:aws:kms:us-west-2:123456789012:key/1";
    const { LocalKey } = statements(await declareEverywhere(keyArn), "us-west-2");
    assert.equal(LocalKey?.Resource, keyArn);
    assert.deepEqual(LocalKey.Condition, {
      StringEquals: { "kms:ViaService": "dynamodb.us-west-2.amazonaws.com" },
    });
  });
});
