import { strict as assert } from "node:assert";
import * as path from "node:path";
import { computed, type DeclaredResource, secret } from "../../declared/declared-resource";
import { readOfflineOutputs, readOfflineRun } from "../../declared/offline-run";
import type { RecordedRun } from "../../offline/recorded-run";
import { runProject } from "../offline/projects";

describe("readOfflineRun", () => {
  let run: RecordedRun;
  let resources: DeclaredResource[];
  const named = (name: string) => resources.find((resource) => resource.name === name)!;

  before(async () => {
    run = await runProject(path.join(__dirname, "../offline/fixtures/recording"));
    ({ resources } = readOfflineRun(run, { "aws:region": "eu-central-1" }));
  });

  it("places resources by inherited provider and by the stack's Region", () => {
    assert.deepEqual(Object.fromEntries(resources.map(({ name, region }) => [name, region])), {
      "recording-x": undefined,
      "aws-west": "us-west-2",
      adopted: "eu-central-1",
      west: "us-west-2",
      "west-topic": "us-west-2",
      "west-alarm": "us-west-2",
      "west-vpc": "us-west-2",
      record: undefined,
      table: "eu-central-1",
    });
  });

  it("marks what is unknown and what is secret", () => {
    assert.deepEqual(named("record").inputs, {
      name: computed,
      records: [secret],
      ttl: 10,
      type: "CNAME",
      zoneId: computed,
    });
    assert.deepEqual(named("west-alarm").inputs["alarmActions"], [computed]);
    assert.doesNotMatch(JSON.stringify(resources), /hidden/);
  });

  it("keeps parents, kinds and dependencies, and the stack has no parent", () => {
    assert.equal(named("recording-x").parent, undefined);
    assert.equal(named("west-topic").parent, named("west").urn);
    assert.equal(named("west-vpc").custom, false);
    assert.deepEqual(named("west-alarm").propertyDependencies["alarmActions"], [
      named("west-topic").urn,
    ]);
    assert.ok(named("west-alarm").dependencies.includes(named("adopted").urn));
  });

  it("gives the stack's outputs in the same way", () => {
    const outputs = readOfflineOutputs(run);
    assert.equal(outputs["password"], secret);
    assert.deepEqual((outputs["unknowns"] as Record<string, unknown>)["accountId"], computed);
  });
});
