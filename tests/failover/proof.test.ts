import assert from "node:assert/strict";
import type { Obligation } from "../../failover/obligation";
import { maximumSites, type Proof, prove } from "../../failover/proof";
import type { HealthCheck, RecordSet, Topology } from "../../failover/topology";
import {
  aliasChain,
  checkOf,
  checksOf,
  cnameChain,
  loadBalancer,
  name,
  record,
  regions,
  topologyOf,
} from "./example-topology";

function proofOf(topology: Topology, rtoSeconds = 60): Proof {
  return prove({ topology, name, rtoSeconds });
}

function obligation(proof: Proof, id: Obligation["id"]): Obligation {
  const found = proof.obligations.find((one) => one.id === id);
  assert.ok(found);
  return found;
}

/** What stands against an obligation: the failed sites, the answer, the reason. */
function against(proof: Proof, id: Obligation["id"]) {
  return obligation(proof, id).counterexamples.map(({ failed, answer, because }) => [
    failed.join(),
    answer,
    because,
  ]);
}

function changed(changes: {
  record?: [string, Partial<RecordSet>];
  check?: [string, HealthCheck];
}): Topology {
  const topology = cnameChain();
  if (changes.record !== undefined) {
    const [id, fields] = changes.record;
    Object.assign(
      topology.recordSets.find((one) => one.id === id)!,
      fields,
    );
  }
  if (changes.check !== undefined) {
    topology.healthChecks[changes.check[0]] = changes.check[1];
  }
  return topology;
}

describe("the proof of a good chain", () => {
  const proof = proofOf(cnameChain());

  it("proves every obligation for every combination of failed sites", () => {
    assert.equal(proof.proven, true);
    assert.deepEqual(
      proof.obligations.map(({ id, holds, unknown, counterexamples }) => [
        id,
        holds,
        unknown.length + counterexamples.length,
      ]),
      [
        ["F1", true, 0],
        ["F2", true, 0],
        ["F3", true, 0],
        ["F4", true, 0],
      ],
    );
  });

  it("answers all eight combinations, with the time from all healthy where the answer changes", () => {
    assert.deepEqual(
      proof.cases.map(({ failed, answer, recovery }) => [
        failed.join(" "),
        answer,
        recovery?.worst.seconds ?? null,
      ]),
      [
        ["", "us-east-1", null],
        ["us-east-1", "us-west-2", 52],
        ["us-west-2", "us-east-1", null],
        ["eu-central-1", "us-east-1", null],
        ["us-east-1 us-west-2", "eu-central-1", 52],
        ["us-east-1 eu-central-1", "us-west-2", 52],
        ["us-west-2 eu-central-1", "us-east-1", null],
        ["us-east-1 us-west-2 eu-central-1", "us-west-2", 52],
      ],
    );
  });

  it("orders the sites as the records do", () => {
    const reversed = proofOf(cnameChain([...regions].reverse()));
    assert.deepEqual(reversed.sites, [...regions].reverse());
    assert.deepEqual(
      reversed.ranks,
      [...regions].reverse().map((region) => [region]),
    );
  });

  it("states what is answered with no site healthy, and how long connections stay open", () => {
    assert.match(obligation(proof, "F3").reason!, /leads to us-west-2/);
    assert.deepEqual(
      proof.openConnections.map(({ site, keepAliveSeconds }) => [site, keepAliveSeconds]),
      regions.map((region) => [region, 300]),
    );
  });

  it("survives JSON", () => {
    const topology = JSON.parse(JSON.stringify(cnameChain())) as Topology;
    assert.deepEqual(proofOf(topology), proof);
  });

  it("holds for aliases within what their TTL allows, and not within less", () => {
    assert.equal(proofOf(aliasChain(), 96).proven, true);
    const { counterexamples } = obligation(proofOf(aliasChain(), 94), "F4");
    assert.match(counterexamples[0]!.because, /95 s, over the objective of 94 s/);
  });

  it("holds for as many sites as the worst case allows", () => {
    const sites = Array.from({ length: 8 }, (_, position) => `site-${position}`);
    const { proven, cases } = proofOf(cnameChain(sites));
    assert.equal(proven, true);
    assert.equal(cases.length, 256);
  });
});

describe("the proof of a chain with one fault", () => {
  const sent = (failed: string, site: string) =>
    `with ${failed} failed, clients are sent to ${site}`;

  it("that has no check on its first PRIMARY", () => {
    const proof = proofOf(changed({ record: ["link-1-primary", { healthCheck: undefined }] }));
    const cause = "link-1-primary has no health check, and so always counts as healthy";
    assert.deepEqual(against(proof, "F1"), [
      ["us-east-1", "us-east-1", `${cause}: ${sent("us-east-1", "us-east-1")}`],
    ]);
    assert.deepEqual(against(proof, "F4"), [
      [
        "us-east-1",
        "us-east-1",
        `${cause}: the loss of us-east-1 is never seen, and clients stay on us-east-1`,
      ],
    ]);
    assert.equal(proof.proven, false);
  });

  it("whose check watches another site than the record leads to", () => {
    const proof = proofOf(changed({ record: ["link-1-primary", { healthCheck: "us-west-2" }] }));
    const cause =
      "link-1-primary leads to us-east-1 and is guarded by check of us-west-2, which watches us-west-2";
    assert.deepEqual(against(proof, "F1"), [
      ["us-east-1", "us-east-1", `${cause}: ${sent("us-east-1", "us-east-1")}`],
      [
        "us-west-2,eu-central-1",
        "us-west-2",
        `${cause}: ${sent("us-west-2 and eu-central-1", "us-west-2")}`,
      ],
    ]);
    assert.ok(
      against(proof, "F2").some(
        ([failed, answer]) => failed === "us-west-2" && answer === "eu-central-1",
      ),
    );
  });

  it("whose checks are swapped", () => {
    const topology = cnameChain();
    const [first, second] = ["us-east-1", "us-west-2"].map((id) => topology.healthChecks[id]!);
    topology.healthChecks["us-east-1"] = second!;
    topology.healthChecks["us-west-2"] = first!;
    const failedAlone = against(proofOf(topology), "F1").map(([failed]) => failed);
    assert.ok(failedAlone.includes("us-east-1"));
    assert.equal(proofOf(topology).proven, false);
  });

  it("whose check is disabled", () => {
    const proof = proofOf(
      changed({ check: ["us-east-1", checkOf("us-east-1", { disabled: true })] }),
    );
    assert.match(against(proof, "F1")[0]![2] as string, /is disabled, which counts as healthy/);
  });

  it("whose check is inverted", () => {
    const proof = proofOf(
      changed({ check: ["us-east-1", checkOf("us-east-1", { inverted: true })] }),
    );
    assert.match(
      against(proof, "F1")[0]![2] as string,
      /inverted and so healthy only while us-east-1 is not/,
    );
    // With nothing failed the chain already answers the wrong site.
    assert.deepEqual(against(proof, "F2")[0]!.slice(0, 2), ["", "us-west-2"]);
  });

  it("whose SECONDARY leads back to the PRIMARY's site", () => {
    const proof = proofOf(
      changed({
        record: [
          "link-1-secondary",
          { target: { kind: "cname", name: "us-east-1.app.example.com" } },
        ],
      }),
    );
    assert.deepEqual(proof.sites, ["us-east-1"]);
    assert.match(against(proof, "F1")[0]![2] as string, /leads only to us-east-1/);
  });

  it("whose last link is gone leads nowhere that is known", () => {
    const topology = cnameChain();
    topology.recordSets = topology.recordSets.filter(({ id }) => !id.startsWith("link-2"));
    const proof = proofOf(topology);
    assert.equal(proof.proven, false);
    assert.deepEqual(obligation(proof, "F1").unknown, [
      { subject: "failover-2.app.example.com", reason: "no record of that name is declared" },
    ]);
  });

  it("that has lost the way to a site that it has to lead to", () => {
    const topology = cnameChain();
    topology.recordSets = topology.recordSets.filter(({ id }) => id !== "link-2-secondary");
    const proof = prove({ topology, name, rtoSeconds: 60, expectedSites: regions });
    assert.deepEqual(against(proof, "F1"), [
      ["", "us-east-1", "no record of app.example.com leads to eu-central-1"],
    ]);
  });

  it("that keeps its answers too long", () => {
    const proof = proofOf(changed({ record: ["link-1-primary", { ttlSeconds: 60 }] }));
    assert.equal(obligation(proof, "F1").holds, true);
    assert.deepEqual(against(proof, "F4"), [
      [
        "us-east-1",
        "us-west-2",
        "the loss of us-east-1 is visible to all new connections only after up to 102 s, over the objective of 60 s: 32 s until check of us-east-1 turns, 10 s until all of Route 53's servers answer by it and 60 s while resolvers keep link-1-primary",
      ],
    ]);
  });

  it("that checks too seldom or too often in a row", () => {
    for (const settings of [{ intervalSeconds: 30 }, { failureThreshold: 5 }]) {
      const proof = proofOf(changed({ check: ["us-west-2", checkOf("us-west-2", settings)] }));
      const [found, ...others] = against(proof, "F4");
      assert.equal(found![0], "us-east-1,us-west-2");
      assert.match(found![2] as string, /the loss of us-(east-1 and us-)?west-2/);
      assert.match(found![2] as string, /check of us-west-2 turns/);
      assert.deepEqual(others, []);
    }
  });

  it("whose last check is too slow for the site to be found when it returns alone", () => {
    const slow = checkOf("eu-central-1", { intervalSeconds: 30, failureThreshold: 3 });
    const reasons = against(proofOf(changed({ check: ["eu-central-1", slow] })), "F4");
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]![2] as string, /eu-central-1/);
  });

  it("in which an alias PRIMARY without a check does not evaluate its target", () => {
    const topology = aliasChain();
    Object.assign(
      topology.recordSets.find(({ id }) => id === "link-1-primary")!,
      {
        healthCheck: undefined,
        target: { kind: "aliasEndpoint", endpoint: "us-east-1", evaluateTargetHealth: false },
      },
    );
    assert.match(
      against(proofOf(topology, 120), "F1")[0]![2] as string,
      /has no health check and does not evaluate its target's health/,
    );
  });

  it("that gives addresses of two sites together", () => {
    const topology = topologyOf(
      [record("pair", name, { target: { kind: "values", endpoints: ["east", "west"] } })],
      {},
    );
    const proof = proofOf(topology);
    assert.deepEqual(proof.cases[0]!.answer, ["east", "west"]);
    assert.match(against(proof, "F1")[0]![2] as string, /no check takes single ones out/);
  });

  it("that gives clients of some places no answer", () => {
    const topology = topologyOf(
      ["us", "eu"].map((id) =>
        record(id, name, {
          routing: {
            kind: "geolocation",
            location: { kind: "continent", continent: id === "us" ? "NA" : "EU" },
          },
        }),
      ),
    );
    assert.match(against(proofOf(topology), "F1")[0]![2] as string, /no default/);
  });
});

describe("the proof among peers", () => {
  const latency = (id: string) =>
    record(id, name, { routing: { kind: "latency", region: id }, healthCheck: id });

  it("lets any healthy one answer, and lists those that share the answer", () => {
    const proof = proofOf(topologyOf(["b", "a"].map(latency), checksOf(["a", "b"])));
    assert.equal(proof.proven, true);
    assert.deepEqual(proof.ranks, [["b", "a"]]);
    assert.deepEqual(
      proof.cases.map(({ answer }) => answer),
      [["a", "b"], "a", "b", ["a", "b"]],
    );
  });

  it("puts weights before zero weights", () => {
    const weighted = (id: string, weight: number) =>
      record(id, name, { routing: { kind: "weighted", weight }, healthCheck: id });
    const proof = proofOf(
      topologyOf([weighted("standby", 0), weighted("main", 1)], checksOf(["main", "standby"])),
    );
    assert.deepEqual(proof.ranks, [["main"], ["standby"]]);
    assert.equal(proof.proven, true);
  });

  it("keeps the order that each peer has below it", () => {
    const branch = (region: string, first: string, second: string) => [
      record(`to ${first}`, name, {
        routing: { kind: "latency", region },
        target: {
          kind: "alias",
          name: `${first}.example.com`,
          type: "A",
          evaluateTargetHealth: true,
        },
      }),
      record(`${first} first`, `${first}.example.com`, {
        routing: { kind: "failover", role: "PRIMARY" },
        target: { kind: "values", endpoints: [first] },
        healthCheck: first,
      }),
      record(`${second} second`, `${first}.example.com`, {
        routing: { kind: "failover", role: "SECONDARY" },
        target: { kind: "values", endpoints: [second] },
        healthCheck: second,
      }),
    ];
    const proof = proofOf(
      topologyOf(
        [...branch("us-east-1", "a", "b"), ...branch("eu-west-1", "b", "a")],
        checksOf(["a", "b"]),
      ),
    );
    assert.equal(proof.proven, true);
    assert.deepEqual(proof.cases[0]!.answer, ["a", "b"]);
  });

  it("leaves no peer in doubt whose check follows another one", () => {
    const proof = proofOf(
      topologyOf(
        [latency("a"), record("b", name, { ...latency("b"), healthCheck: "a" })].map((one) => one),
        checksOf(["a", "b"]),
      ),
    );
    assert.match(
      against(proof, "F1")[0]![2] as string,
      /b leads to b and is guarded by check of a, which watches a/,
    );
  });
});

describe("what is unknown", () => {
  it("is no pass: an obligation that needs it does not hold", () => {
    const proof = proofOf(
      changed({ check: ["us-east-1", { kind: "unknown", label: "check", reason: "not seen" }] }),
    );
    assert.equal(proof.proven, false);
    for (const id of ["F1", "F2", "F4"] as const) {
      const { holds, unknown, counterexamples } = obligation(proof, id);
      assert.equal(holds, false);
      assert.deepEqual(unknown, [{ subject: "check", reason: "not seen" }]);
      assert.deepEqual(counterexamples, []);
    }
    assert.deepEqual(proof.cases[0], { failed: [], answer: null, known: false, recovery: null });
  });

  it("of the policy lets no order hold, though only one record may be answered", () => {
    const routing = { kind: "unknown", reason: "geoproximity is not modelled" } as const;
    const proof = proofOf(topologyOf([record("us-east-1", name, { routing })]));
    const { holds, unknown } = obligation(proof, "F2");
    assert.equal(holds, false);
    assert.deepEqual(unknown, [{ subject: "us-east-1", reason: routing.reason }]);
  });

  it("only touches what needs it: an unknown time leaves the answers proved", () => {
    const proof = proofOf(
      changed({ check: ["us-east-1", checkOf("us-east-1", { intervalSeconds: undefined })] }),
    );
    assert.equal(obligation(proof, "F1").holds, true);
    assert.equal(obligation(proof, "F4").holds, false);
    assert.equal(obligation(proof, "F4").unknown.length, 1);
    assert.deepEqual(proof.cases[1]!.answer, "us-west-2");
    assert.equal(proof.cases[1]!.recovery, null);
  });

  it("without a place in the topology stands against every obligation", () => {
    const topology = cnameChain();
    topology.unknowns = [{ subject: "record x", reason: "its name is decided at update" }];
    const proof = proofOf(topology);
    assert.equal(proof.proven, false);
    assert.ok(proof.obligations.every(({ holds }) => holds === false));
  });

  it("is the answer of more sites than every combination can be looked at for", () => {
    const sites = Array.from({ length: maximumSites + 1 }, (_, position) => `site-${position}`);
    const proof = proofOf(cnameChain(sites));
    assert.equal(proof.proven, false);
    assert.match(obligation(proof, "F1").unknown[0]!.reason, /17 sites/);
    assert.deepEqual(
      proof.cases.map(({ answer }) => answer),
      ["site-0"],
    );
  });
});

describe("sites that only health checks watch", () => {
  it("can take traffic away from a healthy site, and are named apart", () => {
    const topology = changed({ check: ["us-east-1", checkOf("elsewhere")] });
    topology.endpoints.elsewhere = loadBalancer("elsewhere");
    const proof = proofOf(topology);
    assert.deepEqual(proof.watchedSites, ["elsewhere"]);
    assert.deepEqual(proof.sites, regions);
    assert.ok(
      against(proof, "F2").some(
        ([failed, answer]) => failed === "elsewhere" && answer === "us-west-2",
      ),
    );
  });
});

describe("other obligations", () => {
  it("are judged for the sites of the name and count for the verdict", () => {
    const refuted = prove({
      topology: cnameChain(),
      name,
      rtoSeconds: 60,
      proveOthers: (sites) => [
        {
          id: "F7",
          holds: false,
          unknown: [],
          counterexamples: [{ failed: [], answer: null, because: sites.join() }],
        },
      ],
    });
    assert.equal(refuted.proven, false);
    assert.equal(refuted.obligations.at(-1)!.counterexamples[0]!.because, regions.join());
  });

  it("that nothing declared could judge do not stand against the verdict", () => {
    const proof = prove({
      topology: cnameChain(),
      name,
      rtoSeconds: 60,
      proveOthers: () => [
        { id: "F5", holds: null, unknown: [], counterexamples: [], reason: "no table is declared" },
      ],
    });
    assert.equal(proof.proven, true);
  });
});
