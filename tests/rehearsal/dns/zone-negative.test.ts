import assert from "node:assert/strict";
import type { Topology } from "../../../failover/topology";
import { cnameChain, name, record, regions, topologyOf } from "../../failover/example-topology";
import { addressOf, apex, cname, inLines, replyOf, zoneOf } from "./dns-fixture";

const [first, second, third] = regions as [string, string, string];

describe("a zone without an address to give", () => {
  const { zone } = zoneOf(cnameChain());

  it("says that a name has no such records, with its SOA", () => {
    for (const [asked, type, chain] of [
      [name, "AAAA", 1],
      [name, "MX", 1],
      [name, "UNKNOWN_65", 1],
      [`us-east-1.${name}`, "CNAME", 0],
      [`us-east-1.${name}`, "TXT", 0],
      [`us-east-1.${name}`, "NS", 0],
      [apex, "A", 0],
    ] as const) {
      const { code, answers, authorities } = replyOf(zone, { name: asked, type });
      assert.equal(code, "NOERROR", type);
      assert.equal(answers.length, chain, type);
      assert.deepEqual(
        authorities.map((one) => [one.name, one.type, one.ttlSeconds]),
        [[apex, "SOA", 900]],
      );
    }
  });

  it("says that it has no such name, also behind a CNAME", () => {
    const missing = replyOf(zone, { name: `nowhere.${name}`, type: "A" });
    assert.deepEqual(
      [missing.code, missing.isAuthoritative, missing.authorities[0]?.type],
      ["NXDOMAIN", true, "SOA"],
    );
    const leads = zoneOf(topologyOf([cname(name, "gone.example.com")])).zone;
    const behind = replyOf(leads, { name, type: "A" });
    assert.deepEqual(
      [behind.code, inLines(behind)],
      ["NXDOMAIN", [`${name} 10 CNAME gone.example.com`]],
    );
  });

  it("knows that names between its own exist", () => {
    const deep = zoneOf(topologyOf([record(first, "a.b.example.com")])).zone;
    assert.equal(replyOf(deep, { name: "b.example.com", type: "A" }).code, "NOERROR");
  });

  it("refuses other zones and transfers, and does not follow a CNAME out", () => {
    for (const question of [
      { name: "example.org", type: "A" },
      { name: "notexample.com", type: "A" },
      { name: ".", type: "NS" },
      { name: apex, type: "AXFR" },
    ]) {
      const { code, isAuthoritative } = replyOf(zone, question);
      assert.deepEqual({ code, isAuthoritative }, { code: "REFUSED", isAuthoritative: false });
    }
    const leads = zoneOf(topologyOf([cname(name, "cdn.example.org")])).zone;
    const { code, answers, authorities } = replyOf(leads, { name, type: "A" });
    assert.deepEqual([code, answers.length, authorities.length], ["NOERROR", 1, 0]);
  });

  it("stops in a circle of CNAMEs, and after many of them", () => {
    const circle = [cname(name, "b.example.com"), cname("b.example.com", name)];
    assert.equal(replyOf(zoneOf(topologyOf(circle)).zone, { name, type: "A" }).answers.length, 2);
    const long = Array.from({ length: 40 }, (_, n) =>
      cname(`n${n}.example.com`, `n${n + 1}.example.com`),
    );
    const { answers } = replyOf(zoneOf(topologyOf(long)).zone, {
      name: "n0.example.com",
      type: "A",
    });
    assert.equal(answers.length, 16);
  });

  it("gives nothing for aliases in a circle", () => {
    const alias = (own: string, target: string) =>
      record(own, own, {
        target: { kind: "alias", name: target, type: "A", evaluateTargetHealth: false },
      });
    const circle = zoneOf(
      topologyOf([alias(name, "b.example.com"), alias("b.example.com", name)]),
    ).zone;
    const { code, answers } = replyOf(circle, { name, type: "A" });
    assert.deepEqual({ code, answers }, { code: "NOERROR", answers: [] });
  });
});

describe("what the model cannot settle", () => {
  const servFails = (topology: Topology, asked = name, sites = addressOf) => {
    const { zone } = zoneOf(topology, { addressOf: sites });
    const { code, answers } = replyOf(zone, { name: asked, type: "A" });
    assert.deepEqual({ code, answers }, { code: "SERVFAIL", answers: [] });
  };

  it("is not answered where a target, a check or a TTL is not known", () => {
    servFails(
      topologyOf([record(first, name, { target: { kind: "unknown", reason: "elsewhere" } })]),
    );
    servFails(topologyOf([record(first, name, { ttlSeconds: undefined })]));
    const guarded = (role: "PRIMARY" | "SECONDARY", site: string) =>
      record(site, name, { routing: { kind: "failover", role }, healthCheck: "gone" });
    servFails(topologyOf([guarded("PRIMARY", first), guarded("SECONDARY", second)]));
  });

  it("is not answered behind a CNAME either", () => {
    servFails(
      topologyOf([
        cname(name, "next.example.com"),
        record(first, "next.example.com", { routing: { kind: "unknown", reason: "CIDR" } }),
      ]),
    );
  });

  it("is not answered for a site without an address, or a name that only a wildcard covers", () => {
    servFails(topologyOf([record(third, name)]), name, () => undefined);
    servFails(topologyOf([record(first, "*.example.com")]), "any.example.com");
  });
});
