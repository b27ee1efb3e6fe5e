import { strict as assert } from "node:assert";
import { computed, type DeclaredInputs } from "../../../declared/declared-resource";
import { declare, from, loadBalancer, Read, record, zone } from "./declare";

const east = loadBalancer("us-east-1", {
  outputs: { dnsName: "Shop-1.us-east-1.elb.amazonaws.com" },
});
const hidden = loadBalancer("us-west-2");

function alias(name: unknown, evaluateTargetHealth: unknown = true): DeclaredInputs {
  return {
    type: "A",
    aliases: [{ name, zoneId: computed, evaluateTargetHealth }],
  } as DeclaredInputs;
}
const cname = (...records: unknown[]) => ({ type: "CNAME", ttl: 10, records }) as DeclaredInputs;
const addresses = (...records: unknown[]) => ({ type: "A", ttl: 10, records }) as DeclaredInputs;
const named = (name: string, inputs: DeclaredInputs) =>
  record(name, { name: `${name}.example.com`, ...inputs });

describe("where an alias leads", () => {
  for (const [what, name] of [
    ["its name", "shop-1.us-east-1.elb.amazonaws.com"],
    ["its name in capitals, with a final dot", "SHOP-1.US-EAST-1.elb.amazonaws.com."],
    ["its name with the console's prefix", "dualstack.shop-1.us-east-1.elb.amazonaws.com"],
  ] as const) {
    it(`is a declared load balancer, by ${what}`, () => {
      const read = new Read(east, named("r", alias(name)));
      assert.deepEqual(read.record("r").target, {
        kind: "aliasEndpoint",
        endpoint: east.urn,
        evaluateTargetHealth: true,
      });
      assert.deepEqual(read.sites("r"), ["us-east-1"]);
    });
  }

  it("is a load balancer that does not exist yet, by property", () => {
    const read = new Read(
      east,
      hidden,
      record("r", { name: "r.example.com", ...alias(computed) }, { aliases: [hidden] }),
    );
    assert.deepEqual(read.sites("r"), ["us-west-2"]);
  });

  it("is the Region in a host name of AWS that nothing declares", () => {
    const read = new Read(named("r", alias("other-2.eu-central-1.elb.amazonaws.com")));
    assert.deepEqual(read.sites("r"), ["eu-central-1"]);
    const [endpoint] = Object.values(read.topology.endpoints);
    assert.notEqual(endpoint?.targetHealth, undefined);
    assert.equal(endpoint?.targetHealth?.intervalSeconds, undefined);
  });

  it("is another record of the same type, by name and by property", () => {
    const next = named("next", addresses("192.0.2.1"));
    const read = new Read(
      next,
      named("r", alias("next.example.com.", false)),
      record("s", { name: "s.example.com", ...alias(computed) }, { aliases: [next] }),
    );
    assert.deepEqual(read.record("r").target, {
      kind: "alias",
      name: "next.example.com",
      type: "A",
      evaluateTargetHealth: false,
    });
    assert.equal(read.record("s").target.kind, "alias");
  });

  it("is unknown for a record of another type, or of none of the files", () => {
    const read = new Read(
      named("next", { ...addresses("2001:db8::1"), type: "AAAA" }),
      named("r", alias("next.example.com")),
      named("s", alias("elsewhere.example.com")),
    );
    assert.match(read.whyUnknown("r"), /alias of next.example.com, for which none .* of type A/);
    assert.match(read.whyUnknown("s"), /alias of elsewhere.example.com, for which none/);
  });

  it("is unknown where it is not known whether target health counts", () => {
    assert.match(
      new Read(east, named("r", alias("shop-1.us-east-1.elb.amazonaws.com", computed))).whyUnknown(
        "r",
      ),
      /target health is not known/,
    );
  });

  it("is unknown where it may be one of several", () => {
    const read = new Read(
      east,
      hidden,
      record("r", { name: "r.example.com", ...alias(computed) }, { aliases: [east, hidden] }),
    );
    assert.equal(
      read.whyUnknown("r"),
      "its aliases is not known before the update, and it may come from any of 2 resources",
    );
  });

  it("is one place where several resources of one Region are named together", () => {
    const parts = ["bucket", "website"].map((name) =>
      declare("aws:s3/bucket:Bucket", name, {}, { region: "us-east-1" }),
    );
    const read = new Read(
      ...parts,
      record("r", { name: "r.example.com", ...alias(computed) }, { aliases: parts }),
    );
    assert.deepEqual(read.sites("r"), ["us-east-1"]);
  });

  it("is unknown where it comes from nothing that is declared", () => {
    assert.match(
      new Read(named("r", alias(computed))).whyUnknown("r"),
      /comes from nothing that an address or a name can come from/,
    );
  });

  it("is unknown beside values, and without either", () => {
    const both = named("r", { ...alias("x.us-east-1.elb.amazonaws.com"), records: ["192.0.2.1"] });
    const read = new Read(both, named("s", { type: "A", ttl: 10 }));
    assert.equal(read.whyUnknown("r"), "it has both an alias and values");
    assert.equal(read.whyUnknown("s"), "it has neither an alias nor values");
  });
});

describe("where a CNAME leads", () => {
  it("is another declared name, whatever its case and final dot", () => {
    const read = new Read(
      named("next", addresses("192.0.2.1")),
      named("r", cname("NEXT.example.com.")),
    );
    assert.deepEqual(read.record("r").target, { kind: "cname", name: "next.example.com" });
  });

  it("is another declared name, by property", () => {
    const next = named("next", addresses("192.0.2.1"));
    const read = new Read(
      next,
      record("r", { name: "r.example.com", ...cname(computed) }, { records: [next] }),
    );
    assert.deepEqual(read.record("r").target, { kind: "cname", name: "next.example.com" });
  });

  it("is a load balancer by its own name", () => {
    const read = new Read(east, named("r", cname("shop-1.us-east-1.elb.amazonaws.com")));
    assert.deepEqual(read.record("r").target, { kind: "values", endpoints: [east.urn] });
  });

  it("is a host elsewhere, as a place of its own", () => {
    const read = new Read(named("r", cname("shop.partner.net")));
    assert.deepEqual(read.sites("r"), ["shop.partner.net"]);
  });

  it("is unknown for a name of an own domain that none of the files declares", () => {
    const reason =
      "it leads to other.example.com, which none of the given files declares: give the file of the " +
      "stack that declares it too";
    assert.equal(new Read(named("r", cname("other.example.com"))).whyUnknown("r"), reason);
    const inZone = new Read(
      zone("example.com", {}, "Z1"),
      record("r", { name: "r", ...cname("other.example.com") }),
    );
    assert.equal(inZone.whyUnknown("r"), reason);
  });

  it("is the closest wildcard, and none above a name that exists", () => {
    const wildcard = record("wildcard", { name: "*.example.com", ...addresses("192.0.2.1") });
    const read = new Read(
      wildcard,
      named("exists", addresses("192.0.2.2")),
      named("r", cname("any.example.com")),
      named("s", cname("below.exists.example.com")),
    );
    assert.deepEqual(read.record("r").target, { kind: "cname", name: "*.example.com" });
    assert.match(read.whyUnknown("s"), /below.exists.example.com, which none/);
  });

  it("is no wildcard where another record may have the name", () => {
    const read = new Read(
      record("wildcard", { name: "*.example.com", ...addresses("192.0.2.1") }),
      record("hidden", { name: computed, ...addresses("192.0.2.1") }),
      named("r", cname("any.example.com")),
    );
    assert.match(read.whyUnknown("r"), /any.example.com, which none/);
  });

  it("is unknown for several values, and for an address", () => {
    const read = new Read(
      named("r", cname("a.partner.net", "b.partner.net")),
      named("s", cname("192.0.2.1")),
    );
    assert.equal(read.whyUnknown("r"), "it is a CNAME with several values");
    assert.equal(read.whyUnknown("s"), "it is a CNAME to an address, 192.0.2.1");
  });
});

describe("where addresses lead", () => {
  const eip = declare(
    "aws:ec2/eip:Eip",
    "ip",
    {},
    { region: "us-east-1", outputs: { publicIp: "192.0.2.1" } },
  );

  it("is the resource that has them", () => {
    assert.deepEqual(new Read(eip, named("r", addresses("192.0.2.1"))).sites("r"), ["us-east-1"]);
  });

  it("is a place of its own for each that nothing declares", () => {
    const read = new Read(named("r", addresses("192.0.2.1", "192.0.2.2")));
    assert.deepEqual(read.sites("r"), ["192.0.2.1", "192.0.2.2"]);
  });

  it("is the same place however an IPv6 address is written", () => {
    const read = new Read(
      named("r", { ...addresses("2001:db8::1"), type: "AAAA" }),
      named("s", { ...addresses("2001:0DB8:0:0::0001"), type: "AAAA" }),
    );
    assert.deepEqual(read.sites("r"), read.sites("s"));
  });

  it("is the resources that they will come from", () => {
    const others = ["us-east-1", "us-west-2"].map((region) =>
      declare("aws:ec2/instance:Instance", `i-${region}`, {}, { region }),
    );
    const read = new Read(
      ...others,
      record("one", { name: "one.example.com", ...addresses(computed) }, { records: [others[0]!] }),
      record(
        "both",
        { name: "b.example.com", ...addresses(computed, computed) },
        { records: others },
      ),
      record(
        "list",
        { name: "l.example.com", ...addresses(), records: computed },
        { records: others },
      ),
      record("either", { name: "e.example.com", ...addresses(computed) }, { records: others }),
    );
    assert.deepEqual(read.sites("one"), ["us-east-1"]);
    assert.deepEqual(read.sites("both").sort(), ["us-east-1", "us-west-2"]);
    assert.deepEqual(read.sites("list").sort(), ["us-east-1", "us-west-2"]);
    assert.match(read.whyUnknown("either"), /may come from any of 2 resources/);
  });

  it("is known values with the source of the one that is not", () => {
    const read = new Read(
      eip,
      declare("aws:ec2/eip:Eip", "new", {}, { region: "us-west-2" }),
      record(
        "r",
        { name: "r.example.com", ...addresses("192.0.2.1", computed) },
        { records: [eip, declare("aws:ec2/eip:Eip", "new")] },
      ),
    );
    assert.deepEqual(read.sites("r"), ["us-east-1", "us-west-2"]);
  });

  it("is unknown for private addresses of several Regions, and for what is no address", () => {
    const twins = ["us-east-1", "us-west-2"].map((region) =>
      declare(
        "aws:ec2/instance:Instance",
        `i-${region}`,
        {},
        { region, outputs: { privateIp: "10.0.0.4" } },
      ),
    );
    const read = new Read(
      ...twins,
      named("r", addresses("10.0.0.4")),
      named("s", addresses("not an address")),
    );
    assert.match(read.whyUnknown("r"), /several Regions have the address 10.0.0.4/);
    assert.equal(read.whyUnknown("s"), "its value not an address is not an address");
  });
});

describe("sites", () => {
  it("are Regions, and where that is not known the resource itself, under a name of its own", () => {
    const nowhere = declare("aws:lb/loadBalancer:LoadBalancer", "lb");
    const namesake = declare("aws:ec2/instance:Instance", "lb");
    const global = declare("aws:cloudfront/distribution:Distribution", "cdn");
    const to = (source: typeof nowhere, name: string) =>
      record(name, { name: `${name}.example.com`, ...alias(computed) }, { aliases: [source] });
    const read = new Read(
      nowhere,
      namesake,
      global,
      to(nowhere, "a"),
      to(namesake, "b"),
      to(global, "c"),
    );
    assert.deepEqual(read.sites("a"), ["lb"]);
    assert.deepEqual(read.sites("b"), ["instance lb"]);
    assert.deepEqual(read.sites("c"), ["cdn"]);
  });

  it("of a component are its Region, and with children in sight the child's", () => {
    const component = declare(
      "awsx:lb:ApplicationLoadBalancer",
      "web",
      {},
      { custom: false, region: "us-west-2" },
    );
    const child = loadBalancer("us-west-2", { parent: component.urn });
    const target = record(
      "r",
      { name: "r.example.com", ...alias(computed) },
      { aliases: [component] },
    );
    assert.deepEqual(new Read(component, target).sites("r"), ["us-west-2"]);
    const both = declare(target.type, "r", target.inputs, from({ aliases: [component, child] }));
    assert.deepEqual(Object.keys(new Read(component, child, both).topology.endpoints), [child.urn]);
  });
});
