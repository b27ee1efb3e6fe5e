import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ReplicationAlarmsArgs {
  /**
   * Global tables with EVENTUAL consistency, by physical name, and whether the service keeps its
   * heartbeats in them: only there somebody measures the replica's age.
   */
  tables: { name: string; hasHeartbeats: boolean }[];
  /** The Region that these alarms watch from; the same as the inherited provider's. */
  region: string;
  /** The Regions of the tables' other replicas, in any order. */
  peerRegions: string[];
  /** Replication lag, in seconds, above which somebody is told. */
  rpoSeconds: number;
}

/** Namespace and name of the service's own metric: the age of the newest change seen of a peer. */
export const replicaAgeMetric = {
  namespace: "RegionalFailover",
  name: "ReplicaAgeSeconds",
} as const;

const periodSeconds = 60;
const periodsToAlarm = 3;

/**
 * What one Region can see of replication with each of its peers. Deployed in every Region, the
 * alarms cover every ordered pair of Regions.
 *
 * Latency alone is not enough. AWS measures it when a change *arrives*, and an alarm on an
 * AWS/DynamoDB metric ignores missing data whatever is asked of it, so it stays OK exactly when
 * replication has stopped. The second alarm is on a metric that the service publishes itself, and
 * treats silence as a breach.
 *
 * Nobody is told until somebody subscribes to the topic.
 */
export class ReplicationAlarms extends pulumi.ComponentResource {
  readonly region: string;
  /** The topic of this Region's alarms. */
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: ReplicationAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover:index:ReplicationAlarms", name, args, opts);

    // Not encrypted with the AWS managed key: CloudWatch may not use it, and alarms would be lost.
    const topic = new aws.sns.Topic(name, {}, { parent: this });
    for (const peer of args.peerRegions) {
      for (const table of args.tables) {
        this.createLatencyAlarm(`${name}-${table.name}-to-${peer}`, table.name, peer, args, topic);
        if (table.hasHeartbeats) {
          this.createAgeAlarm(
            `${name}-${table.name}-age-of-${peer}`,
            table.name,
            peer,
            args,
            topic,
          );
        }
      }
    }

    this.region = args.region;
    this.topicArn = topic.arn;
    this.registerOutputs({ region: this.region, topicArn: this.topicArn });
  }

  /** From this Region to the peer: the metric belongs to the Region that a change comes from. */
  private createLatencyAlarm(
    name: string,
    tableName: string,
    peer: string,
    args: ReplicationAlarmsArgs,
    topic: aws.sns.Topic,
  ): void {
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription: `Changes of ${tableName} made in ${args.region} take more than ${args.rpoSeconds} s to appear in ${peer}.`,
        namespace: "AWS/DynamoDB",
        metricName: "ReplicationLatency",
        dimensions: { TableName: tableName, ReceivingRegion: peer },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: args.rpoSeconds * 1000,
        ...this.timing(topic),
      },
      { parent: this },
    );
  }

  /** From the peer to this Region, as this Region's tasks see it; silence is a breach. */
  private createAgeAlarm(
    name: string,
    tableName: string,
    peer: string,
    args: ReplicationAlarmsArgs,
    topic: aws.sns.Topic,
  ): void {
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription: `The replica of ${tableName} in ${args.region} is more than ${args.rpoSeconds} s behind ${peer}, or nobody has measured it.`,
        namespace: replicaAgeMetric.namespace,
        metricName: replicaAgeMetric.name,
        dimensions: {
          TableName: tableName,
          Region: args.region,
          SourceRegion: peer,
        },
        // The age grows between two heartbeats; its smallest value in a period is the lag itself.
        statistic: "Minimum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: args.rpoSeconds,
        treatMissingData: "breaching",
        ...this.timing(topic),
      },
      { parent: this },
    );
  }

  private timing(topic: aws.sns.Topic) {
    return {
      period: periodSeconds,
      evaluationPeriods: periodsToAlarm,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    };
  }
}
