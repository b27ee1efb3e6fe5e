import { numeric, property } from "../../contract/declared-fields";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import type { AlarmCheck, Observed } from "../topology";
import { leafTypes } from "./leaf-types";
import type { Leaves } from "./leaves";
import { type Declared, input, untilUpdate } from "./values";

const alarms: LinkTarget = {
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  namedBy: ["name", "id"],
};
/** What a dimension can name: load balancers by the end of their ARN, instances by their id. */
const measured: LinkTarget = { types: [...leafTypes.keys()], namedBy: ["arnSuffix", "name", "id"] };

/**
 * Metrics that are certain to show that nothing answers at an endpoint, with what they show then and
 * otherwise (Elastic Load Balancing and EC2 user guides).
 */
const metricsOfFailure = [
  { namespace: "AWS/ApplicationELB", metric: "HealthyHostCount", failing: 0, working: Infinity },
  { namespace: "AWS/NetworkELB", metric: "HealthyHostCount", failing: 0, working: Infinity },
  { namespace: "AWS/ELB", metric: "HealthyHostCount", failing: 0, working: Infinity },
  { namespace: "AWS/EC2", metric: "StatusCheckFailed", failing: 1, working: 0 },
];

const dimensionsOfEndpoints = ["LoadBalancer", "LoadBalancerName", "InstanceId"];

/** What a check of type CLOUDWATCH_METRIC follows. */
export class AlarmReader {
  constructor(
    private readonly links: Links,
    private readonly leaves: Leaves,
  ) {}

  read(check: DeclaredResource): Pick<AlarmCheck, "observes" | "periodSeconds" | "dataPoints"> {
    const alarm = this.findAlarm(check);
    if (typeof alarm === "string") {
      return { observes: unknown(alarm), periodSeconds: undefined, dataPoints: undefined };
    }
    return {
      observes: this.observed(check, alarm),
      periodSeconds: number(input(alarm, "period")),
      dataPoints: number(input(alarm, "datapointsToAlarm") ?? input(alarm, "evaluationPeriods")),
    };
  }

  /** @returns Why there is none, as a text. */
  private findAlarm(check: DeclaredResource): DeclaredResource | string {
    const name = input(check, "cloudwatchAlarmName");
    const region = input(check, "cloudwatchAlarmRegion");
    const link = this.links.follow(check, "cloudwatchAlarmName", name, alarms);
    switch (link.leadsTo) {
      case "resource":
        return region instanceof UnknownValue || link.resource.region === region
          ? link.resource
          : "it names an alarm of another Region than the one that it asks";
      case "several": {
        // The same name may stand for an alarm in each Region.
        const [alarm, ...others] = link.resources.filter((each) => each.region === region);
        return alarm !== undefined && others.length === 0
          ? alarm
          : "which of several alarms it follows is not known";
      }
      case "elsewhere":
        return "its alarm is not declared in any of the given files";
      case "unknown":
        return `which alarm it follows is ${untilUpdate}`;
      case "nothing":
        return "it names no alarm";
    }
  }

  private observed(check: DeclaredResource, alarm: DeclaredResource): Observed {
    const endpoint = this.measuredEndpoint(alarm);
    if (endpoint === undefined) {
      return unknown(`what the alarm ${alarm.name} measures cannot be followed to one endpoint`);
    }
    if (!showsFailure(alarm)) {
      return unknown(
        `the alarm ${alarm.name} does not show for certain that its endpoint answers nothing; ` +
          "an alarm on HealthyHostCount or StatusCheckFailed would",
      );
    }
    const missing = input(alarm, "treatMissingData") ?? "missing";
    const insufficient = input(check, "insufficientDataHealthStatus");
    if (insufficient !== "Unhealthy" || (missing !== "missing" && missing !== "breaching")) {
      return unknown(
        `when its Region is away the alarm ${alarm.name} has no data, and the check then counts as ` +
          "unhealthy only with insufficientDataHealthStatus Unhealthy and missing data left missing",
      );
    }
    return { kind: "endpoint", endpoint };
  }

  private measuredEndpoint(alarm: DeclaredResource): string | undefined {
    const dimensions = input(alarm, "dimensions");
    const name =
      dimensions instanceof UnknownValue
        ? dimensions
        : dimensionsOfEndpoints
            .map((key) => property(dimensions, key))
            .find((value) => value !== undefined);
    const link = this.links.follow(alarm, "dimensions", name, measured);
    if (link.leadsTo !== "resource" && link.leadsTo !== "several") {
      return undefined;
    }
    const found = link.leadsTo === "resource" ? [link.resource] : link.resources;
    const [leaf, ...others] = this.leaves
      .among(found)
      .filter(({ region }) => region === alarm.region);
    return leaf === undefined || others.length > 0 ? undefined : this.leaves.ofResource(leaf);
  }
}

function showsFailure(alarm: DeclaredResource): boolean {
  const metric = metricsOfFailure.find(
    ({ namespace, metric }) =>
      input(alarm, "namespace") === namespace && input(alarm, "metricName") === metric,
  );
  const threshold = number(input(alarm, "threshold"));
  if (metric === undefined || threshold === undefined) {
    return false;
  }
  const isBreach = breaches.get(input(alarm, "comparisonOperator"));
  return (
    isBreach !== undefined &&
    isBreach(metric.failing, threshold) &&
    !isBreach(metric.working, threshold)
  );
}

const breaches: ReadonlyMap<Declared, (value: number, threshold: number) => boolean> = new Map([
  ["LessThanThreshold", (value, threshold) => value < threshold],
  ["LessThanOrEqualToThreshold", (value, threshold) => value <= threshold],
  ["GreaterThanThreshold", (value, threshold) => value > threshold],
  ["GreaterThanOrEqualToThreshold", (value, threshold) => value >= threshold],
]);

function number(value: Declared): number | undefined {
  const read = numeric(value);
  return typeof read === "number" ? read : undefined;
}

function unknown(reason: string): Observed {
  return { kind: "unknown", reason };
}
