import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { journalPolicy } from "./journal-policies";
import { trustPolicy } from "./policy-statements";

export interface ConflictJournalArgs {
  /** The Region of everything here; the same as the inherited provider's. */
  region: string;
  table: {
    name: string;
    /** The table's hash key, a string. */
    hashKey: string;
    /** Stream of this Region's replica, with new and old images. */
    streamArn: pulumi.Input<string>;
    /** This Region's key. @default the table is not encrypted with a customer managed key */
    keyArn?: pulumi.Input<string>;
  };
  /** What the function runs, with `regional_app` at its root. */
  code: pulumi.asset.Archive;
  /** Told when something could not be journalled. */
  alarmTopicArn: pulumi.Input<string>;
}

const logRetentionDays = 30;
/** How long the service keeps what could not be journalled (SQS's maximum). */
const failureRetentionSeconds = 14 * 24 * 3600;
const timeoutSeconds = 60;
/** Streams keep records for 24 hours; a failing one must not stop its shard for all of them. */
const retryAttempts = 10;

/**
 * Keeps what last-writer-wins overwrites in one Region: a function that reads the stream of the
 * Region's replica and writes an item for each version that was overwritten without having been seen.
 *
 * It has to run in every Region, because only the Region in which a version was written sees it being
 * overwritten. What it cannot write goes to a queue, with an alarm on it.
 */
export class ConflictJournal extends pulumi.ComponentResource {
  readonly region: string;
  /** Where records are that could not be journalled. */
  readonly failureQueueUrl: pulumi.Output<string>;

  constructor(name: string, args: ConflictJournalArgs, opts?: pulumi.ComponentResourceOptions) {
    const { code: _code, ...inputs } = args;
    super("failover:index:ConflictJournal", name, inputs, opts);

    const failures = this.createFailureQueue(name, args);
    const journal = this.createFunction(name, args);
    this.readStream(name, args, journal, failures);

    this.region = args.region;
    this.failureQueueUrl = failures.url;
    this.registerOutputs({ region: this.region, failureQueueUrl: this.failureQueueUrl });
  }

  private createFailureQueue(name: string, { alarmTopicArn }: ConflictJournalArgs): aws.sqs.Queue {
    const queue = new aws.sqs.Queue(
      name,
      { name, messageRetentionSeconds: failureRetentionSeconds, sqsManagedSseEnabled: true },
      { parent: this },
    );
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription: "Versions that were overwritten could not be journalled.",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: queue.name },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 60,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [alarmTopicArn],
        okActions: [alarmTopicArn],
      },
      { parent: this },
    );
    return queue;
  }

  private createFunction(
    name: string,
    { region, table, code }: ConflictJournalArgs,
  ): aws.lambda.Function {
    const logGroupName = `/aws/lambda/${name}`;
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: logGroupName, retentionInDays: logRetentionDays },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      { assumeRolePolicy: trustPolicy("lambda.amazonaws.com") },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.id,
        policy: pulumi
          .output(table.keyArn)
          .apply((keyArn) =>
            journalPolicy(region, table.name, { queueName: name, logGroupName, keyArn }),
          ),
      },
      { parent: this },
    );
    return new aws.lambda.Function(
      name,
      {
        name,
        description: `Keeps what is overwritten unseen in ${table.name}`,
        role: role.arn,
        runtime: aws.lambda.Runtime.Python3d13,
        architectures: ["arm64"],
        handler: "regional_app.journal.handler",
        code,
        timeout: timeoutSeconds,
        memorySize: 256,
        environment: { variables: { TABLE_NAME: table.name, TABLE_KEY: table.hashKey } },
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      },
      { parent: this, dependsOn: [policy] },
    );
  }

  private readStream(
    name: string,
    { table }: ConflictJournalArgs,
    journal: aws.lambda.Function,
    failures: aws.sqs.Queue,
  ): void {
    new aws.lambda.EventSourceMapping(
      name,
      {
        eventSourceArn: table.streamArn,
        functionName: journal.arn,
        // From where the last reader stopped, or nothing that happened before would be journalled.
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: retryAttempts,
        functionResponseTypes: ["ReportBatchItemFailures"],
        destinationConfig: { onFailure: { destinationArn: failures.arn } },
        filterCriteria: { filters: [{ pattern: overwrittenItems(table.hashKey) }] },
      },
      { parent: this },
    );
  }
}

/** Heartbeats, switches and the journal itself are not replicated state that anybody could lose. */
function overwrittenItems(hashKey: string): string {
  return JSON.stringify({
    eventName: ["MODIFY"],
    dynamodb: { Keys: { [hashKey]: { S: [{ prefix: "item/" }] } } },
  });
}
