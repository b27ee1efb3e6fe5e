import { property } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import { advice, stackRule } from "../rule";
import { nothing } from "../slice";
import * as types from "../types";

const namespaceOfDynamodb = "AWS/DynamoDB";

export const cloudwatchReplicationSilence = stackRule({
  name: "cloudwatch-replication-silence",
  level: "advisory",
  appliesTo: [types.metricAlarm],
  description: "Where replication latency is watched, silence is watched too.",
  why: "Latency is measured when a change arrives, and alarms on AWS/DynamoDB ignore missing data whatever is asked of them: they stay OK exactly when replication has stopped.",
  fix: 'Publish a metric of your own, such as the age of the newest change that has arrived, and alarm on it with treatMissingData: "breaching".',
  slice: nothing,
  judge: ({ links }) => {
    const alarms = links.ofType(types.metricAlarm);
    return alarms.some(watchesSilence)
      ? []
      : alarms
          .filter(watchesLatency)
          .map(({ urn }) => advice("nothing in this stack notices that replication stopped", urn));
  },
});

function watchesLatency({ inputs }: DeclaredResource): boolean {
  return (
    property(inputs, "namespace") === namespaceOfDynamodb &&
    property(inputs, "metricName") === "ReplicationLatency"
  );
}

function watchesSilence({ inputs }: DeclaredResource): boolean {
  return (
    property(inputs, "namespace") !== namespaceOfDynamodb &&
    property(inputs, "treatMissingData") === "breaching"
  );
}
