import * as fs from "node:fs";
import * as path from "node:path";
import type { DeclaredStack } from "../../declared/declared-stack";

/**
 * Samples in `fixtures/` are what Pulumi CLI 3.259.0 printed of a small program against a stand-in for
 * AWS, without times and source positions: a component with a topic, an alarm on it and a role, by an
 * explicit provider; a topic by the default provider.
 */
export function sampleText(name: string): string {
  return fs.readFileSync(path.join(__dirname, "fixtures", `${name}.json`), "utf8");
}

export function sample(name: string): Record<string, unknown> {
  return JSON.parse(sampleText(name)) as Record<string, unknown>;
}

/** Type, name and Region of everything, in order of names. */
export function placesIn({ resources }: DeclaredStack): string[] {
  return resources
    .map(({ type, name, region }) => `${name}: ${type} in ${region ?? "no Region"}`)
    .sort();
}

/** Where the sample program's resources are. */
export const placesOfSample = [
  "home: aws:sns/topic:Topic in eu-central-1",
  "west-alarm: aws:cloudwatch/metricAlarm:MetricAlarm in us-west-2",
  "west-role: aws:iam/role:Role in no Region",
  "west-topic: aws:sns/topic:Topic in us-west-2",
  "west: sample:index:Site in us-west-2",
];
