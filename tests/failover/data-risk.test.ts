import { strict as assert } from "node:assert";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import { judgeDataRisk } from "../../failover/data-risk";
import type { Judgement } from "../../failover/judgement";
import { declare, from } from "./reading/declare";

const sites = ["us-east-1", "us-west-2"];
const cases = [
  { failed: [], answer: "us-east-1" },
  { failed: ["us-east-1"], answer: "us-west-2" },
  { failed: ["us-west-2"], answer: "us-east-1" },
  { failed: sites, answer: "us-east-1" },
];

function table(inputs: DeclaredInputs = {}, others: Partial<DeclaredResource> = {}) {
  return declare(
    "aws:dynamodb/table:Table",
    "orders",
    { name: "Orders", replicas: [{ regionName: "us-west-2" }], ...inputs },
    { region: "us-east-1", ...others },
  );
}

function latency(source: string, destination: string, inputs: DeclaredInputs = {}) {
  return declare(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    `latency-${source}-${destination}`,
    {
      namespace: "AWS/DynamoDB",
      metricName: "ReplicationLatency",
      dimensions: { TableName: "Orders", ReceivingRegion: destination },
      statistic: "Average",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5000,
      ...inputs,
    },
    { region: source },
  );
}

function silence(source: string, destination: string, inputs: DeclaredInputs = {}) {
  return declare(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    `silence-${source}-${destination}`,
    {
      namespace: "Shop",
      metricName: "Age",
      dimensions: { Table: "Orders", Region: destination, SourceRegion: source },
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
      treatMissingData: "breaching",
      ...inputs,
    },
    { region: destination },
  );
}

const [east, west] = ["us-east-1", "us-west-2"] as const;
const allAlarms = () => [
  latency(east, west),
  latency(west, east),
  silence(east, west),
  silence(west, east),
];

function judge(...resources: DeclaredResource[]): Judgement {
  return judgeDataRisk(resources, new Links(resources), sites, cases, 5);
}

function because(...resources: DeclaredResource[]): string[] {
  return judge(...resources).counterexamples.map((each) => each.because);
}

describe("data at risk (F5)", () => {
  it("is watched, not bounded, with both alarms for every ordered pair", () => {
    assert.deepEqual(judge(table(), ...allAlarms()), {
      holds: true,
      reason: "Orders: watched, not bounded",
      unknown: [],
      counterexamples: [],
    });
  });

  it("is none in STRONG tables", () => {
    const strong = table({ replicas: [{ regionName: "us-west-2", consistencyMode: "STRONG" }] });
    const { holds, reason } = judge(strong);
    assert.deepEqual([holds, reason], [true, "no data at risk in Orders"]);
  });

  it("is not judged without a table that several sites hold", () => {
    for (const resources of [
      [],
      [table({ replicas: [] })],
      [table({ replicas: [{ regionName: "ap-south-1" }] })],
    ]) {
      const { holds, reason } = judge(...resources);
      assert.equal(holds, null);
      assert.match(reason!, /^no table with replicas in several of the sites/);
    }
  });

  it("counts replicas that are resources of their own", () => {
    const separate = table({ replicas: [] });
    const replica = declare(
      "aws:dynamodb/tableReplica:TableReplica",
      "replica",
      { globalTableArn: computed },
      { region: west, ...from({ globalTableArn: [separate] }) },
    );
    assert.equal(because(separate, replica).length, 4);
  });

  it("leaves replicas outside the sites alone", () => {
    const wide = table({ replicas: [{ regionName: west }, { regionName: "ap-south-1" }] });
    assert.equal(judge(wide, ...allAlarms()).holds, true);
  });

  it("is refuted once for each alarm of a pair that is missing, with the loss that it matters in", () => {
    for (const missing of allAlarms()) {
      const rest = allAlarms().filter(({ name }) => name !== missing.name);
      const { holds, counterexamples } = judge(table(), ...rest);
      assert.equal(holds, false);
      const [source, destination] = missing.name.includes("us-east-1-us-west-2")
        ? [east, west]
        : [west, east];
      assert.deepEqual(
        counterexamples.map(({ failed, answer }) => [failed, answer]),
        [[[source], destination]],
      );
      assert.match(
        counterexamples[0]!.because,
        missing.name.startsWith("latency")
          ? new RegExp(
              `^nobody is told how late changes of Orders made in ${source} appear in ${destination}`,
            )
          : new RegExp(
              `^nobody is told when changes of Orders made in ${source} stop to appear in ${destination}`,
            ),
      );
    }
  });

  for (const [what, alarm, words] of [
    [
      "a higher threshold",
      latency(east, west, { threshold: 30000 }),
      /alarms above 30 s, and the objective is 5 s/,
    ],
    [
      "a threshold below",
      latency(east, west, { comparisonOperator: "LessThanThreshold" }),
      /does not alarm above a threshold/,
    ],
    [
      "a count of latencies",
      latency(east, west, { statistic: "SampleCount" }),
      /the SampleCount of latencies/,
    ],
    [
      "actions switched off",
      latency(east, west, { actionsEnabled: false }),
      /its actions switched off/,
    ],
    [
      "missing data ignored",
      silence(east, west, { treatMissingData: "ignore" }),
      /does not take missing data as breaching/,
    ],
    [
      "missing data left alone",
      silence(east, west, { treatMissingData: "" }),
      /does not take missing data as breaching/,
    ],
  ] as const) {
    it(`is not watched by an alarm with ${what}`, () => {
      const rest = allAlarms().filter(({ name }) => name !== alarm.name);
      const found = because(table(), alarm, ...rest);
      assert.equal(found.length, 1);
      assert.match(found[0]!, words);
    });
  }

  it("takes no alarm on AWS/DynamoDB for silence, whatever it says of missing data", () => {
    const rest = allAlarms().filter(({ name }) => name !== silence(east, west).name);
    const pretender = silence(east, west, { namespace: "AWS/DynamoDB" });
    assert.equal(because(table(), pretender, ...rest).length, 1);
  });

  it("takes no alarm on another table, another Region or the way back", () => {
    const other = { dimensions: { TableName: "Others", ReceivingRegion: west } };
    for (const wrong of [latency(east, west, other), latency(east, "eu-central-1")]) {
      const rest = allAlarms().filter(({ name }) => name !== latency(east, west).name);
      assert.equal(because(table(), wrong, ...rest).length, 1);
    }
    const withoutForward = allAlarms().filter(({ name }) => !name.endsWith("us-east-1-us-west-2"));
    assert.equal(because(table(), ...withoutForward).length, 2);
  });

  it("follows a table's name by property where it is not known yet", () => {
    const unnamed = table({ name: computed });
    const dimensions = { TableName: computed, ReceivingRegion: west };
    const alarm = latency(east, west, { dimensions });
    alarm.propertyDependencies["dimensions"] = [unnamed.urn];
    const found = judge(unnamed, alarm);
    assert.equal(found.reason, "orders: watched, not bounded");
    assert.ok(
      !found.counterexamples.some((each) =>
        /^nobody is told how late .* us-west-2: /.test(each.because),
      ),
    );
  });

  for (const [what, alarm] of [
    [
      "the receiving Region",
      latency(east, west, { dimensions: { TableName: "Orders", ReceivingRegion: computed } }),
    ],
    ["the metric", latency(east, west, { metricName: computed })],
    ["the threshold", latency(east, west, { threshold: computed })],
    ["the dimensions", silence(east, west, { dimensions: computed })],
    ["what missing data is taken for", silence(east, west, { treatMissingData: computed })],
    ["whether actions are enabled", silence(east, west, { actionsEnabled: computed })],
  ] as const) {
    it(`is not known where an alarm hides ${what}`, () => {
      const rest = allAlarms().filter(({ name }) => name !== alarm.name);
      const { holds, unknown, counterexamples } = judge(table(), alarm, ...rest);
      assert.deepEqual([holds, unknown.length, counterexamples.length], [false, 1, 0]);
    });
  }

  it("reads alarms on one metric among queries, and not what they are combined to", () => {
    const rest = allAlarms().filter(({ name }) => name !== latency(east, west).name);
    const query = (...others: DeclaredInputs[]) =>
      latency(east, west, {
        namespace: null,
        metricName: null,
        dimensions: null,
        metricQueries: [
          {
            id: "m",
            metric: {
              namespace: "AWS/DynamoDB",
              metricName: "ReplicationLatency",
              dimensions: { TableName: "Orders", ReceivingRegion: west },
            },
          },
          ...others,
        ],
      });
    assert.equal(judge(table(), query(), ...rest).holds, true);
    const combined = judge(table(), query({ id: "e", expression: "FILL(m, 0)" }), ...rest);
    assert.deepEqual([combined.holds, combined.unknown.length], [false, 1]);
  });

  it("is not known where replicas, their Regions or their consistency are not", () => {
    for (const replicas of [
      computed,
      [{ regionName: computed }],
      [{ regionName: west, consistencyMode: computed }],
    ]) {
      const { holds, unknown } = judge(table({ replicas }), ...allAlarms());
      assert.deepEqual([holds, unknown.length], [false, 1]);
    }
  });
});
