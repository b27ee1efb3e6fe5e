import assert from "node:assert/strict";
import fc from "fast-check";
import { type ChainRecord, layOutChain, recordForm, regionalName } from "../../failover/chain";

const domain = "app.example.com";

/** `name ROLE -> target [guarded by Region] (owner)`, in the chain's own order. */
function describeRecord({ name, role, target, guardedBy, owner }: ChainRecord): string {
  const leadsTo = target.kind === "region" ? target.region : target.name;
  return `${name} ${role} -> ${leadsTo}${guardedBy === undefined ? "" : ` if ${guardedBy}`} (${owner})`;
}

describe("layOutChain", () => {
  it("has nothing to fail over to with one Region", () => {
    assert.deepEqual(layOutChain(domain, ["eu-west-1"]).map(describeRecord), [
      "app.example.com SIMPLE -> eu-west-1 (eu-west-1)",
    ]);
  });

  it("is one pair with two Regions, each guarded by its own check", () => {
    assert.deepEqual(layOutChain(domain, ["eu-west-1", "us-east-1"]).map(describeRecord), [
      "app.example.com PRIMARY -> eu-west-1 if eu-west-1 (eu-west-1)",
      "app.example.com SECONDARY -> us-east-1 if us-east-1 (us-east-1)",
    ]);
  });

  it("nests the second pair below the first with three Regions, tail first", () => {
    assert.deepEqual(
      layOutChain(domain, ["us-east-1", "us-west-2", "eu-central-1"]).map(describeRecord),
      [
        "failover-2.app.example.com PRIMARY -> us-west-2 if us-west-2 (us-west-2)",
        "failover-2.app.example.com SECONDARY -> eu-central-1 if eu-central-1 (eu-central-1)",
        "app.example.com PRIMARY -> us-east-1 if us-east-1 (us-east-1)",
        "app.example.com SECONDARY -> failover-2.app.example.com (us-west-2)",
      ],
    );
  });

  it("has four links with five Regions, each SECONDARY owned by the next Region", () => {
    const regions = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1"];
    assert.deepEqual(layOutChain(domain, regions).map(describeRecord), [
      "failover-4.app.example.com PRIMARY -> us-west-2 if us-west-2 (us-west-2)",
      "failover-4.app.example.com SECONDARY -> ca-central-1 if ca-central-1 (ca-central-1)",
      "failover-3.app.example.com PRIMARY -> us-west-1 if us-west-1 (us-west-1)",
      "failover-3.app.example.com SECONDARY -> failover-4.app.example.com (us-west-2)",
      "failover-2.app.example.com PRIMARY -> us-east-2 if us-east-2 (us-east-2)",
      "failover-2.app.example.com SECONDARY -> failover-3.app.example.com (us-west-1)",
      "app.example.com PRIMARY -> us-east-1 if us-east-1 (us-east-1)",
      "app.example.com SECONDARY -> failover-2.app.example.com (us-east-2)",
    ]);
  });

  const chains: fc.Arbitrary<string[]> = fc.uniqueArray(
    fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
    {
      minLength: 2,
      maxLength: 10,
    },
  );

  it("reaches the Regions in order when the ones before them are gone", () => {
    fc.assert(
      fc.property(chains, fc.nat(9), (regions, lost) => {
        const healthy = new Set<string>(regions.slice(lost % regions.length));
        assert.equal(walk(layOutChain(domain, regions), healthy), regions[lost % regions.length]);
      }),
    );
  });

  it("keeps every identifier when the order changes, so that records are updated in place", () => {
    fc.assert(
      fc.property(chains, (regions) => {
        const identities = (order: string[]) =>
          layOutChain(domain, order).map(({ id, name, role }) => `${id} ${name} ${role}`);
        assert.deepEqual(identities([...regions].reverse()), identities(regions));
      }),
    );
  });

  it("gives every Region's stack at most one PRIMARY and one SECONDARY, and every record one owner", () => {
    fc.assert(
      fc.property(chains, (regions) => {
        const records = layOutChain(domain, regions);
        assert.equal(records.length, 2 * (regions.length - 1));
        assert.equal(
          new Set(records.map(({ owner, role }) => `${owner} ${role}`)).size,
          records.length,
        );
        assert.ok(records.every(({ owner }) => regions.includes(owner)));
      }),
    );
  });

  it("guards a record only by its owner's check, so that no stack needs another's", () => {
    fc.assert(
      fc.property(chains, (regions) => {
        for (const { guardedBy, owner } of layOutChain(domain, regions)) {
          assert.ok(guardedBy === undefined || guardedBy === owner);
        }
      }),
    );
  });

  it("names a link's target before the link that leads to it", () => {
    fc.assert(
      fc.property(chains, (regions) => {
        const seen = new Set<number>();
        for (const { link, target } of layOutChain(domain, regions)) {
          assert.ok(target.kind === "region" || seen.has(target.link));
          seen.add(link);
        }
      }),
    );
  });
});

describe("recordForm", () => {
  it("is an alias at the zone apex, whatever case and final dot", () => {
    assert.equal(recordForm("Example.com", "example.COM."), "ALIAS");
  });

  it("is a CNAME below the apex", () => {
    assert.equal(recordForm("app.example.com", "example.com"), "CNAME");
  });
});

describe("regionalName", () => {
  it("stands below the failover name", () => {
    assert.equal(regionalName(domain, "us-east-1"), "us-east-1.app.example.com");
  });
});

/** Follows the pairs by hand: the PRIMARY while its Region is healthy, else the SECONDARY. */
function walk(records: ChainRecord[], healthy: Set<string>, name = domain): string {
  const at = (role: string) =>
    records.find((record) => record.name === name && record.role === role)!;
  const primary = at("PRIMARY").target;
  const target =
    primary.kind === "region" && healthy.has(primary.region) ? primary : at("SECONDARY").target;
  return target.kind === "region" ? target.region : walk(records, healthy, target.name);
}
