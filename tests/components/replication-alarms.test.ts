import assert from "node:assert/strict";
import { createRegionProviders } from "../../components/region-providers";
import { ReplicationAlarms } from "../../components/replication-alarms";
import { type Recording, record } from "./record";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const topicType = "aws:sns/topic:Topic";
const regions = ["us-west-2", "eu-central-1", "ap-south-1"];

/** What is alarmed on, as `where: metric from -> to`. */
function watched(recording: Recording): string[] {
  return recording
    .ofType(alarmType)
    .map((alarm) => {
      const region = String(recording.regionOf(alarm));
      const dimensions = alarm.inputs.dimensions as Record<string, string>;
      const [from, to] =
        alarm.inputs.metricName === "ReplicationLatency"
          ? [region, dimensions.ReceivingRegion]
          : [dimensions.SourceRegion, dimensions.Region];
      return `${region}: ${String(alarm.inputs.metricName)} ${dimensions.TableName} ${from} -> ${to}`;
    })
    .sort();
}

function declareEverywhere(tables = [{ name: "Orders", hasHeartbeats: true }]): Promise<Recording> {
  return record(() => {
    const regionProviders = createRegionProviders(regions);
    for (const region of regions) {
      const peerRegions = regions.filter((peer) => peer !== region);
      new ReplicationAlarms(
        `watch-${region}`,
        { tables, region, peerRegions, rpoSeconds: 7 },
        { provider: regionProviders[region]! },
      );
    }
  });
}

describe("ReplicationAlarms", () => {
  it("watches latency and silence for every ordered pair of Regions", async () => {
    const recording = await declareEverywhere();
    const expected = regions.flatMap((from) =>
      regions
        .filter((to) => to !== from)
        .flatMap((to) => [
          `${from}: ReplicationLatency Orders ${from} -> ${to}`,
          `${to}: ReplicaAgeSeconds Orders ${from} -> ${to}`,
        ]),
    );
    assert.deepEqual(watched(recording), expected.sort());
  });

  it("has one topic in each Region, which only that Region's alarms use", async () => {
    const recording = await declareEverywhere();
    assert.deepEqual(
      recording.ofType(topicType).map((topic) => recording.regionOf(topic)),
      regions,
    );
    for (const alarm of recording.ofType(alarmType)) {
      const own = [`Topic watch-${String(recording.regionOf(alarm))}`];
      assert.deepEqual(recording.sourcesOf(alarm, "alarmActions"), own);
      assert.deepEqual(recording.sourcesOf(alarm, "okActions"), own);
    }
  });

  it("compares latency, in milliseconds, and age, in seconds, with the objective", async () => {
    const recording = await declareEverywhere();
    const latency = recording.resource(alarmType, "watch-us-west-2-Orders-to-ap-south-1").inputs;
    assert.equal(latency.namespace, "AWS/DynamoDB");
    assert.equal(latency.statistic, "Maximum");
    assert.equal(latency.threshold, 7000);
    assert.equal(latency.comparisonOperator, "GreaterThanThreshold");
    const age = recording.resource(alarmType, "watch-us-west-2-Orders-age-of-ap-south-1").inputs;
    assert.equal(age.namespace, "RegionalFailover");
    assert.equal(age.statistic, "Minimum");
    assert.equal(age.threshold, 7);
  });

  it("treats silence of the service's own metric as a breach, and does not pretend to for AWS's", async () => {
    const recording = await declareEverywhere();
    for (const { inputs } of recording.ofType(alarmType)) {
      const expected = inputs.metricName === "ReplicaAgeSeconds" ? "breaching" : undefined;
      assert.equal(inputs.treatMissingData, expected);
    }
  });

  it("has no alarm on an age that nobody measures", async () => {
    const recording = await declareEverywhere([
      { name: "Orders", hasHeartbeats: true },
      { name: "Archive", hasHeartbeats: false },
    ]);
    const archive = watched(recording).filter((alarm) => alarm.includes("Archive"));
    assert.equal(archive.length, 6);
    assert.ok(archive.every((alarm) => alarm.includes("ReplicationLatency")));
  });
});
