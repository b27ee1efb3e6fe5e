import assert from "node:assert/strict";
import type { RawSettings } from "../../settings/raw-settings";
import { readSettings } from "../../settings/read-settings";
import { goodSettings, regionScope } from "./good-settings";

function sentences(changes: RawSettings): string[] {
  const { faults } = readSettings({ ...goodSettings, ...changes });
  return faults.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("readSettings", () => {
  it("reads text as what it means", () => {
    assert.deepEqual(readSettings(goodSettings).settings, {
      scope: "all",
      regions: ["eu-west-1", "us-east-1", "ap-southeast-2"],
      tableRegion: "us-east-1",
      domainName: "app.example.com",
      hostedZone: "example.com",
      imageDigest: `sha256:${"0123456789abcdef".repeat(4)}`,
      taskCpuUnits: 512,
      taskMemoryMebibytes: 1024,
      wholeLoadTasks: 4,
      protect: true,
      witnessRegion: undefined,
      adoptTables: [],
      ownRegion: undefined,
      globalStack: undefined,
    });
  });

  it("reads the stack of one Region", () => {
    const { settings, faults } = readSettings({ ...goodSettings, ...regionScope });
    assert.deepEqual(faults, []);
    assert.equal(settings?.ownRegion, "us-east-1");
    assert.equal(settings.globalStack, "organization/regional-failover/prod-global");
  });

  it("takes a stack's Region for its own in scope region only", () => {
    const settings = { ...goodSettings, "aws:region": "us-east-1", "aws:profile": "me" };
    assert.equal(readSettings(settings).settings?.ownRegion, undefined);
  });

  it("brings names into the form in which DNS compares them", () => {
    const { settings, faults } = readSettings({
      ...goodSettings,
      domainName: "App.Example.COM.",
      hostedZone: "EXAMPLE.com",
    });
    assert.deepEqual(faults, []);
    assert.equal(settings?.domainName, "app.example.com");
    assert.equal(settings.hostedZone, "example.com");
  });

  const cases: [string, RawSettings, string | string[]][] = [
    [
      "an unknown Region, with the nearest name",
      { regions: '["eu-west-1","us-esat-1","ap-southeast-2"]' },
      'regions[1]: found "us-esat-1"; allowed: the name of an AWS Region, such as "us-east-1" (all: settings/regions.ts); did you mean "us-east-1"?',
    ],
    [
      "a zone instead of a Region",
      { regions: '["eu-west-1b","us-east-1"]' },
      'regions[0]: found "eu-west-1b"; allowed: the name of an AWS Region, such as "us-east-1" (all: settings/regions.ts); did you mean "eu-west-1"?',
    ],
    [
      "a Region twice",
      { regions: '["us-east-1","eu-west-1","us-east-1"]' },
      'regions[2]: found "us-east-1" again; allowed: each Region once (it is at regions[0] too)',
    ],
    [
      "a Region of another partition",
      { regions: '["us-east-1","cn-north-1"]' },
      'regions[1]: found "cn-north-1" of the partition aws-cn; allowed: Regions of the partition aws, the only one that this program declares resources for',
    ],
    [
      "an empty chain",
      { regions: "[]" },
      "regions: found no Region; allowed: a list of at least one, in order",
    ],
    [
      "no chain",
      { regions: undefined },
      "regions: found no Region; allowed: a list of at least one, in order",
    ],
    [
      "a chain as one text",
      { regions: "us-east-1,eu-west-1" },
      'regions: found "us-east-1,eu-west-1"; allowed: a YAML list in Pulumi.STACK.yaml, each item the name of an AWS Region, such as "us-east-1"',
    ],
    [
      "a chain of other things than text",
      { regions: '["us-east-1",2,{}]' },
      [
        'regions[1]: found 2; allowed: the name of an AWS Region, such as "us-east-1", as text',
        'regions[2]: found an empty object; allowed: the name of an AWS Region, such as "us-east-1", as text',
      ],
    ],
    [
      "a table outside the chain",
      { tableRegion: "us-west-2" },
      'tableRegion: found "us-west-2", which is outside the chain; allowed: "eu-west-1", "us-east-1" or "ap-southeast-2" (see regions)',
    ],
    [
      "a table in no Region",
      { tableRegion: "" },
      "tableRegion: is not set; allowed: one of regions",
    ],
    [
      "a domain outside its zone",
      { domainName: "app.example.org" },
      'domainName: found "app.example.org", which is outside its zone; allowed: "example.com" (see hostedZone) or a name that ends in ".example.com"',
    ],
    [
      "a domain whose end only looks like its zone",
      { domainName: "app.myexample.com" },
      'domainName: found "app.myexample.com", which is outside its zone; allowed: "example.com" (see hostedZone) or a name that ends in ".example.com"',
    ],
    [
      "a label that no host name has",
      { domainName: "my_app.example.com" },
      'domainName: found "my_app.example.com" with the label "my_app"; allowed: labels of letters, digits and inner hyphens, joined by dots (other alphabets as xn--...)',
    ],
    [
      "a wildcard",
      { domainName: "*.example.com" },
      'domainName: found "*.example.com" with the label "*"; allowed: labels of letters, digits and inner hyphens, joined by dots (other alphabets as xn--...)',
    ],
    [
      "a label that is too long",
      { domainName: `${"a".repeat(64)}.example.com` },
      [`domainName: found a label of 64 characters ("${"a".repeat(64)}"); allowed: at most 63`],
    ],
    [
      "a name that is too long for a certificate",
      { domainName: `${"a".repeat(53)}.example.com` },
      "domainName: found a name of 65 characters; allowed: at most 64, the longest common name of a certificate (ACM)",
    ],
    [
      "a zone that is too long",
      { hostedZone: Array.from({ length: 127 }, () => "ab").join(".") },
      "hostedZone: found a name of 380 characters; allowed: at most 253",
    ],
    [
      "the id of a zone instead of its name",
      { hostedZone: "Z0123456789ABC" },
      'hostedZone: found "z0123456789abc"; allowed: a name of at least two labels, such as "example.com" (the name of a hosted zone, not its id)',
    ],
    [
      "an address instead of a name",
      { domainName: "192.0.2.1" },
      'domainName: found "192.0.2.1", which looks like an address; allowed: a DNS name such as "app.example.com"',
    ],
    [
      "no names",
      { domainName: undefined, hostedZone: "" },
      [
        'domainName: is not set; allowed: a DNS name such as "app.example.com"',
        'hostedZone: is not set; allowed: a public zone such as "example.com"',
      ],
    ],
    [
      "a tag instead of a digest",
      { imageDigest: "latest" },
      'imageDigest: found "latest"; allowed: "sha256:" and 64 hexadecimal digits in lower case (a digest, not a tag), or nothing',
    ],
    [
      "CPU units that Fargate does not offer",
      { taskCpuUnits: "300" },
      "taskCpuUnits: found 300; allowed: 256, 512, 1024, 2048, 4096, 8192 or 16384",
    ],
    [
      "memory that Fargate does not offer with the CPU units",
      { taskCpuUnits: "256", taskMemoryMebibytes: "4096" },
      "taskMemoryMebibytes: found 4096; allowed with taskCpuUnits 256: 512, 1024 or 2048",
    ],
    [
      "memory between two steps",
      { taskCpuUnits: "8192", taskMemoryMebibytes: "17408" },
      "taskMemoryMebibytes: found 17408; allowed with taskCpuUnits 8192: 16384, 20480, 24576, 28672, 32768, 36864, 40960, 45056, 49152, 53248, 57344 or 61440",
    ],
    [
      "no task",
      { wholeLoadTasks: "0" },
      'wholeLoadTasks: found "0"; allowed: a whole number of at least 1',
    ],
    [
      "half a task",
      { wholeLoadTasks: "1.5" },
      'wholeLoadTasks: found "1.5"; allowed: a whole number of at least 1',
    ],
    [
      "a number in another notation",
      { wholeLoadTasks: "1e3" },
      'wholeLoadTasks: found "1e3"; allowed: a whole number of at least 1',
    ],
    [
      "something between yes and no",
      { protect: "maybe" },
      'protect: found "maybe"; allowed: "true" or "false"',
    ],
    [
      "an unknown scope",
      { scope: "regional" },
      'scope: found "regional"; allowed: "all", "global" or "region"',
    ],
    [
      "scope region without a Region and a stack to read",
      { scope: "region" },
      [
        'aws:region: is not set; allowed: one of regions, because scope is "region"',
        'globalStack: is not set; allowed with scope "region": the stack with scope "global" as "organization/project/stack", such as "organization/regional-failover/prod-global"',
      ],
    ],
    [
      "scope region outside the chain",
      { ...regionScope, "aws:region": "us-west-2" },
      'aws:region: found "us-west-2", which is outside the chain; allowed: "eu-west-1", "us-east-1" or "ap-southeast-2" (see regions)',
    ],
    [
      "a stack without its organization",
      { ...regionScope, globalStack: "prod-global" },
      'globalStack: found "prod-global"; allowed: the stack with scope "global" as "organization/project/stack", such as "organization/regional-failover/prod-global"',
    ],
    [
      "another stack where none is read",
      { globalStack: "organization/regional-failover/prod-global" },
      'globalStack: found "organization/regional-failover/prod-global" with scope "all"; allowed: nothing, because only scope "region" reads another stack',
    ],
    [
      "a witness in the chain",
      { witnessRegion: "us-east-1" },
      'witnessRegion: found "us-east-1", which is in the chain; allowed: a Region that is not in regions, because a witness serves nobody',
    ],
    [
      "a witness in another partition",
      { witnessRegion: "us-gov-east-1" },
      'witnessRegion: found "us-gov-east-1" of the partition aws-us-gov; allowed: Regions of the partition aws, the only one that this program declares resources for',
    ],
    [
      "a table that is adopted twice",
      { adoptTables: '["Orders","Orders"]' },
      'adoptTables[1]: found "Orders" again; allowed: each table once (it is at adoptTables[0] too)',
    ],
    [
      "a setting that nobody reads",
      { wholeLoadTask: "3" },
      'wholeLoadTask: is not a setting of this project; allowed: scope, regions, tableRegion, domainName, hostedZone, imageDigest, taskCpuUnits, taskMemoryMebibytes, wholeLoadTasks, protect, witnessRegion, adoptTables, globalStack; did you mean "wholeLoadTasks"?',
    ],
  ];
  for (const [what, changes, expected] of cases) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(sentences(changes), [expected].flat());
      assert.equal(readSettings({ ...goodSettings, ...changes }).settings, undefined);
    });
  }

  it("reports every fault at once, in the order of the settings", () => {
    const faults = sentences({
      scope: "both",
      regions: '["us-east-1","us-east-1"]',
      taskMemoryMebibytes: "100",
      protect: "",
    });
    assert.deepEqual(
      faults.map((fault) => fault.slice(0, fault.indexOf(":"))),
      ["scope", "regions[1]", "taskMemoryMebibytes", "protect"],
    );
  });

  it("accepts the longest common name, every Fargate size at its ends, and the zone apex", () => {
    for (const changes of [
      { domainName: `${"a".repeat(52)}.example.com` },
      { domainName: "example.com" },
      { taskCpuUnits: "256", taskMemoryMebibytes: "512" },
      { taskCpuUnits: "4096", taskMemoryMebibytes: "30720" },
      { taskCpuUnits: "16384", taskMemoryMebibytes: "122880" },
      { imageDigest: undefined, witnessRegion: undefined, adoptTables: undefined },
    ]) {
      assert.deepEqual(sentences(changes), [], JSON.stringify(changes));
    }
  });

  it("keeps the settings without a fault apart, to search on with", () => {
    const { readable } = readSettings({
      ...goodSettings,
      regions: '["nowhere"]',
      witnessRegion: "nowhere",
    });
    assert.equal("regions" in readable, false);
    assert.equal("witnessRegion" in readable, false);
    assert.equal(readable.wholeLoadTasks, 4);
    assert.ok("witnessRegion" in readSettings(goodSettings).readable);
  });
});
