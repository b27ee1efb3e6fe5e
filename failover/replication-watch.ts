import { dictionary, items, numeric, property } from "../contract/declared-fields";
import type { DeclaredResource } from "../declared/declared-resource";
import type { Links, LinkTarget } from "../declared/links";
import { type Declared, input, isUnknown } from "./reading/values";
import type { Unknown } from "./topology";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const tables: LinkTarget = {
  types: ["aws:dynamodb/table:Table"],
  namedBy: ["name", "id"],
};

/** Changes made at the source, as they appear at the destination. */
export interface Pair {
  source: string;
  destination: string;
}

interface WatchedTable {
  urn: string;
  /** The physical name where it is known. */
  label: string;
}

interface Verdict {
  /** What is not watched, in words. */
  lacks: string[];
  unclear: Unknown[];
}

/** A metric that an alarm is on, one of several where the alarm combines them. */
interface Metric {
  namespace: Declared;
  name: Declared;
  dimensions: Declared;
  /** It is combined with others in an expression. */
  isCombined: boolean;
}

interface ReadAlarm {
  resource: DeclaredResource;
  metrics: Metric[];
}

/** The alarms that watch replication. */
export class ReplicationWatch {
  private readonly alarms: ReadAlarm[];

  constructor(
    private readonly links: Links,
    private readonly rpoSeconds: number,
  ) {
    this.alarms = links
      .ofType(alarmType)
      .map((resource) => ({ resource, metrics: readMetrics(resource) }));
  }

  judge(table: WatchedTable, pair: Pair): Verdict {
    const verdict: Verdict = { lacks: [], unclear: [] };
    this.addBest(
      verdict,
      this.alarms.map((alarm) => this.latencyFault(alarm, table, pair)),
      `nobody is told how late changes of ${table.label} made in ${pair.source} appear in ` +
        `${pair.destination}: ${pair.source} has no alarm on ReplicationLatency with ` +
        `ReceivingRegion ${pair.destination}`,
    );
    this.addBest(
      verdict,
      this.alarms.map((alarm) => this.silenceFault(alarm, table, pair)),
      `nobody is told when changes of ${table.label} made in ${pair.source} stop to appear in ` +
        `${pair.destination}: ${pair.destination} has no alarm on a metric of its own with a ` +
        `dimension ${pair.source} for which missing data is breaching`,
    );
    return verdict;
  }

  /** One good alarm is enough; otherwise the one that comes closest says why. */
  private addBest(verdict: Verdict, faults: Fault[], nothing: string): void {
    if (faults.includes("none")) {
      return;
    }
    const unclear = faults.filter((fault) => typeof fault === "object" && "unknown" in fault);
    const wrong = faults.filter((fault) => typeof fault === "object" && "wrong" in fault);
    if (unclear.length > 0) {
      verdict.unclear.push(...unclear.map(({ unknown }) => unknown));
    } else {
      verdict.lacks.push(wrong[0]?.wrong ?? nothing);
    }
  }

  private latencyFault(alarm: ReadAlarm, table: WatchedTable, pair: Pair): Fault {
    const { resource } = alarm;
    const metric = alarm.metrics.find(
      ({ namespace, name }) => namespace === "AWS/DynamoDB" && name === "ReplicationLatency",
    );
    if (metric === undefined || resource.region !== pair.source) {
      return hiddenMetric(alarm, pair.source);
    }
    const ofTable = this.isOfTable(resource, property(metric.dimensions, "TableName"), table);
    const receiver = property(metric.dimensions, "ReceivingRegion");
    if (ofTable === "no" || (!isUnknown(receiver) && receiver !== pair.destination)) {
      return "other";
    }
    if (ofTable === "unknown" || isUnknown(receiver) || metric.isCombined) {
      return unclear(resource, "what exactly it measures cannot be seen");
    }
    return this.latencyThresholdFault(resource, table, pair);
  }

  private latencyThresholdFault(alarm: DeclaredResource, table: WatchedTable, pair: Pair): Fault {
    const about = `the alarm ${alarm.name} on changes of ${table.label} from ${pair.source} to ${pair.destination}`;
    const muted = mutedFault(alarm, about);
    if (muted !== undefined) {
      return muted;
    }
    const threshold = numeric(input(alarm, "threshold"));
    const [comparison, statistic] = [input(alarm, "comparisonOperator"), input(alarm, "statistic")];
    if ([threshold, comparison, statistic].some(isUnknown)) {
      return unclear(alarm, "its threshold cannot be seen");
    }
    if (typeof threshold !== "number" || !/^Greater/.test(textOf(comparison))) {
      return { wrong: `${about} does not alarm above a threshold` };
    }
    if (statistic === "SampleCount" || statistic === "Sum") {
      return { wrong: `${about} looks at the ${statistic} of latencies, which is not a latency` };
    }
    return threshold <= this.rpoSeconds * 1000
      ? "none"
      : {
          wrong: `${about} alarms above ${threshold / 1000} s, and the objective is ${this.rpoSeconds} s`,
        };
  }

  private silenceFault(alarm: ReadAlarm, table: WatchedTable, pair: Pair): Fault {
    const { resource, metrics } = alarm;
    const metric = metrics.find(({ namespace }) => namespace !== "AWS/DynamoDB");
    if (metric === undefined) {
      return "other";
    }
    const dimensions = dictionary(metric.dimensions);
    if (isUnknown(metric.namespace)) {
      return hiddenMetric(alarm, pair.destination);
    }
    if (isUnknown(dimensions)) {
      return resource.region === pair.destination
        ? unclear(resource, "what exactly it measures cannot be seen")
        : "other";
    }
    if (!isDirected(dimensions, resource.region, pair)) {
      return "other";
    }
    const ofTable = Object.values(dimensions).map((value) =>
      this.isOfTable(resource, value, table),
    );
    if (!ofTable.includes("yes")) {
      return ofTable.includes("unknown")
        ? unclear(resource, "what exactly it measures cannot be seen")
        : "other";
    }
    const about = `the alarm ${resource.name} on changes of ${table.label} from ${pair.source} to ${pair.destination}`;
    const missing = input(resource, "treatMissingData") ?? "missing";
    if (isUnknown(missing) || metric.isCombined) {
      return unclear(resource, "what it takes missing data for cannot be seen");
    }
    return missing === "breaching"
      ? (mutedFault(resource, about) ?? "none")
      : { wrong: `${about} does not take missing data as breaching, so that silence is not told` };
  }

  private isOfTable(
    alarm: DeclaredResource,
    name: Declared,
    table: WatchedTable,
  ): "yes" | "no" | "unknown" {
    if (name === table.label) {
      return "yes";
    }
    const property_ = input(alarm, "dimensions") === undefined ? "metricQueries" : "dimensions";
    const link = this.links.follow(alarm, property_, name, tables);
    if (link.leadsTo === "resource") {
      return link.resource.urn === table.urn ? "yes" : "no";
    }
    return isUnknown(name) ? "unknown" : "no";
  }
}

/** `other`: the alarm is about something else. */
type Fault = "none" | "other" | { wrong: string } | { unknown: Unknown };

function unclear(alarm: DeclaredResource, reason: string): Fault {
  return {
    unknown: { subject: `alarm ${alarm.name} in ${alarm.region ?? "some Region"}`, reason },
  };
}

/** An alarm about nobody knows what, in the Region where the missing one would be. */
function hiddenMetric({ resource, metrics }: ReadAlarm, region: string): Fault {
  const isHidden = metrics.some(({ namespace, name }) => isUnknown(namespace) || isUnknown(name));
  return isHidden && (resource.region ?? region) === region
    ? unclear(resource, "which metric it watches cannot be seen")
    : "other";
}

function mutedFault(alarm: DeclaredResource, about: string): Fault | undefined {
  const enabled = input(alarm, "actionsEnabled") ?? true;
  if (isUnknown(enabled)) {
    return unclear(alarm, "whether its actions are enabled cannot be seen");
  }
  return enabled === true || enabled === "true"
    ? undefined
    : { wrong: `${about} has its actions switched off, so that it tells nobody` };
}

/** Measured where changes arrive, or with dimensions that say from where to where. */
function isDirected(
  dimensions: Record<string, Declared>,
  alarmRegion: string | undefined,
  { source, destination }: Pair,
): boolean {
  const keysOf = (value: string) =>
    Object.keys(dimensions).filter((key) => dimensions[key] === value);
  return alarmRegion === destination
    ? keysOf(source).some((key) => !/receiv|dest|target/i.test(key))
    : keysOf(source).some((key) => /source/i.test(key)) && keysOf(destination).length > 0;
}

function readMetrics(alarm: DeclaredResource): Metric[] {
  if (input(alarm, "metricQueries") === undefined) {
    return [
      {
        namespace: input(alarm, "namespace"),
        name: input(alarm, "metricName"),
        dimensions: input(alarm, "dimensions"),
        isCombined: false,
      },
    ];
  }
  const queries = items(input(alarm, "metricQueries"));
  if (isUnknown(queries)) {
    return [{ namespace: queries, name: queries, dimensions: queries, isCombined: true }];
  }
  return queries.flatMap((query) => {
    const metric = property(query, "metric");
    return metric === undefined
      ? []
      : [
          {
            namespace: property(metric, "namespace"),
            name: property(metric, "metricName"),
            dimensions: property(metric, "dimensions"),
            isCombined: queries.length > 1,
          },
        ];
  });
}

function textOf(value: Declared): string {
  return typeof value === "string" ? value : "";
}
