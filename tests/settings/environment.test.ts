import assert from "node:assert/strict";
import fc from "fast-check";
import type { Contract, TableContract } from "../../contract/contract";
import { InvalidInputError } from "../../contract/faults";
import { readEnvironment } from "../../settings/environment";
import type { RawSettings } from "../../settings/raw-settings";
import { settingNames } from "../../settings/read-settings";
import { knownRegions } from "../../settings/regions";
import type { Settings } from "../../settings/settings";
import { contractWith } from "../contract/good-contract";
import { goodSettings, regionScope } from "./good-settings";

type Change = (contract: Contract, table: TableContract) => void;

/** A good contract whose first table the service can use. */
function deployable(change: Change = () => undefined): Contract {
  return contractWith((contract, table) => {
    table.rangeKey = null;
    Reflect.deleteProperty(table.attributes, "placedAt");
    change(contract, table);
  });
}

function faultsOf(changes: RawSettings, change: Change = () => undefined): string[] {
  const text = JSON.stringify(deployable(change));
  try {
    readEnvironment({ ...goodSettings, ...changes }, text);
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidInputError);
    return error.faults.map(({ path, reason }) => `${path}: ${reason}`);
  }
}

function warningsOf(changes: RawSettings, change: Change = () => undefined): string[] {
  const text = JSON.stringify(deployable(change));
  const { warnings } = readEnvironment({ ...goodSettings, ...changes }, text);
  return warnings.map(({ path, reason }) => `${path}: ${reason}`);
}

function strong(contract: Contract): void {
  Object.assign(contract.tables[1]!, { consistency: "STRONG" });
}

const twoRegions = { regions: '["eu-west-1","us-east-1"]' };

describe("readEnvironment", () => {
  it("refuses a first table that the service cannot find its items in", () => {
    assert.deepEqual(
      faultsOf({}, (_contract, table) => {
        table.rangeKey = "customer";
        table.hashKey = "placedAt";
        table.attributes["placedAt"] = "N";
      }).map((fault) => fault.split("; allowed")[0]),
      [
        'contract.json: tables[0].rangeKey: found "customer"',
        'contract.json: tables[0].attributes.placedAt: found "N"',
      ],
    );
  });

  it("gives settings and contract, without a warning where failover has what it needs", () => {
    const { settings, contract, warnings } = readEnvironment(
      goodSettings,
      JSON.stringify(deployable()),
    );
    assert.deepEqual(settings.regions, ["eu-west-1", "us-east-1", "ap-southeast-2"]);
    assert.deepEqual(contract, deployable());
    assert.deepEqual(warnings, []);
  });

  it("reports what is wrong with settings, with the contract and with both in one error", () => {
    const text = JSON.stringify(
      deployable((contract, table) => {
        contract.healthCheck.port = 8443;
        contract.objectives.rpoSeconds = 0;
        table.minimumRegions = 4;
      }),
    );
    assert.throws(
      () => readEnvironment({ ...goodSettings, protect: "on", adoptTables: '["Order"]' }, text),
      {
        name: "InvalidInputError",
        message: [
          "5 faults in settings and contract:",
          '  protect: found "on"; allowed: "true" or "false"',
          '  contract.json: objectives.rpoSeconds: found 0, but table "Orders" has consistency "EVENTUAL", whose replication always lags; allowed: at least 1, or consistency "STRONG" in every table',
          "  contract.json: healthCheck.port: found 8443; allowed: 443, the only port on which the load balancer serves the application",
          '  regions: found 3 Regions; allowed: at least 4, the minimumRegions of table "Orders" (contract.json: tables[0].minimumRegions)',
          '  adoptTables[0]: found "Order", which is no table of contract.json; allowed: "Orders" or "Customers"; did you mean "Orders"?',
        ].join("\n"),
      },
    );
  });

  describe("refuses what only settings and contract together show", () => {
    const strongRule =
      'allowed: exactly three Regions without a witness, or two Regions and a witnessRegion, because table "Customers" has consistency "STRONG" (contract.json: tables[1].consistency)';
    const cases: [string, RawSettings, Change | undefined, string[]][] = [
      [
        "fewer Regions than the contract's minimum",
        { regions: '["us-east-1"]' },
        undefined,
        [
          'regions: found 1 Region; allowed: at least 2, the minimumRegions of table "Orders" (contract.json: tables[0].minimumRegions)',
        ],
      ],
      [
        "STRONG consistency over two Regions alone",
        twoRegions,
        strong,
        [`regions: found 2 Regions and no witnessRegion; ${strongRule}`],
      ],
      [
        "STRONG consistency over four Regions",
        { regions: '["eu-west-1","us-east-1","ap-southeast-2","sa-east-1"]' },
        strong,
        [`regions: found 4 Regions and no witnessRegion; ${strongRule}`],
      ],
      [
        "STRONG consistency over three Regions and a witness",
        { witnessRegion: "us-west-2" },
        strong,
        [`regions: found 3 Regions and the witness "us-west-2"; ${strongRule}`],
      ],
      [
        "a witness of no STRONG table",
        { ...twoRegions, witnessRegion: "us-west-2" },
        undefined,
        [
          'witnessRegion: found "us-west-2", but no table of the contract has consistency "STRONG"; allowed: nothing, because only STRONG tables have a witness',
        ],
      ],
      [
        "provisioned capacity",
        {},
        (_, table) => {
          table.billingMode = "PROVISIONED";
        },
        [
          'contract.json: tables[0].billingMode: found "PROVISIONED"; allowed: "PAY_PER_REQUEST", because a provisioned global table needs autoscaling, which this program does not declare',
        ],
      ],
      [
        "a check that would see nothing but a redirect",
        {},
        (contract) => {
          Object.assign(contract.healthCheck, { type: "HTTP", port: 80 });
        },
        [
          'contract.json: healthCheck.type: found "HTTP"; allowed: "HTTPS", because the load balancer answers HTTP with a redirect, which Route 53 counts as healthy (3xx): no failure would ever be seen',
          "contract.json: healthCheck.port: found 80; allowed: 443, the only port on which the load balancer serves the application",
        ],
      ],
    ];
    for (const [what, changes, change, expected] of cases) {
      it(what, () => {
        assert.deepEqual(faultsOf(changes, change), expected);
      });
    }
  });

  it("accepts STRONG consistency over any three Regions, and over two and a witness", () => {
    assert.deepEqual(faultsOf({}, strong), []);
    assert.deepEqual(faultsOf({ ...twoRegions, witnessRegion: "us-west-2" }, strong), []);
  });

  it("does not blame the chain for a setting that has a fault of its own", () => {
    const faults = faultsOf({ ...twoRegions, witnessRegion: "us-wets-2" }, strong);
    assert.equal(faults.length, 1);
    assert.match(faults[0]!, /^witnessRegion: .*did you mean "us-west-2"\?$/);
  });

  describe("warns where AWS permits but failover suffers", () => {
    const cases: [string, RawSettings, Change | undefined, string][] = [
      [
        "a name at the zone apex that cannot hold the objective",
        { domainName: "example.com" },
        undefined,
        'domainName: "example.com" is the apex of its zone, where only an alias can stand, and its 60 s in caches cannot be changed: recovery takes up to 102 s (32 s until the slowest failure is seen, 10 s until all DNS servers know, 60 s in a resolver\'s cache), but objectives.rtoSeconds is 60. Use a name below the zone, such as "app.example.com", or allow 102 s',
      ],
      [
        "thresholds that cannot hold the objective",
        {},
        (contract) => {
          Object.assign(contract.healthCheck, { intervalSeconds: 30, failureThreshold: 3 });
        },
        "contract.json: objectives.rtoSeconds: is 60, but recovery takes up to 128 s (108 s until the slowest failure is seen, 10 s until all DNS servers know, 10 s in a resolver's cache). Lower healthCheck.intervalSeconds, healthCheck.failureThreshold or records.maximumTtlSeconds, or allow 128 s",
      ],
      [
        "a chain of one Region",
        { regions: '["us-east-1"]' },
        (_, table) => {
          table.minimumRegions = 1;
        },
        'regions: holds "us-east-1" alone: there is no Region to fail over to. Add one',
      ],
      [
        "a chain that resolvers may not follow to its end",
        {
          regions: JSON.stringify(Object.keys(knownRegions).slice(22, 32)),
          tableRegion: "us-east-1",
        },
        undefined,
        "regions: holds 10 Regions: after the loss of all but the last a resolver must follow 9 CNAME records, and some stop after 8. Use at most 9 Regions",
      ],
      [
        "a TTL beyond Route 53's advice",
        {},
        (contract) => {
          contract.records.maximumTtlSeconds = 61;
          contract.objectives.rtoSeconds = 600;
        },
        "contract.json: records.maximumTtlSeconds: is 61: resolvers may keep the answer of a lost Region that long. Route 53 advises at most 60 for records with health checks",
      ],
      [
        "a check that does not ask the table",
        {},
        (contract) => {
          contract.healthCheck.path = "/live";
        },
        'contract.json: healthCheck.path: is "/live", which answers without asking the table: a Region whose table is out of reach keeps its traffic. Use "/health"',
      ],
      [
        "one task a Region",
        { wholeLoadTasks: "1" },
        undefined,
        "wholeLoadTasks: is 1: a Region serves from one task in one zone, and the loss of either is a failover. Use at least 2",
      ],
    ];
    for (const [what, changes, change, expected] of cases) {
      it(what, () => {
        assert.deepEqual(warningsOf(changes, change), [expected]);
      });
    }

    it("but not where the objective just holds, at the apex or below", () => {
      const allow = (rtoSeconds: number): Change => {
        return (contract) => {
          contract.objectives.rtoSeconds = rtoSeconds;
        };
      };
      assert.deepEqual(warningsOf({ domainName: "example.com" }, allow(102)), []);
      assert.equal(warningsOf({ domainName: "example.com" }, allow(101)).length, 1);
      assert.deepEqual(warningsOf({}, allow(52)), []);
      assert.equal(warningsOf({}, allow(51)).length, 1);
    });

    it("but not at the longest chain and TTL that are without risk", () => {
      const nine = JSON.stringify(Object.keys(knownRegions).slice(23, 32));
      assert.deepEqual(warningsOf({ regions: nine }), []);
      const longest: Change = (contract) => {
        contract.records.maximumTtlSeconds = 60;
        contract.objectives.rtoSeconds = 600;
      };
      assert.deepEqual(warningsOf({}, longest), []);
    });

    it("but not for the absence of an image", () => {
      assert.deepEqual(warningsOf({ imageDigest: "" }), []);
    });
  });

  it("throws nothing but its own error, whatever the text and the settings", () => {
    const awkward = fc.constantFrom("", "null", "[]", "[null]", "{}", "0", "-1", "1e400", "\u0000");
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      awkward,
      fc.constantFrom(...Object.values(goodSettings), ...Object.keys(knownRegions), undefined),
    );
    const name = fc.oneof(
      fc.constantFrom<string>(...settingNames, "aws:region", "__proto__", "constructor"),
      fc.string(),
    );
    const settings = fc
      .tuple(
        fc.constantFrom({}, goodSettings, { ...goodSettings, ...regionScope }),
        fc.array(fc.tuple(name, value)),
      )
      .map(([base, changes]) => ({ ...base, ...Object.fromEntries(changes) }));
    const good = JSON.stringify(deployable());
    const damaged = fc
      .tuple(fc.nat({ max: good.length }), fc.nat({ max: 20 }), fc.string())
      .map(([at, length, other]) => good.slice(0, at) + other + good.slice(at + length));
    const text = fc.oneof(fc.string(), fc.json(), awkward, damaged, fc.constant(good));
    let accepted = 0;
    fc.assert(
      fc.property(settings, text, (rawSettings, contractText) => {
        try {
          readEnvironment(rawSettings, contractText);
          accepted++;
        } catch (error) {
          assert.ok(error instanceof InvalidInputError, String(error));
          assert.ok(error.faults.length > 0);
          assert.ok(error.faults.every(({ reason }) => reason !== ""));
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(accepted > 0, "no run reached the end");
  });

  it("reads back what it read, after both were written again", () => {
    fc.assert(
      fc.property(anySettings(), anyContract(), (rawSettings, contract) => {
        const first = readEnvironment(rawSettings, JSON.stringify(contract));
        assert.deepEqual(first.contract, contract);
        const again = readEnvironment(
          asRawSettings(first.settings),
          JSON.stringify(first.contract, null, 2),
        );
        assert.deepEqual(again, first);
      }),
    );
  });
});

function anySettings(): fc.Arbitrary<RawSettings> {
  const names = Object.keys(knownRegions).filter((name) => knownRegions[name]!.partition === "aws");
  return fc
    .record({
      regions: fc.shuffledSubarray(names, { minLength: 2, maxLength: 6 }),
      label: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,10}$/),
      size: fc.constantFrom(["256", "2048"], ["1024", "2048"], ["16384", "40960"]),
      wholeLoadTasks: fc.integer({ min: 1, max: 5000 }),
      protect: fc.boolean(),
      adopts: fc.boolean(),
      own: fc.boolean(),
    })
    .map(({ regions, label, size, wholeLoadTasks, protect, adopts, own }) => ({
      ...goodSettings,
      ...(own ? { ...regionScope, "aws:region": regions.at(-1) } : {}),
      regions: JSON.stringify(regions),
      tableRegion: regions[1],
      domainName: `${label}.Example.com.`,
      taskCpuUnits: size[0],
      taskMemoryMebibytes: size[1],
      wholeLoadTasks: String(wholeLoadTasks),
      protect: String(protect),
      adoptTables: adopts ? '["Customers"]' : "",
    }));
}

function anyContract(): fc.Arbitrary<Contract> {
  return fc
    .record({
      path: fc.stringMatching(/^\/[!-~]{0,30}$/),
      failureThreshold: fc.integer({ min: 1, max: 10 }),
      intervalSeconds: fc.constantFrom(10 as const, 30 as const),
      hashKey: fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
      tags: fc.dictionary(fc.stringMatching(/^[b-z]{1,9}$/), fc.stringMatching(/^[b-z =@]{0,9}$/), {
        noNullPrototype: true,
      }),
    })
    .map(({ path, failureThreshold, intervalSeconds, hashKey, tags }) =>
      deployable((contract) => {
        Object.assign(contract.healthCheck, { path, failureThreshold, intervalSeconds });
        const attributes = Object.fromEntries([[hashKey, "B"]]);
        Object.assign(contract.tables[1]!, { hashKey, attributes, tags });
      }),
    );
}

/** Settings as Pulumi would hand them over. */
function asRawSettings(settings: Settings): RawSettings {
  const { ownRegion, ...others } = settings;
  const written = Object.entries(others).map(([name, value]) => [
    name,
    value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { ...(Object.fromEntries(written) as RawSettings), "aws:region": ownRegion };
}
