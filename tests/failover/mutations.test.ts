import { strict as assert } from "node:assert";
import type { DeclaredResource, DeclaredValue } from "../../declared/declared-resource";
import type { Proof } from "../../failover/proof";
import { type ProofOptions, proveResources } from "../../failover/prove-resources";
import { Edited, ownStack } from "./own-program";

const objectives = { rtoSeconds: 60, rpoSeconds: 5 };

function proofOf(resources: readonly DeclaredResource[], options?: ProofOptions): Proof {
  const outcome = proveResources(resources, objectives, options);
  assert.equal(outcome.kind, "proof");
  return (outcome as { proof: Proof }).proof;
}

/** `F1 us-east-1 -> us-east-1: because`, one for each counterexample, and what is not known. */
function refutations({ obligations }: Proof): string[] {
  return obligations.flatMap(({ id, counterexamples, unknown }) => [
    ...counterexamples.map(
      ({ failed, answer, because }) =>
        `${id} ${failed.join("+") || "nothing"} -> ${[answer].flat().join("+")}: ${because}`,
    ),
    ...unknown.map(({ subject, reason }) => `${id} not known: ${subject}: ${reason}`),
  ]);
}

const record = (link: number, role: "primary" | "secondary") => `failover-link-${link}-${role}`;
const check = (region: string) => `failover-${region}`;

/** The same refuted three times: not healthy, not the first, never seen. */
function neverSeen(because: string, failed: string, answer: string, loss: string): string[] {
  const consequence = `with ${failed.replace("+", " and ")} failed, clients are sent to ${answer}`;
  return [
    `F1 ${failed} -> ${answer}: ${because}: ${consequence}`,
    `F2 ${failed} -> ${answer}: ${because}: ${consequence}`,
    `F4 ${failed} -> ${answer}: ${because}: the loss of ${loss} is never seen, and clients stay on ${answer}`,
  ];
}

describe("the real program's failover", () => {
  let prod: readonly DeclaredResource[];
  let apex: readonly DeclaredResource[];
  before(async () => {
    prod = (await ownStack("prod")).resources;
    apex = (await ownStack("prod", { domainName: "example.com" })).resources;
  });

  function refuted(mutate: (edited: Edited) => void, resources = prod): string[] {
    const edited = new Edited(resources);
    mutate(edited);
    const proof = proofOf(edited.resources);
    assert.equal(proof.proven, false);
    return refutations(proof);
  }

  it("is proved, with at most 52 s of which each has a name", () => {
    const proof = proofOf(prod);
    assert.deepEqual(refutations(proof), []);
    assert.equal(proof.proven, true);
    assert.deepEqual(proof.sites, ["us-east-1", "us-west-2", "eu-central-1"]);
    assert.deepEqual(
      proof.obligations.map(({ id, holds }) => [id, holds]),
      ["F1", "F2", "F3", "F4", "F5", "F6", "F7"].map((id) => [id, true]),
    );
    const lost = proof.cases.find(({ failed }) => failed.join() === "us-east-1")!;
    assert.equal(lost.answer, "us-west-2");
    assert.deepEqual(lost.recovery?.worst, {
      seconds: 52,
      detection: { seconds: 32, by: "failover-us-east-1" },
      propagation: { seconds: 10 },
      cached: { seconds: 10, record: "app.example.com PRIMARY" },
    });
    assert.equal(proof.cases.length, 8);
  });

  it("says that data is watched and not bounded", () => {
    const [dataRisk] = proofOf(prod).obligations.filter(({ id }) => id === "F5");
    assert.equal(dataRisk?.reason, "MyGlobalAppTable: watched, not bounded");
  });

  it("is in time without a check on the last Region, which nothing is asked of", () => {
    const edited = new Edited(prod).set(
      "Record",
      record(2, "secondary"),
      "healthCheckId",
      undefined,
    );
    assert.deepEqual(refutations(proofOf(edited.resources)), []);
  });

  it("loses a PRIMARY without its check", () => {
    assert.deepEqual(
      refuted((edited) => edited.set("Record", record(1, "primary"), "healthCheckId", undefined)),
      neverSeen(
        "app.example.com PRIMARY has no health check, and so always counts as healthy",
        "us-east-1",
        "us-east-1",
        "us-east-1",
      ),
    );
  });

  it("is misled by checks that are swapped", () => {
    const found = refuted((edited) => {
      const [east, west] = ["us-east-1", "us-west-2"].map((region) =>
        edited.find("HealthCheck", check(region)),
      );
      edited.take("Record", record(1, "primary"), "healthCheckId", [west!]);
      edited.take("Record", record(2, "primary"), "healthCheckId", [east!]);
    });
    const because =
      "app.example.com PRIMARY leads to us-east-1 and is guarded by failover-us-west-2, which watches " +
      "us-west-2";
    assert.deepEqual(found, [
      `F1 us-east-1 -> us-east-1: ${because}: with us-east-1 failed, clients are sent to us-east-1`,
      `F1 us-west-2 -> us-west-2: ${because}: with us-west-2 failed, clients are sent to us-west-2`,
      `F2 us-east-1 -> us-east-1: ${because}: with us-east-1 failed, clients are sent to us-east-1`,
      `F2 us-west-2 -> us-west-2: ${because}: with us-west-2 failed, clients are sent to us-west-2`,
      `F4 us-east-1 -> us-east-1: ${because}: the loss of us-east-1 is never seen, and clients stay on us-east-1`,
    ]);
  });

  it("at the apex never leaves a PRIMARY with neither check nor target health", () => {
    const found = refuted((edited) => {
      const name = record(1, "primary");
      const { inputs, propertyDependencies } = edited.find("Record", name);
      const sources = propertyDependencies["aliases"]!;
      const [alias] = inputs["aliases"] as Record<string, DeclaredValue>[];
      edited.set("Record", name, "healthCheckId", undefined);
      edited.set("Record", name, "aliases", [{ ...alias, evaluateTargetHealth: false }]);
      propertyDependencies["aliases"] = sources;
    }, apex);
    assert.deepEqual(
      found.filter((line) => /never seen|clients are sent/.test(line)),
      neverSeen(
        "example.com PRIMARY has no health check and does not evaluate its target's health, and so " +
          "always counts as healthy",
        "us-east-1",
        "us-east-1",
        "us-east-1",
      ),
    );
  });

  it("at the apex answers from caches for longer than the objective, whatever the checks", () => {
    const found = refuted(() => undefined, apex);
    assert.ok(found.every((line) => line.startsWith("F4 ") && line.includes("and 60 s while")));
  });

  it("does not see failures through a disabled check", () => {
    assert.deepEqual(
      refuted((edited) => edited.set("HealthCheck", check("us-east-1"), "disabled", true)),
      neverSeen(
        "app.example.com PRIMARY leads to us-east-1 and is guarded by failover-us-east-1, which is " +
          "disabled, which counts as healthy",
        "us-east-1",
        "us-east-1",
        "us-east-1",
      ),
    );
  });

  it("turns away from a healthy Region by an inverted check", () => {
    const found = refuted((edited) =>
      edited.set("HealthCheck", check("us-east-1"), "invertHealthcheck", true),
    );
    const because =
      "app.example.com PRIMARY leads to us-east-1 and is guarded by failover-us-east-1, which is " +
      "inverted and so healthy only while us-east-1 is not";
    assert.ok(
      found.includes(
        `F2 nothing -> us-west-2: ${because}: with nothing failed, clients are sent to us-west-2`,
      ),
    );
    assert.ok(found.every((line) => line.includes(because)));
  });

  it("has lost a Region when the SECONDARY points at the PRIMARY's", () => {
    assert.deepEqual(
      refuted((edited) =>
        edited.set("Record", record(2, "secondary"), "records", ["us-west-2.app.example.com"]),
      ),
      ["F1 nothing -> us-east-1: no record of app.example.com leads to eu-central-1"],
    );
  });

  it("has lost a Region when the chain's last link is broken", () => {
    assert.deepEqual(
      refuted((edited) => edited.remove("Record", record(2, "secondary"))),
      ["F1 nothing -> us-east-1: no record of app.example.com leads to eu-central-1"],
    );
  });

  it("cannot be followed where a link is missing in the middle", () => {
    const found = refuted((edited) => {
      edited.remove("Record", record(2, "primary")).remove("Record", record(2, "secondary"));
    });
    for (const id of ["F1", "F2", "F3", "F4", "F6", "F7"]) {
      assert.ok(
        found.includes(
          `${id} not known: app.example.com SECONDARY: it leads to failover-2.app.example.com, which ` +
            "none of the given files declares: give the file of the stack that declares it too",
        ),
      );
    }
  });

  for (const { what, input, value, sum, seconds } of [
    { what: "TTL", input: "ttl", value: 60, sum: "32 s until .* and 60 s while", seconds: 102 },
    { what: "threshold", input: "failureThreshold", value: 3, sum: "48 s until", seconds: 68 },
    { what: "interval", input: "requestInterval", value: 30, sum: "72 s until", seconds: 92 },
  ]) {
    it(`is late with a higher ${what}`, () => {
      const [found, ...others] = refuted((edited) =>
        input === "ttl"
          ? edited.set("Record", record(1, "primary"), input, value)
          : edited.set("HealthCheck", check("us-east-1"), input, value),
      );
      assert.deepEqual(others, []);
      const pattern = `^F4 us-east-1 -> us-west-2: the loss of us-east-1 .* up to ${seconds} s, over the objective of 60 s: ${sum}`;
      assert.match(found!, new RegExp(pattern));
    });
  }

  it("takes 178 s with an interval of 30 s, a threshold of 3 and a TTL of 60 s", () => {
    const edited = new Edited(prod);
    for (const region of ["us-east-1", "us-west-2", "eu-central-1"]) {
      edited.set("HealthCheck", check(region), "requestInterval", 30);
      edited.set("HealthCheck", check(region), "failureThreshold", 3);
    }
    for (const [link, role] of [
      [1, "primary"],
      [1, "secondary"],
      [2, "primary"],
      [2, "secondary"],
    ] as const) {
      edited.set("Record", record(link, role), "ttl", 60);
    }
    const { cases } = proofOf(edited.resources);
    const times = cases.flatMap(({ recovery }) => recovery ?? []);
    assert.equal(Math.max(...times.map(({ worst }) => worst.seconds)), 178);
    assert.ok(times.every(({ mean }) => mean.seconds >= 115 && mean.seconds <= 125));
  });

  it("is not independent with a shared image repository", () => {
    assert.deepEqual(
      refuted((edited) =>
        edited.take("TaskDefinition", "app-us-west-2", "containerDefinitions", [
          edited.find("Repository", "app-us-east-1"),
          edited.find("LogGroup", "app-us-west-2"),
        ]),
      ),
      [
        "F6 us-east-1 -> us-west-2: us-west-2 needs repository app-us-east-1 of us-east-1, which is " +
          "lost with us-east-1: service app-us-west-2, its taskDefinition: taskDefinition " +
          "app-us-west-2, its containerDefinitions: repository app-us-east-1",
      ],
    );
  });

  it("is not independent with another Region's table in a task definition", () => {
    const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/MyGlobalAppTable";
    assert.deepEqual(
      refuted((edited) =>
        edited.set(
          "TaskDefinition",
          "app-us-west-2",
          "containerDefinitions",
          JSON.stringify([{ name: "app", environment: [{ name: "TABLE", value: arn }] }]),
        ),
      ),
      [
        `F6 us-east-1 -> us-west-2: us-west-2 needs ${arn}, which is lost with us-east-1: service ` +
          "app-us-west-2, its taskDefinition: taskDefinition app-us-west-2, its containerDefinitions",
      ],
    );
  });

  it("is not known to be independent where something of the table is taken that cannot be seen", () => {
    const [found, ...others] = refuted((edited) =>
      edited.take("TaskDefinition", "app-us-west-2", "containerDefinitions", [
        edited.find("Repository", "app-us-west-2"),
        edited.find("Table", "MyGlobalAppTable"),
      ]),
    );
    assert.deepEqual(others, []);
    assert.match(found!, /^F6 not known: .*its ARN and its address are those of us-east-1/);
  });

  for (const { alarm, because } of [
    {
      alarm: "replication-us-east-1-MyGlobalAppTable-to-us-west-2",
      because:
        "F5 us-east-1 -> us-west-2: nobody is told how late changes of MyGlobalAppTable made in " +
        "us-east-1 appear in us-west-2: us-east-1 has no alarm on ReplicationLatency with " +
        "ReceivingRegion us-west-2",
    },
    {
      alarm: "replication-us-east-1-MyGlobalAppTable-age-of-us-west-2",
      because:
        "F5 us-west-2 -> us-east-1: nobody is told when changes of MyGlobalAppTable made in us-west-2 " +
        "stop to appear in us-east-1: us-east-1 has no alarm on a metric of its own with a dimension " +
        "us-west-2 for which missing data is breaching",
    },
  ]) {
    it(`is not watched without the alarm ${alarm}`, () => {
      assert.deepEqual(
        refuted((edited) => edited.remove("MetricAlarm", alarm)),
        [because],
      );
    });
  }

  it("lacks capacity when one Region's is lowered", () => {
    assert.deepEqual(
      refuted((edited) => edited.set("Service", "app-us-west-2", "desiredCount", 5)),
      [
        "F7 us-east-1 -> us-west-2: us-west-2 then carries the whole load with 5 tasks of the service " +
          "app-us-west-2 (desiredCount), and its tag failover:whole-load-tasks says that it takes 6",
      ],
    );
  });

  it("is proved from the isolated stacks of the Regions together, and not from some of them", async () => {
    const stacks = await Promise.all(
      ["prod-global", "prod-us-east-1", "prod-us-west-2", "prod-eu-central-1"].map((stack) =>
        ownStack(stack),
      ),
    );
    const [together, ...parts] = [stacks, stacks.slice(0, 3), stacks.slice(0, 2)].map((some) =>
      proofOf(
        some.flatMap(({ resources }) => resources),
        { name: "app.example.com", regions: ["us-east-1", "us-west-2", "eu-central-1"] },
      ),
    );
    assert.deepEqual(refutations(together!), []);
    assert.deepEqual(
      together!.cases.map(({ answer, recovery }) => [answer, recovery?.worst.seconds]),
      proofOf(prod).cases.map(({ answer, recovery }) => [answer, recovery?.worst.seconds]),
    );
    assert.ok(parts.every(({ proven }) => !proven));
  });
});
