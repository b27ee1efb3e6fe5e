import assert from "node:assert/strict";
import type { RecordSet, Routing, Target, Topology } from "../../failover/topology";
import { naiveAnswer } from "./naive-evaluator";

/**
 * The naive evaluator is what the others are compared with, so it is held to the worked examples of
 * the Route 53 developer guide itself.
 */
describe("the naive evaluator", () => {
  describe("on latency aliases to weighted records, as the guide draws them", () => {
    const weighted = (region: string, checks: (string | undefined)[]) =>
      checks.map((check, index) =>
        record(
          `${region}-www`,
          { kind: "weighted", weight: 10 },
          valueIn(`${region}${index}`),
          check,
        ),
      );
    const latency = (region: string, evaluateTargetHealth: boolean, check?: string) =>
      record(
        "example.com",
        { kind: "latency", region },
        { kind: "alias", name: `${region}-www`, type: "A", evaluateTargetHealth },
        check,
      );
    const virginia = ["virginia0", "virginia1"];
    const sydney = ["sydney0", "sydney1"];

    it("answers with any of the four instances while all are healthy", () => {
      const topology = topologyOf([
        latency("virginia", true),
        latency("sydney", true),
        ...weighted("virginia", virginia),
        ...weighted("sydney", sydney),
      ]);
      assert.deepEqual(sitesOf(topology, []), [...sydney, ...virginia]);
    });

    it("backs out of a Region whose weighted records have both failed", () => {
      const topology = topologyOf([
        latency("virginia", true),
        latency("sydney", true),
        ...weighted("virginia", virginia),
        ...weighted("sydney", sydney),
      ]);
      assert.deepEqual(sitesOf(topology, virginia), sydney);
    });

    it("stops using healthy records when the check of the alias above them fails", () => {
      const topology = topologyOf([
        latency("virginia", true, "elsewhere"),
        latency("sydney", true),
        ...weighted("virginia", virginia),
        ...weighted("sydney", sydney),
      ]);
      assert.deepEqual(sitesOf(topology, ["elsewhere"]), sydney);
    });

    it("assumes that a weighted record without a check is healthy", () => {
      const topology = topologyOf([
        latency("virginia", true),
        latency("sydney", true),
        ...weighted("virginia", ["virginia0", undefined]),
        ...weighted("sydney", sydney),
      ]);
      assert.deepEqual(sitesOf(topology, virginia), [...sydney, "virginia1"]);
    });

    it("stays in a branch whose target health is not evaluated", () => {
      const topology = topologyOf([
        latency("virginia", false),
        latency("sydney", true),
        ...weighted("virginia", virginia),
        ...weighted("sydney", sydney),
      ]);
      assert.deepEqual(sitesOf(topology, virginia), [...sydney, ...virginia]);
    });
  });

  describe("with nothing healthy", () => {
    const names = ["example.com", "second", "third", "fourth"];
    const sites = ["a", "b", "c", "d", "e"];
    const chain = (length: number, form: "alias" | "cname", lastCheck: boolean) =>
      topologyOf(
        sites.slice(0, length - 1).flatMap((site, link) => {
          const type = form === "alias" ? "A" : "CNAME";
          const isLast = link === length - 2;
          const next = sites[link + 1]!;
          const onwards: Target =
            form === "alias"
              ? { kind: "alias", name: names[link + 1]!, type, evaluateTargetHealth: true }
              : { kind: "cname", name: names[link + 1]! };
          return [
            record(names[link]!, failover("PRIMARY"), valueIn(site), site, type),
            isLast
              ? record(
                  names[link]!,
                  failover("SECONDARY"),
                  valueIn(next),
                  lastCheck ? next : undefined,
                  type,
                )
              : record(names[link]!, failover("SECONDARY"), onwards, undefined, type),
          ];
        }),
      );

    it("answers the first site of a chain of aliases", () => {
      assert.deepEqual(sitesOf(chain(3, "alias", true), sites), ["a"]);
      assert.deepEqual(sitesOf(chain(5, "alias", true), sites), ["a"]);
    });

    it("answers the last but one of a chain of CNAMEs, which carry no health", () => {
      assert.deepEqual(sitesOf(chain(3, "cname", true), sites), ["b"]);
      assert.deepEqual(sitesOf(chain(5, "cname", true), sites), ["d"]);
    });

    it("answers the last of a chain of CNAMEs whose last record is unguarded", () => {
      assert.deepEqual(sitesOf(chain(5, "cname", false), sites), ["e"]);
    });

    it("answers all records of a weighted group, and the weightless ones only with nothing else", () => {
      const group = (weights: number[]) =>
        topologyOf(
          weights.map((weight, index) =>
            record(
              "example.com",
              { kind: "weighted", weight },
              valueIn(sites[index]!),
              sites[index],
            ),
          ),
        );
      assert.deepEqual(sitesOf(group([1, 1, 0]), []), ["a", "b"]);
      assert.deepEqual(sitesOf(group([1, 1, 0]), ["a", "b"]), ["c"]);
      assert.deepEqual(sitesOf(group([1, 1, 0]), ["a", "b", "c"]), ["a", "b"]);
      assert.deepEqual(sitesOf(group([0, 0, 0]), ["a", "b", "c"]), ["a", "b", "c"]);
    });
  });

  it("walks from a state up to its country, its continent and the default record", () => {
    const places = [
      { kind: "subdivision", country: "US", subdivision: "WA" },
      { kind: "country", country: "US" },
      { kind: "continent", continent: "NA" },
      { kind: "default" },
    ] as const;
    const group = (count: number) =>
      topologyOf(
        places
          .slice(0, count)
          .map((location, index) =>
            record(
              "example.com",
              { kind: "geolocation", location },
              valueIn(`${index}`),
              `${index}`,
            ),
          ),
      );
    assert.deepEqual(sitesOf(group(4), ["0"]), ["1", "2", "3"]);
    assert.deepEqual(sitesOf(group(4), ["0", "1", "2"]), ["3"]);
    assert.equal(naiveAnswer(group(4), "example.com", []).noAnswer, false);
    assert.equal(naiveAnswer(group(3), "example.com", []).noAnswer, true);
  });

  it("calls a check unpredictable that looks up the name that it guards", () => {
    const topology = topologyOf([
      record("example.com", failover("PRIMARY"), valueIn("a"), "self"),
      record("example.com", failover("SECONDARY"), valueIn("b")),
    ]);
    topology.healthChecks["self"] = checkOf({ kind: "name", name: "example.com" });
    assert.equal(naiveAnswer(topology, "example.com", []).unknown, true);
  });

  it("follows a check's name to the site that it always leads to", () => {
    const topology = topologyOf([
      record("example.com", failover("PRIMARY"), valueIn("a"), "by-name"),
      record("example.com", failover("SECONDARY"), valueIn("b")),
      record("a.example.com", { kind: "simple" }, valueIn("a")),
    ]);
    topology.healthChecks["by-name"] = checkOf({ kind: "name", name: "a.example.com" });
    assert.deepEqual(sitesOf(topology, []), ["a"]);
    assert.deepEqual(sitesOf(topology, ["a"]), ["b"]);
    assert.equal(naiveAnswer(topology, "example.com", []).unknown, false);
  });

  it("knows an answer that no unknown can change, and no other", () => {
    const topology = topologyOf([
      record("example.com", failover("PRIMARY"), valueIn("a"), "a"),
      record("example.com", failover("SECONDARY"), valueIn("b"), "missing"),
    ]);
    delete topology.healthChecks["missing"];
    assert.equal(naiveAnswer(topology, "example.com", []).unknown, false);
    assert.equal(naiveAnswer(topology, "example.com", ["a"]).unknown, true);
  });

  it("finds no address where aliases lead back to themselves", () => {
    const onwards = (name: string): Target => ({
      kind: "alias",
      name,
      type: "A",
      evaluateTargetHealth: true,
    });
    const topology = topologyOf([
      record("example.com", failover("PRIMARY"), onwards("second")),
      record("second", failover("PRIMARY"), onwards("example.com")),
    ]);
    assert.equal(naiveAnswer(topology, "example.com", []).noAnswer, true);
  });
});

function sitesOf(topology: Topology, failedSites: string[]): string[] {
  return naiveAnswer(topology, "example.com", failedSites).sites;
}

function failover(role: "PRIMARY" | "SECONDARY"): Routing {
  return { kind: "failover", role };
}

/** An address that stands alone in its site. */
function valueIn(site: string): Target {
  return { kind: "values", endpoints: [site] };
}

function record(
  name: string,
  routing: Routing,
  target: Target,
  healthCheck?: string,
  type: RecordSet["type"] = "A",
): RecordSet {
  const id = JSON.stringify([name, type, routing, target]);
  return { id, label: id, name, type, routing, target, healthCheck, ttlSeconds: 10 };
}

/** With an endpoint for every site that occurs, and a check of it that has the site's name. */
function topologyOf(recordSets: RecordSet[]): Topology {
  const sites = recordSets.flatMap(({ target, healthCheck }) => [
    ...(target.kind === "values" ? target.endpoints : []),
    ...(healthCheck === undefined ? [] : [healthCheck]),
  ]);
  return {
    recordSets,
    healthChecks: Object.fromEntries(
      sites.map((site) => [site, checkOf({ kind: "endpoint", endpoint: site })]),
    ),
    endpoints: Object.fromEntries(
      sites.map((site) => [
        site,
        { label: site, site, keepAliveSeconds: undefined, targetHealth: undefined },
      ]),
    ),
    unknowns: [],
  };
}

function checkOf(
  observes: { kind: "endpoint"; endpoint: string } | { kind: "name"; name: string },
): Topology["healthChecks"][string] {
  return {
    kind: "endpoint",
    label: "check",
    disabled: false,
    inverted: false,
    protocol: "HTTPS",
    intervalSeconds: 10,
    failureThreshold: 2,
    checkerRegions: undefined,
    observes,
  };
}
