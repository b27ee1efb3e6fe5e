import { strict as assert } from "node:assert";
import * as path from "node:path";
import type { RecordedRegistration, RecordedRun } from "../../offline/recorded-run";
import { runProject } from "./projects";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const urn = (typeAndName: string) => `urn:pulumi:x::recording::${typeAndName}`;

describe("the recording of a program", () => {
  let run: RecordedRun;
  const registered = (name: string): RecordedRegistration => {
    const found = run.registrations.filter((registration) => registration.name === name);
    assert.equal(found.length, 1, `${name} is registered ${found.length} times`);
    return found[0]!;
  };

  before(async () => {
    run = await runProject(path.join(__dirname, "fixtures/recording"));
  });

  it("has every resource that the stack manages, the stack first, and none that it only reads", () => {
    assert.deepEqual(run.registrations.map(({ type, name }) => `${type} ${name}`).sort(), [
      "aws:cloudwatch/metricAlarm:MetricAlarm west-alarm",
      "aws:dynamodb/table:Table table",
      "aws:route53/record:Record record",
      "aws:sns/topic:Topic adopted",
      "aws:sns/topic:Topic west-topic",
      "awsx:ec2:Vpc west-vpc",
      "pulumi:providers:aws aws-west",
      "pulumi:pulumi:Stack recording-x",
      "recording:index:Site west",
    ]);
    assert.equal(run.registrations[0]?.type, "pulumi:pulumi:Stack");
  });

  it("names resources as the engine does: by the types of all parents but the stack", () => {
    assert.equal(registered("recording-x").urn, urn("pulumi:pulumi:Stack::recording-x"));
    assert.equal(registered("recording-x").parent, "");
    assert.equal(registered("west").urn, urn("recording:index:Site::west"));
    assert.equal(registered("west").parent, registered("recording-x").urn);
    assert.equal(
      registered("west-topic").urn,
      urn("recording:index:Site$aws:sns/topic:Topic::west-topic"),
    );
    assert.equal(registered("west-topic").parent, registered("west").urn);
  });

  it("tells components, remote components and resources apart", () => {
    const kind = ({ custom, remote }: RecordedRegistration) => ({ custom, remote });
    assert.deepEqual(kind(registered("west")), { custom: false, remote: false });
    assert.deepEqual(kind(registered("west-vpc")), { custom: false, remote: true });
    assert.deepEqual(kind(registered("west-topic")), { custom: true, remote: false });
  });

  it("keeps the inputs of components, and an unknown as what it is", () => {
    assert.deepEqual(registered("west").inputs, { label: "the west" });
    assert.deepEqual(registered("west-vpc").inputs, { cidrBlock: "10.0.0.0/16" });
    assert.deepEqual(registered("west-alarm").inputs, {
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 3,
      alarmDescription: "from-project in the west",
      alarmActions: [unknown],
    });
  });

  it("keeps the provider that a resource inherits, and none for a default provider", () => {
    assert.equal(registered("west-topic").provider, `${registered("aws-west").urn}::${unknown}`);
    assert.deepEqual(registered("west").providers, {
      aws: `${registered("aws-west").urn}::${unknown}`,
    });
    assert.equal(registered("adopted").provider, "");
  });

  it("tells dependencies by property from those that only order", () => {
    const { dependencies, propertyDependencies } = registered("west-alarm");
    assert.deepEqual(propertyDependencies, {
      alarmActions: [registered("west-topic").urn],
      alarmDescription: [registered("west-topic").urn],
    });
    assert.deepEqual(dependencies.toSorted(), [
      registered("adopted").urn,
      registered("west-topic").urn,
    ]);
  });

  it("keeps resource options", () => {
    const { protect, ignoreChanges, aliases, customTimeouts } = registered("west-topic").options;
    assert.equal(protect, true);
    assert.deepEqual(ignoreChanges, ["policy"]);
    assert.equal(aliases[0]?.spec?.name, "former-topic");
    assert.deepEqual(customTimeouts, { create: "1h", update: "", delete: "" });
    assert.equal(registered("adopted").options.importId, "arn:aws:sns:::old");
    assert.equal(registered("adopted").options.protect, false);
  });

  it("keeps secrets marked and everything that comes from invokes and other stacks unknown", () => {
    assert.deepEqual(registered("record").inputs, {
      name: unknown,
      records: [secret("hidden.example.com")],
      ttl: 10,
      type: "CNAME",
      zoneId: unknown,
    });
    assert.deepEqual(run.outputs["password"], secret("hidden"));
  });

  it("runs no apply on what only AWS or another stack can tell", () => {
    assert.deepEqual(run.outputs["unknowns"], {
      accountId: unknown,
      zones: unknown,
      imageDigest: unknown,
      stackOutput: unknown,
      arn: unknown,
      replicas: unknown,
    });
  });

  it("gives back what is certain: inputs, an adopted id, the configuration and its own place", () => {
    assert.deepEqual(run.outputs["knowns"], {
      name: "old",
      id: "arn:aws:sns:::old",
      hashKey: "id",
      names: ["one", "two"],
      region: "eu-central-1",
      organization: "organization",
      project: "recording",
      stack: "x",
      isPreview: true,
      beside: "lies beside",
      folder: true,
    });
  });

  it("passes warnings on, each once", () => {
    assert.deepEqual(run.warnings, ["look out"]);
  });

  it("is the same every time", async () => {
    assert.deepEqual(await runProject(path.join(__dirname, "fixtures/recording")), run);
  });
});
