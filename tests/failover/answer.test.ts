import assert from "node:assert/strict";
import { answer } from "../../failover/answer";
import type { GeoLocation, RecordSet, Topology } from "../../failover/topology";
import {
  aliasChain,
  calculated,
  checkOf,
  checksOf,
  cnameChain,
  loadBalancer,
  name,
  record,
  regions,
  topologyOf,
} from "./example-topology";

const five = ["one", "two", "three", "four", "five"];

/** The answer with these sites failed. */
function answerOf(topology: Topology, ...failed: string[]) {
  return answer(topology, name, new Set(failed)).answer;
}

const primary = { kind: "failover", role: "PRIMARY" } as const;
const secondary = { kind: "failover", role: "SECONDARY" } as const;

function guarded(id: string, changes: Partial<RecordSet>) {
  return record(id, name, { healthCheck: id, ...changes });
}

describe("a failover pair (Developer Guide: How Route 53 chooses records, Failover records)", () => {
  const pair = topologyOf(
    [guarded("east", { routing: primary }), guarded("west", { routing: secondary })],
    checksOf(["east", "west"]),
  );

  it("answers the PRIMARY while it is healthy, whatever the SECONDARY is", () => {
    assert.equal(answerOf(pair), "east");
    assert.equal(answerOf(pair, "west"), "east");
  });

  it("answers the SECONDARY when only that is healthy", () => {
    assert.equal(answerOf(pair, "east"), "west");
  });

  it("answers the PRIMARY when both are unhealthy", () => {
    assert.equal(answerOf(pair, "east", "west"), "east");
  });

  it("always answers a SECONDARY without a check when the PRIMARY is unhealthy", () => {
    const unguarded = topologyOf(
      [guarded("east", { routing: primary }), record("west", name, { routing: secondary })],
      checksOf(["east"]),
    );
    assert.equal(answerOf(unguarded, "east", "west"), "west");
  });

  it("never leaves a PRIMARY without a check and without target health", () => {
    const unguarded = topologyOf(
      [record("east", name, { routing: primary }), guarded("west", { routing: secondary })],
      checksOf(["west"]),
    );
    assert.equal(answerOf(unguarded, "east"), "east");
  });

  it("never leaves a PRIMARY alias that neither has a check nor evaluates its target", () => {
    const alias = (id: string, evaluateTargetHealth: boolean) =>
      ({ kind: "aliasEndpoint", endpoint: id, evaluateTargetHealth }) as const;
    const withPrimary = (evaluateTargetHealth: boolean) =>
      topologyOf([
        record("east", name, { routing: primary, target: alias("east", evaluateTargetHealth) }),
        record("west", name, { routing: secondary, target: alias("west", false) }),
      ]);
    assert.equal(answerOf(withPrimary(false), "east"), "east");
    assert.equal(answerOf(withPrimary(true), "east"), "west");
  });

  it("answers a record that has no partner, healthy or not", () => {
    const alone = topologyOf([guarded("east", { routing: primary })], checksOf(["east"]));
    assert.equal(answerOf(alone, "east"), "east");
  });
});

describe("a chain of failover pairs", () => {
  for (const [form, chain] of [
    ["CNAMEs", cnameChain(regions)],
    ["aliases", aliasChain(regions)],
  ] as const) {
    it(`of ${form} answers the first healthy site of three`, () => {
      assert.equal(answerOf(chain), "us-east-1");
      assert.equal(answerOf(chain, "us-east-1"), "us-west-2");
      assert.equal(answerOf(chain, "us-east-1", "us-west-2"), "eu-central-1");
      assert.equal(answerOf(chain, "us-west-2", "eu-central-1"), "us-east-1");
    });
  }

  it("of aliases answers the first site with nothing healthy", () => {
    assert.equal(answerOf(aliasChain(regions), ...regions), "us-east-1");
  });

  it("of CNAMEs answers the last but one with nothing healthy: a CNAME carries no health", () => {
    assert.equal(answerOf(cnameChain(regions), ...regions), "us-west-2");
    assert.equal(answerOf(cnameChain(five), ...five), "four");
  });

  it("of CNAMEs answers the last site with nothing healthy if that has no check", () => {
    const chain = cnameChain(five);
    for (const recordSet of chain.recordSets.filter(({ id }) => id === "link-4-secondary")) {
      recordSet.healthCheck = undefined;
    }
    assert.equal(answerOf(chain, ...five), "five");
  });

  it("names the records that the answer comes through", () => {
    assert.deepEqual(answer(cnameChain(regions), name, new Set(["us-east-1"])).path, [
      "link-1-secondary",
      "link-2-primary",
      "name of us-west-2",
    ]);
  });
});

describe("a group without any healthy record (How Route 53 chooses records)", () => {
  const latency = (region: string) => ({ kind: "latency", region }) as const;

  it("is answered as if all were healthy", () => {
    const group = topologyOf(
      [guarded("a", { routing: latency("a") }), guarded("b", { routing: latency("b") })],
      checksOf(["a", "b"]),
    );
    assert.deepEqual(answerOf(group), ["a", "b"]);
    assert.equal(answerOf(group, "a"), "b");
    assert.deepEqual(answerOf(group, "a", "b"), ["a", "b"]);
  });

  it("counts a record without a check as healthy", () => {
    const group = topologyOf(
      [guarded("a", { routing: latency("a") }), record("b", name, { routing: latency("b") })],
      checksOf(["a"]),
    );
    assert.equal(answerOf(group, "a", "b"), "b");
  });

  it("is unhealthy all the same to an alias that evaluates its target", () => {
    assert.equal(answerOf(nested({ evaluateTargetHealth: true }), "a", "b"), "backup");
  });
});

/** PRIMARY: an alias to the latency records a and b; SECONDARY: the site backup. */
function nested(options: {
  evaluateTargetHealth: boolean;
  healthCheck?: string;
  between?: Partial<RecordSet>;
}): Topology {
  const { evaluateTargetHealth, healthCheck, between } = options;
  const alias = (to: string) =>
    ({ kind: "alias", name: to, type: "A", evaluateTargetHealth }) as const;
  return topologyOf(
    [
      record("primary", name, {
        routing: primary,
        target: alias(between === undefined ? "inner.example.com" : "between.example.com"),
        healthCheck,
      }),
      record("backup", name, { routing: secondary }),
      ...(between === undefined
        ? []
        : [
            record("between", "between.example.com", {
              target: alias("inner.example.com"),
              ...between,
            }),
          ]),
      record("a", "inner.example.com", {
        routing: { kind: "latency", region: "us-east-1" },
        healthCheck: "a",
      }),
      record("b", "inner.example.com", {
        routing: { kind: "latency", region: "us-west-2" },
        healthCheck: "b",
      }),
    ],
    checksOf(["a", "b", "c"]),
    [loadBalancer("c")],
  );
}

describe("target health (Developer Guide: How health checks work in complex configurations)", () => {
  it("makes an alias healthy while one record of the group is", () => {
    assert.equal(answerOf(nested({ evaluateTargetHealth: true }), "a"), "b");
  });

  it("lets Route 53 back out of a branch with nothing healthy", () => {
    const branch = (id: string, region: string) => [
      record(`to ${id}`, name, {
        routing: { kind: "latency", region },
        target: { kind: "alias", name: `${id}.example.com`, type: "A", evaluateTargetHealth: true },
      }),
      record(id, `${id}.example.com`, {
        routing: { kind: "weighted", weight: 1 },
        healthCheck: id,
      }),
    ];
    const tree = topologyOf(
      [...branch("near", "us-east-1"), ...branch("far", "ap-southeast-2")],
      checksOf(["near", "far"]),
    );
    assert.equal(answerOf(tree, "near"), "far");
  });

  it("switched off, keeps Route 53 in the branch", () => {
    assert.deepEqual(answerOf(nested({ evaluateTargetHealth: false }), "a", "b"), ["a", "b"]);
  });

  it("and a check must both pass", () => {
    const both = nested({ evaluateTargetHealth: true, healthCheck: "c" });
    assert.deepEqual(answerOf(both), ["a", "b"]);
    assert.equal(answerOf(both, "c"), "backup");
    assert.equal(answerOf(both, "a", "b"), "backup");
  });

  it("ends at an alias in between that has none: it always counts as healthy", () => {
    const cut = nested({
      evaluateTargetHealth: true,
      between: {
        target: {
          kind: "alias",
          name: "inner.example.com",
          type: "A",
          evaluateTargetHealth: false,
        },
      },
    });
    assert.deepEqual(answerOf(cut, "a", "b"), ["a", "b"]);
  });

  it("passes through an alias in between that evaluates it", () => {
    assert.equal(answerOf(nested({ evaluateTargetHealth: true, between: {} }), "a", "b"), "backup");
  });

  it("of an endpoint whose evaluation is not known is unknown, where it matters", () => {
    const pair = topologyOf(
      [
        record("bucket", name, {
          routing: primary,
          target: { kind: "aliasEndpoint", endpoint: "bucket", evaluateTargetHealth: true },
        }),
        guarded("west", { routing: secondary }),
      ],
      checksOf(["west"]),
      [loadBalancer("bucket", { targetHealth: undefined })],
    );
    const { answer: found, unknown } = answer(pair, name, new Set());
    assert.equal(found, null);
    assert.match(unknown[0]!.reason, /evaluates the health of bucket/);
    assert.equal(answerOf(pair, "west"), "bucket");
  });
});

describe("weights (Developer Guide: Weighted routing, Health checks)", () => {
  const weighted = (weights: Record<string, number>, unguarded: string[] = []) =>
    topologyOf(
      Object.entries(weights).map(([id, weight]) =>
        record(id, name, {
          routing: { kind: "weighted", weight },
          healthCheck: unguarded.includes(id) ? undefined : id,
        }),
      ),
      checksOf(Object.keys(weights)),
    );

  it("share the answer among the healthy records", () => {
    const group = weighted({ a: 1, b: 255, c: 3 });
    assert.deepEqual(answerOf(group), ["a", "b", "c"]);
    assert.deepEqual(answerOf(group, "b"), ["a", "c"]);
  });

  it("of zero count only when all others are unhealthy", () => {
    const group = weighted({ a: 1, b: 1, standby: 0 });
    assert.deepEqual(answerOf(group), ["a", "b"]);
    assert.equal(answerOf(group, "a"), "b");
    assert.equal(answerOf(group, "a", "b"), "standby");
  });

  it("of zero are left out again when nothing is healthy", () => {
    assert.deepEqual(answerOf(weighted({ a: 1, b: 1, standby: 0 }), "a", "b", "standby"), [
      "a",
      "b",
    ]);
  });

  it("of zero take over without a check as well", () => {
    const group = weighted({ a: 1, b: 1, standby: 0 }, ["standby"]);
    assert.equal(answerOf(group, "b", "standby"), "a");
    assert.equal(answerOf(group, "a", "b", "standby"), "standby");
  });

  it("that are all zero are equal (API field Weight)", () => {
    assert.deepEqual(answerOf(weighted({ a: 0, b: 0 })), ["a", "b"]);
  });
});

describe("multivalue answers (Developer Guide: Multivalue answer routing)", () => {
  const sites = Array.from({ length: 10 }, (_, position) => `site-${position}`);
  const group = topologyOf(
    sites.map((id) => guarded(id, { routing: { kind: "multivalue" } })),
    checksOf(sites),
  );

  it("lead to any healthy record: up to eight are drawn from all of them", () => {
    assert.deepEqual(answerOf(group), sites);
    assert.deepEqual(
      answerOf(group, "site-3"),
      sites.filter((site) => site !== "site-3"),
    );
  });

  it("lead to unhealthy ones when none is healthy", () => {
    assert.deepEqual(answerOf(group, ...sites), sites);
  });

  it("cannot be aliases (API field MultiValueAnswer)", () => {
    const alias = topologyOf([
      record("a", name, {
        routing: { kind: "multivalue" },
        target: { kind: "aliasEndpoint", endpoint: "a", evaluateTargetHealth: true },
      }),
    ]);
    assert.match(answer(alias, name, new Set()).unknown[0]!.reason, /cannot be an alias/);
  });
});

describe("geolocation (Developer Guide: Values specific for geolocation records)", () => {
  const at = (id: string, location: GeoLocation) =>
    guarded(id, { routing: { kind: "geolocation", location } });
  const state = at("state", { kind: "subdivision", country: "US", subdivision: "WA" });
  const country = at("country", { kind: "country", country: "US" });
  const continent = at("continent", { kind: "continent", continent: "NA" });
  const anywhere = at("anywhere", { kind: "default" });
  const of = (...records: RecordSet[]) =>
    topologyOf(records, checksOf(["state", "country", "continent", "anywhere", "other"]));

  it("walks up to larger areas until one is healthy", () => {
    const group = of(state, country, continent, anywhere);
    assert.deepEqual(answerOf(group), ["anywhere", "continent", "country", "state"]);
    assert.deepEqual(answerOf(group, "state", "country"), ["anywhere", "continent"]);
    assert.equal(answerOf(group, "state", "country", "continent"), "anywhere");
  });

  it("answers with the smallest area when none of them is healthy", () => {
    assert.deepEqual(answerOf(of(country, anywhere), "country", "anywhere"), [
      "anywhere",
      "country",
    ]);
  });

  it("without a default leaves clients elsewhere without an answer", () => {
    const { answer: found, someWithout } = answer(of(country, continent), name, new Set());
    assert.deepEqual(found, ["continent", "country"]);
    assert.equal(someWithout, true);
    assert.equal(answer(of(country, anywhere), name, new Set()).someWithout, false);
  });

  it("does not mix places: a client is in the same one at every name", () => {
    const inner = "inner.example.com";
    const nestedPlaces = topologyOf([
      record("japan", name, {
        routing: { kind: "geolocation", location: { kind: "country", country: "JP" } },
        target: { kind: "alias", name: inner, type: "A", evaluateTargetHealth: false },
      }),
      record("others", name, { routing: { kind: "geolocation", location: { kind: "default" } } }),
      record("japan inside", inner, {
        routing: { kind: "geolocation", location: { kind: "country", country: "JP" } },
      }),
      record("others inside", inner, {
        routing: { kind: "geolocation", location: { kind: "default" } },
      }),
    ]);
    assert.deepEqual(answerOf(nestedPlaces), ["japan inside", "others"]);
  });

  it("does not know a country that Route 53 does not list", () => {
    const nowhere = at("other", { kind: "country", country: "ZZ" });
    assert.match(
      answer(of(nowhere, anywhere), name, new Set()).unknown[0]!.reason,
      /does not list/,
    );
  });
});

describe("CNAMEs and names", () => {
  const cname = (to: string) => ({ kind: "cname", name: to }) as const;

  it("are followed to the addresses of the name", () => {
    const topology = topologyOf([
      record("alias", name, { type: "CNAME", target: cname("www.example.com") }),
      record("a", "www.example.com"),
    ]);
    assert.equal(answerOf(topology), "a");
  });

  it("lead nowhere in a circle, and end", () => {
    const topology = topologyOf([
      record("one", name, { type: "CNAME", target: cname("two.example.com") }),
      record("two", "two.example.com", { type: "CNAME", target: cname(name) }),
    ]);
    assert.deepEqual(answer(topology, name, new Set()), {
      answer: null,
      unknown: [],
      someWithout: true,
      path: ["one", "two"],
    });
  });

  it("lead nowhere, and end, where aliases evaluate each other's health in a circle", () => {
    const alias = (to: string) =>
      ({ kind: "alias", name: to, type: "A", evaluateTargetHealth: true }) as const;
    const topology = topologyOf([
      record("one", name, { routing: primary, target: alias("two.example.com") }),
      record("west", name, { routing: secondary }),
      record("two", "two.example.com", { target: alias(name) }),
    ]);
    const { answer: found, someWithout } = answer(topology, name, new Set());
    assert.equal(found, null);
    assert.equal(someWithout, true);
  });

  it("are unknown where no record of the name is declared", () => {
    const topology = topologyOf([
      record("alias", name, { type: "CNAME", target: cname("elsewhere.example.org") }),
    ]);
    assert.deepEqual(answer(topology, name, new Set()).unknown, [
      { subject: "elsewhere.example.org", reason: "no record of that name is declared" },
    ]);
  });

  it("are given up as unknown, and not followed for ever, through thousands of records", () => {
    const links = Array.from({ length: 5000 }, (_, position) => [
      record(`cname ${position}`, `c${position}.example.com`, {
        type: "CNAME",
        target: cname(`c${position + 1}.example.com`),
      }),
      record(`alias ${position}`, `a${position}.example.com`, {
        target: {
          kind: "alias",
          name: `a${position + 1}.example.com`,
          type: "A",
          evaluateTargetHealth: true,
        },
      }),
    ]).flat();
    const topology = topologyOf([
      ...links,
      record("c", "c5000.example.com"),
      record("a", "a5000.example.com"),
    ]);
    for (const start of ["c0.example.com", "a0.example.com"]) {
      const { answer: found, unknown } = answer(topology, start, new Set());
      assert.equal(found, null);
      assert.match(unknown.at(-1)!.reason, /more than 200/);
    }
  });

  it("join IPv4 and IPv6 clients, and IPv6 clients fall back to IPv4", () => {
    const both = topologyOf([record("four", name), record("six", name, { type: "AAAA" })]);
    assert.deepEqual(answerOf(both), ["four", "six"]);
    const partly = topologyOf(
      [
        record("to both", name, {
          type: "CNAME",
          routing: primary,
          healthCheck: "four",
          target: cname("both.example.com"),
        }),
        record("to four", name, {
          type: "CNAME",
          routing: secondary,
          target: cname("four.example.com"),
        }),
        record("four", "both.example.com"),
        record("six", "both.example.com", { type: "AAAA" }),
        record("spare", "four.example.com"),
      ],
      checksOf(["four"]),
    );
    const { answer: found, someWithout } = answer(partly, name, new Set(["four"]));
    assert.equal(found, "spare");
    assert.equal(someWithout, false);
  });
});

describe("what Route 53 refuses or the model does not know", () => {
  const toSix = { kind: "cname", name: "six.example.com" } as const;

  const cases: [string, RecordSet[], RegExp][] = [
    [
      "a policy that is not known",
      [record("a", name, { routing: { kind: "unknown", reason: "geoproximity routing" } })],
      /geoproximity/,
    ],
    [
      "mixed policies",
      [record("a", name, { routing: primary }), record("b", name)],
      /mix routing policies: failover, simple/,
    ],
    [
      "two PRIMARY records",
      [record("a", name, { routing: primary }), record("b", name, { routing: primary })],
      /PRIMARY/,
    ],
    [
      "a target that is not known",
      [
        record("a", name, {
          target: { kind: "unknown", reason: "its value is decided at update" },
        }),
      ],
      /decided at update/,
    ],
    [
      "an alias to records of another type",
      [
        record("a", name, {
          target: {
            kind: "alias",
            name: "b.example.com",
            type: "AAAA",
            evaluateTargetHealth: true,
          },
        }),
        record("b", "b.example.com", { type: "AAAA" }),
      ],
      /both must be the same/,
    ],
    [
      "an alias to records that are not declared",
      [
        record("a", name, {
          target: { kind: "alias", name: "b.example.com", type: "A", evaluateTargetHealth: true },
        }),
      ],
      /no record b\.example\.com/,
    ],
  ];
  for (const [what, records, reason] of cases) {
    it(`leaves the answer unknown: ${what}`, () => {
      const { answer: found, unknown } = answer(topologyOf(records), name, new Set());
      assert.equal(found, null);
      assert.match(unknown.map((one) => one.reason).join(), reason);
    });
  }

  it("leaves the health of a target unknown that may be an alias to anything", () => {
    const inPlace = (location: GeoLocation) => ({ kind: "geolocation", location }) as const;
    const topology = topologyOf([
      record("for Japan", name, {
        routing: inPlace({ kind: "country", country: "JP" }),
        target: { kind: "alias", name: "below", type: "A", evaluateTargetHealth: true },
      }),
      record("for others", name, { routing: inPlace({ kind: "default" }) }),
      record("out of sight", "below", {
        routing: inPlace({ kind: "continent", continent: "NA" }),
        target: { kind: "unknown", reason: "it is declared elsewhere" },
      }),
    ]);
    const { answer: found, unknown } = answer(topology, name, new Set());
    assert.equal(found, null);
    assert.deepEqual(unknown, [{ subject: "out of sight", reason: "it is declared elsewhere" }]);
  });

  it("expects addresses of a family only where a record may lead to one", () => {
    const topology = topologyOf([
      record("to six", name, { type: "CNAME", routing: primary, target: toSix }),
      record("to a mixture", name, {
        type: "CNAME",
        routing: secondary,
        target: { kind: "alias", name: "mix", type: "CNAME", evaluateTargetHealth: false },
      }),
      record("weighty", "mix", {
        type: "CNAME",
        routing: { kind: "weighted", weight: 1 },
        target: toSix,
      }),
      record("failing over", "mix", { type: "CNAME", routing: primary, target: toSix }),
      record("six", "six.example.com", { type: "AAAA" }),
    ]);
    const { answer: found, someWithout } = answer(topology, name, new Set());
    assert.equal(found, "six");
    assert.equal(someWithout, false);
  });

  it("does not take an identifier for something that every object has", () => {
    const topology = topologyOf([record("a", name, { healthCheck: "constructor" })]);
    topology.recordSets.push(
      record("b", "b.example.com", { target: { kind: "values", endpoints: ["toString"] } }),
    );
    topology.endpoints = {};
    assert.match(answer(topology, "b.example.com", new Set()).unknown[0]!.reason, /toString/);
  });
});

describe("health checks behind an answer", () => {
  const spare = record("spare", name, { routing: secondary });
  const behind = (check: ReturnType<typeof checkOf> | ReturnType<typeof calculated>) =>
    topologyOf(
      [record("main", name, { routing: primary, healthCheck: "check" }), spare],
      { check, ...checksOf(["main", "other", "third"]) },
      ["main", "other", "third"].map((id) => loadBalancer(id)),
    );

  it("disabled are always healthy (API field Disabled)", () => {
    assert.equal(answerOf(behind(checkOf("main", { disabled: true })), "main"), "main");
  });

  it("inverted are healthy while their target is not (API field Inverted)", () => {
    const inverted = behind(checkOf("main", { inverted: true }));
    assert.equal(answerOf(inverted), "spare");
    assert.equal(answerOf(inverted, "main"), "main");
  });

  it("disabled and inverted are unknown: AWS does not say", () => {
    const both = behind(checkOf("main", { disabled: true, inverted: true }));
    assert.match(answer(both, name, new Set()).unknown[0]!.reason, /disabled and inverted/);
  });

  it("calculated need as many healthy children as their threshold (API field HealthThreshold)", () => {
    const twoOfThree = behind(calculated(["main", "other", "third"], 2));
    assert.equal(answerOf(twoOfThree, "other"), "main");
    assert.equal(answerOf(twoOfThree, "other", "third"), "spare");
  });

  it("calculated with a threshold of 0 are always healthy, with one over their children never", () => {
    assert.equal(answerOf(behind(calculated(["main"], 0)), "main"), "main");
    assert.equal(answerOf(behind(calculated(["main"], 2))), "spare");
    assert.equal(answerOf(behind(calculated(["main"], 2, { inverted: true })), "main"), "main");
  });

  it("calculated cannot watch calculated ones", () => {
    const topology = behind(calculated(["inner"], 1));
    topology.healthChecks.inner = calculated(["main"], 1);
    assert.match(answer(topology, name, new Set()).unknown[0]!.reason, /another calculated check/);
  });

  it("calculated are decided without a child that cannot matter", () => {
    const topology = behind(calculated(["main", "lost"], 1));
    assert.equal(answerOf(topology), "main");
    assert.equal(answer(topology, name, new Set(["main"])).unknown.length, 1);
  });

  it("of a routing control are healthy at ON, and unknown where nothing says how it stands", () => {
    const control = (state: "ON" | "OFF" | undefined) => {
      const topology = behind(checkOf("main"));
      topology.healthChecks.check = {
        kind: "routingControl",
        label: "switch",
        state,
        disabled: false,
        inverted: false,
      };
      return topology;
    };
    assert.equal(answerOf(control("ON"), "main"), "main");
    assert.equal(answerOf(control("OFF")), "spare");
    assert.match(answer(control(undefined), name, new Set()).unknown[0]!.reason, /routing control/);
  });

  it("follow a name through the declared records", () => {
    const topology = behind(checkOf("main", { observes: { kind: "name", name: "x.example.com" } }));
    topology.recordSets.push(
      record("x", "x.example.com", {
        type: "CNAME",
        target: { kind: "cname", name: "y.example.com" },
      }),
      record("y", "y.example.com", { target: { kind: "values", endpoints: ["other"] } }),
    );
    assert.equal(answerOf(topology, "main"), "main");
    assert.equal(answerOf(topology, "other"), "spare");
  });

  it("aimed at a name whose answer changes are unpredictable (API field FullyQualifiedDomainName)", () => {
    const topology = behind(checkOf("main", { observes: { kind: "name", name } }));
    assert.match(answer(topology, name, new Set()).unknown[0]!.reason, /unpredictable/);
  });

  it("aimed at a name that leads back to itself do not always find an address", () => {
    const topology = topologyOf(
      [
        record("main", name, { routing: primary, healthCheck: "own name" }),
        record("back", name, {
          routing: secondary,
          target: { kind: "alias", name, type: "A", evaluateTargetHealth: true },
        }),
      ],
      { "own name": checkOf("main", { observes: { kind: "name", name } }) },
    );
    const { answer: found, unknown } = answer(topology, name, new Set());
    assert.equal(found, null);
    assert.match(unknown[0]!.reason, /does not always have an address/);
  });

  it("that are unknown are named once, however many aliases share the records below", () => {
    const shared = (id: string, at: string, routing: RecordSet["routing"], to: string) =>
      record(id, at, {
        routing,
        target: { kind: "alias", name: to, type: "A", evaluateTargetHealth: true },
      });
    const topology = topologyOf(
      [
        shared("first", name, primary, "below"),
        shared("second", name, secondary, "below"),
        record("guarded", "below", { routing: primary, healthCheck: "out of sight" }),
      ],
      { "out of sight": { kind: "unknown", label: "out of sight", reason: "not seen" } },
    );
    const above = record("above", "above.example.com", {
      target: { kind: "alias", name, type: "A", evaluateTargetHealth: true },
    });
    topology.recordSets.push(
      { ...above, routing: primary },
      { ...record("other", "above.example.com"), routing: secondary },
    );
    topology.endpoints.other = loadBalancer("other");
    assert.deepEqual(answer(topology, "above.example.com", new Set()).unknown, [
      { subject: "out of sight", reason: "not seen" },
    ]);
  });

  it("look names up over IPv4 only", () => {
    const topology = behind(checkOf("main", { observes: { kind: "name", name: "x.example.com" } }));
    topology.recordSets.push(
      record("x", "x.example.com", {
        type: "AAAA",
        target: { kind: "values", endpoints: ["main"] },
      }),
    );
    assert.match(
      answer(topology, name, new Set()).unknown[0]!.reason,
      /does not always have an address/,
    );
  });
});
