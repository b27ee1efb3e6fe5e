import { strict as assert } from "node:assert";
import { computed, secret } from "../../../declared/declared-resource";
import { declare, failover, from, Read, record, zone } from "./declare";

const address = { type: "A", ttl: 10, records: ["192.0.2.1"] };

describe("names of records", () => {
  for (const [what, name, expected] of [
    ["relative to the zone", "www", "www.example.com"],
    ["relative, with several labels", "eu.www", "eu.www.example.com"],
    ["whole", "www.example.com", "www.example.com"],
    ["whole, with a final dot and in capitals", "WWW.Example.com.", "www.example.com"],
    ["of the apex, left empty", "", "example.com"],
    ["of the apex, whole", "example.com", "example.com"],
    ["with a wildcard", "*", "*.example.com"],
    ["with a wildcard as Route 53 writes it", "\\052.example.com.", "*.example.com"],
    ["that end like the zone without lying in it", "myexample.com", "myexample.com.example.com"],
  ] as const) {
    it(`are read ${what}`, () => {
      const read = new Read(
        zone("example.com", {}, "Z1"),
        record("r", { ...address, name, zoneId: "Z1" }),
      );
      assert.equal(read.record("r").name, expected);
    });
  }

  it("follow the zone by property where its id is not known", () => {
    const own = zone("example.com");
    const read = new Read(
      own,
      zone("example.org"),
      record("r", { ...address, name: "www", zoneId: computed }, { zoneId: [own] }),
    );
    assert.equal(read.record("r").name, "www.example.com");
  });

  it("are what AWS reports where the zone cannot be seen", () => {
    const existing = declare(
      "aws:route53/record:Record",
      "r",
      { ...address, name: "www", zoneId: "Z9" },
      { outputs: { fqdn: "www.example.com" } },
    );
    assert.equal(new Read(existing).record("r").name, "www.example.com");
  });

  it("are taken as whole ones where the zone cannot be seen", () => {
    const read = new Read(record("r", { ...address, name: "www.example.com", zoneId: computed }));
    assert.equal(read.record("r").name, "www.example.com");
  });

  it("of one label are unknown where the zone cannot be seen", () => {
    const read = new Read(record("r", { ...address, ...failover("PRIMARY"), name: "www" }));
    assert.deepEqual(read.topology.recordSets, []);
    assert.deepEqual(read.topology.unknowns, [
      { subject: "record r", reason: "its name is relative to a zone whose name cannot be seen" },
    ]);
  });

  for (const [what, value, words] of [
    ["not known", computed, "is not known before the update"],
    ["secret", secret, "is a secret"],
  ] as const) {
    it(`that are ${what} may belong to any name`, () => {
      const read = new Read(record("r", { ...address, ...failover("PRIMARY"), name: value }));
      assert.deepEqual(read.topology.unknowns, [
        { subject: "record r", reason: `its name ${words}, so that it may belong to any name` },
      ]);
    });
  }

  it("of records that validate certificates serve nobody", () => {
    const certificate = declare("aws:acm/certificate:Certificate", "c");
    const read = new Read(
      certificate,
      record(
        "r",
        { ...failover("PRIMARY"), name: computed, type: computed, records: [computed], ttl: 60 },
        { name: [certificate] },
      ),
    );
    assert.deepEqual(read.topology, {
      recordSets: [],
      healthChecks: {},
      endpoints: {},
      unknowns: [],
    });
  });

  it("that are not known stay unknown where something else than a certificate decides too", () => {
    const certificate = declare("aws:acm/certificate:Certificate", "c");
    const other = declare("random:index:Pet", "p");
    const read = new Read(
      certificate,
      other,
      record(
        "r",
        { ...address, ...failover("PRIMARY"), name: computed },
        { name: [certificate, other] },
      ),
    );
    assert.equal(read.topology.unknowns.length, 1);
  });

  it("without a type belong to nothing that is known", () => {
    const read = new Read(record("r", { ...address, name: "www.example.com", type: computed }));
    assert.deepEqual(read.topology.recordSets, []);
    assert.match(read.topology.unknowns[0]!.reason, /type of www.example.com is not known/);
  });

  it("of other types than addresses and CNAMEs are left out", () => {
    const read = new Read(
      record("r", { name: "www.example.com", type: "TXT", ttl: 10, records: ["v=spf1"] }),
    );
    assert.deepEqual(read.topology.recordSets, []);
    assert.deepEqual(read.topology.unknowns, []);
  });

  describe("in several zones", () => {
    const www = (name: string, zoneId: string) =>
      record(name, { ...address, name: "www.example.com", zoneId });

    it("are those of the public one for clients on the internet", () => {
      const read = new Read(
        zone("example.com", {}, "Z1"),
        declare(
          "aws:route53/zone:Zone",
          "inside",
          { name: "example.com", vpcs: [{ vpcId: "vpc-1" }] },
          { outputs: { zoneId: "Z2" } },
        ),
        www("outside", "Z1"),
        www("inside", "Z2"),
      );
      assert.deepEqual(
        read.topology.recordSets.map(({ id }) => id.split("::").at(-1)),
        ["outside"],
      );
    });

    it("are kept where only a private zone has them", () => {
      const read = new Read(
        zone("example.com", { vpcs: [{ vpcId: "vpc-1" }] }, "Z2"),
        www("inside", "Z2"),
      );
      assert.equal(read.topology.recordSets.length, 1);
    });

    it("are not known where two public ones have them", () => {
      const read = new Read(www("one", "Z1"), www("other", "Z2"));
      assert.equal(read.record("one").routing.kind, "unknown");
      assert.equal(read.record("other").routing.kind, "unknown");
    });
  });

  it("are read once where stacks repeat the same record", () => {
    const repeated = (name: string, value: string) =>
      record(name, {
        name: "_x.example.com",
        type: "CNAME",
        ttl: 60,
        records: [value],
        allowOverwrite: true,
      });
    assert.equal(
      new Read(repeated("a", "y.net"), repeated("b", "y.net")).topology.recordSets.length,
      1,
    );
    assert.equal(
      new Read(repeated("a", "y.net"), repeated("b", "z.net")).topology.recordSets.length,
      2,
    );
  });

  it("of traffic policies are known, and their answers are not", () => {
    const read = new Read(
      declare("aws:route53/trafficPolicyInstance:TrafficPolicyInstance", "t", {
        name: "www.example.com",
      }),
    );
    const [set] = read.topology.recordSets;
    assert.equal(set?.name, "www.example.com");
    assert.deepEqual(set.routing, {
      kind: "unknown",
      reason: "traffic policies are not part of the model",
    });
  });

  it("of a whole zone declared together are unknown", () => {
    const read = new Read(
      declare("aws:route53/recordsExclusive:RecordsExclusive", "all", { zoneId: "Z1" }),
    );
    assert.deepEqual(read.topology.unknowns, [
      {
        subject: "RecordsExclusive all",
        reason: "it declares all records of a zone together, which is not read",
      },
    ]);
  });

  it("come with what Route 53 calls the records", () => {
    const read = new Read(
      zone("example.com", {}, "Z1"),
      record("p", { ...address, ...failover("PRIMARY"), name: "www" }),
      record("w", {
        ...address,
        name: "api",
        setIdentifier: "eu",
        weightedRoutingPolicies: [{ weight: 1 }],
      }),
      record("s", { ...address, name: "one" }),
    );
    assert.deepEqual(
      read.topology.recordSets.map(({ label }) => label),
      ["www.example.com PRIMARY", 'api.example.com "eu"', "one.example.com"],
    );
  });

  it("have their TTL, and an alias has none", () => {
    const lb = declare("aws:lb/loadBalancer:LoadBalancer", "lb", {}, { region: "us-east-1" });
    const alias = { name: computed, zoneId: computed, evaluateTargetHealth: true };
    const read = new Read(
      lb,
      record("a", { ...address, name: "a.example.com" }),
      record("b", { ...address, name: "b.example.com", ttl: computed }),
      record("c", { ...address, name: "c.example.com", ttl: "30" }),
      declare(
        "aws:route53/record:Record",
        "d",
        { name: "d.example.com", type: "A", ttl: 0, aliases: [alias] },
        from({ aliases: [lb] }),
      ),
    );
    assert.deepEqual(
      ["a", "b", "c", "d"].map((name) => read.record(name).ttlSeconds),
      [10, undefined, 30, undefined],
    );
  });
});
