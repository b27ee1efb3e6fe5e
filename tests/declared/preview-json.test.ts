import { strict as assert } from "node:assert";
import { computed, secret } from "../../declared/declared-resource";
import type { DeclaredStack } from "../../declared/declared-stack";
import { readPreview } from "../../declared/preview-json";
import { UnreadableDeclarationError } from "../../declared/unreadable-declaration";
import { placesIn, placesOfSample, sample } from "./samples";

const site = "urn:pulumi:dev::sample::sample:index:Site::west";
const part = (typeAndName: string) =>
  `urn:pulumi:dev::sample::sample:index:Site$aws:${typeAndName}`;
const alarmUrn = part("cloudwatch/metricAlarm:MetricAlarm::west-alarm");
const topicUrn = part("sns/topic:Topic::west-topic");

describe("readPreview", () => {
  const resourceOf = ({ resources }: DeclaredStack, urn: string) =>
    resources.find((resource) => resource.urn === urn) ?? assert.fail(`${urn} is missing`);
  const namesIn = ({ resources }: DeclaredStack) => resources.map(({ name }) => name).sort();
  const refuses = (document: Record<string, unknown>, reason: RegExp) => {
    assert.throws(() => readPreview(document), {
      name: UnreadableDeclarationError.name,
      message: reason,
    });
  };

  it("reads a new stack, with what only AWS can tell unknown and secrets hidden", () => {
    const stack = readPreview(sample("preview-new"));
    assert.equal(stack.project, "sample");
    assert.equal(stack.stack, "dev");
    assert.deepEqual(stack.config, { "aws:region": "eu-central-1" });
    assert.deepEqual(placesIn(stack), [
      "aws-west: pulumi:providers:aws in us-west-2",
      ...placesOfSample.slice(0, 1),
      "sample-dev: pulumi:pulumi:Stack in no Region",
      ...placesOfSample.slice(1),
    ]);

    const alarm = resourceOf(stack, alarmUrn);
    assert.equal(alarm.parent, site);
    assert.equal(alarm.custom, true);
    assert.deepEqual(alarm.inputs["alarmActions"], [computed]);
    assert.equal(alarm.inputs["period"], 60);
    assert.deepEqual(alarm.outputs, {});
    assert.deepEqual(alarm.dependencies, [topicUrn]);
    assert.deepEqual(alarm.propertyDependencies, { alarmActions: [topicUrn] });
    assert.deepEqual(resourceOf(stack, part("iam/role:Role::west-role")).inputs, {
      assumeRolePolicy: secret,
    });
    assert.equal(resourceOf(stack, site).custom, false);
  });

  it("reads an unchanged stack, with what AWS had reported", () => {
    const stack = readPreview(sample("preview-same"));
    assert.deepEqual(
      placesIn(stack).filter((place) => /^(home|west)/.test(place)),
      placesOfSample,
    );
    assert.equal(
      resourceOf(stack, alarmUrn).outputs["arn"],
      "arn:aws:cloudwatch:us-west-2:123456789012:alarm:n",
    );
  });

  it("reads a changed stack: as it will be, without what is deleted, replaced resources once", () => {
    const stack = readPreview(sample("preview-changed"));
    assert.deepEqual(namesIn(stack), [
      "aws-west",
      "sample-dev",
      "west",
      "west-alarm",
      "west-extra",
      "west-role",
      "west-topic",
    ]);
    const alarm = resourceOf(stack, alarmUrn);
    assert.equal(alarm.inputs["name"], "other");
    assert.equal(
      alarm.outputs["arn"],
      computed,
      "the replaced alarm's ARN is taken for the new one's",
    );
    assert.match(JSON.stringify(resourceOf(stack, topicUrn).outputs), /"arn":"arn:aws:sns/);
  });

  it("takes nothing that AWS reported of a replaced resource for the new one", () => {
    const document = sample("preview-changed");
    const steps = document["steps"] as { op: string; newState?: { outputs?: unknown } }[];
    delete steps.find(({ op }) => op === "replace")!.newState!.outputs;
    assert.deepEqual(resourceOf(readPreview(document), alarmUrn).outputs, {});
  });

  it("reads the same from --show-replacement-steps and --refresh", () => {
    const changed = readPreview(sample("preview-changed"));
    assert.deepEqual(readPreview(sample("preview-replacement-steps")), changed);
    const byUrn = ({ resources }: DeclaredStack) =>
      resources.toSorted((one, other) => one.urn.localeCompare(other.urn));
    assert.deepEqual(byUrn(readPreview(sample("preview-refresh"))), byUrn(changed));
  });

  it("leaves out what the stack only reads", () => {
    const stack = readPreview(sample("preview-reading"));
    assert.equal(stack.stack, "other");
    assert.ok(!stack.resources.some(({ type }) => type === "pulumi:pulumi:StackReference"));
    assert.equal(stack.resources.length, 7);
  });

  it("refuses a preview without its unchanged resources", () => {
    refuses(
      sample("preview-without-sames"),
      /leaves resources out: 7 are unchanged, and only 1 of these are shown.*--show-sames/,
    );
  });

  it("refuses a preview of a part of the stack", () => {
    refuses(
      sample("preview-targeted"),
      /west-extra would not be created, as with --target or --exclude/,
    );
  });

  it("refuses a failed preview, with the first line of each error", () => {
    refuses(sample("preview-failed"), /^The preview failed.*: error: boom$/);
  });

  it("refuses a preview without its end", () => {
    const { changeSummary: _changeSummary, ...rest } = sample("preview-new");
    refuses(rest, /no changeSummary/);
  });

  it("refuses a preview whose resources name others that are not shown", () => {
    for (const missing of ["::west-topic", "::aws-west", "::west", "::sample-dev"]) {
      const document = sample("preview-new");
      const steps = (document["steps"] as { urn: string }[]).filter(
        ({ urn }) => !urn.endsWith(missing),
      );
      refuses({ ...document, steps }, /names .*, which is not shown/);
    }
  });

  it("refuses what is only refreshed", () => {
    const document = sample("preview-refresh");
    const steps = (document["steps"] as { op: string; urn: string }[]).filter(
      ({ op, urn }) => op === "refresh" || !urn.endsWith("::west-extra"),
    );
    const refreshed = { ...steps[0], op: "refresh", urn: `${topicUrn}2` };
    refuses({ ...document, steps: [...steps, refreshed] }, /is only refreshed/);
  });

  it("refuses a preview that declares nothing", () => {
    refuses({ changeSummary: {} }, /declares nothing/);
  });
});
