import assert from "node:assert/strict";
import * as fc from "fast-check";
import { valueInWords } from "../../../contract/difference";
import { compareStacks } from "../../../contract/peers/compare-stacks";
import type { ComparedStack, PeerComparison } from "../../../contract/peers/peer";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
  secret,
} from "../../../declared/declared-resource";
import { anyInputs, anyTableContract, anyWriting, everyMutation } from "../arbitrary-table";
import { declareTable, plainWriting, resource, types } from "../declared-examples";
import { goodContract } from "../good-contract";
import { type RegionalParts, regionalParts, secondaryRecord, stackOf } from "./declared-stacks";

const [contract] = goodContract().tables;

/** Every difference on one line: what, where, and who has which value. */
function lines(comparisons: readonly PeerComparison[]): string[] {
  return comparisons.flatMap(({ subject, differences }) =>
    differences.map(({ path, values }) => {
      const found = values.map(
        ({ peer, value }) => `${peer.stack} ${peer.name} ${valueInWords(value)}`,
      );
      return `${subject}: ${path}: ${found.join(", ")}`;
    }),
  );
}

function compare(...stacks: ComparedStack[]): string[] {
  return lines(compareStacks(stacks));
}

function tableStack(
  label: string,
  change: (inputs: DeclaredInputs, replicas: DeclaredInputs[]) => void = () => undefined,
  regions: [string, ...string[]] = ["us-east-1", "us-west-2"],
): ComparedStack {
  const [table, ...others] = structuredClone(declareTable(contract, { ...plainWriting, regions }));
  change(table.inputs, table.inputs["replicas"] as DeclaredInputs[]);
  return stackOf(label, [table, ...others]);
}

describe("tables of several stacks", () => {
  it("do not differ where they say the same, in other Regions and with other keys too", () => {
    const one = tableStack("prod");
    const other = tableStack("stage", () => undefined, ["eu-west-1", "eu-central-1", "eu-north-1"]);
    assert.deepEqual(compare(one, other), []);
  });

  it("differ in an index that only one has", () => {
    const stage = tableStack("stage", (inputs) => {
      (inputs["globalSecondaryIndexes"] as DeclaredInputs[]).pop();
    });
    assert.deepEqual(compare(tableStack("prod"), stage), [
      'table "Orders": globalSecondaryIndexes["by-digest"]: prod us-east-1 {"hashKey":"digest","projectionType":"ALL","nonKeyAttributes":[]}, stage us-east-1 nothing',
    ]);
  });

  it("differ in a protection of one replica, although no stack is wrong by itself", () => {
    const off = (inputs: DeclaredInputs, replicas: DeclaredInputs[]) => {
      inputs["pointInTimeRecovery"] = { enabled: false };
      for (const replica of replicas) replica["pointInTimeRecovery"] = false;
    };
    assert.deepEqual(compare(tableStack("prod"), tableStack("stage", off)), [
      'table "Orders": pointInTimeRecovery: prod us-east-1 true, prod us-west-2 true, stage us-east-1 false, stage us-west-2 false',
    ]);
  });

  it("differ between the replicas of one stack, which AWS does not keep alike", () => {
    const one = tableStack("prod", (_, [replica]) => {
      replica!["deletionProtectionEnabled"] = false;
      replica!["propagateTags"] = false;
    });
    assert.deepEqual(compare(one, stackOf("empty", [])), [
      'table "Orders": deletionProtection: prod us-east-1 true, prod us-west-2 false',
      'table "Orders": tags["data-class"]: prod us-east-1 "application", prod us-west-2 nothing',
      'table "Orders": tags.owner: prod us-east-1 "orders team", prod us-west-2 nothing',
    ]);
  });

  it("differ in the mode of encryption, never in the key", () => {
    const managed = tableStack("stage", (inputs, [replica]) => {
      inputs["serverSideEncryption"] = { enabled: true };
      delete replica!["kmsKeyArn"];
    });
    assert.deepEqual(compare(tableStack("prod"), managed), [
      'table "Orders": encryption: prod us-east-1 "CUSTOMER_MANAGED_KEY", prod us-west-2 "CUSTOMER_MANAGED_KEY", stage us-east-1 "AWS_MANAGED_KEY", stage us-west-2 "AWS_MANAGED_KEY"',
    ]);
  });

  it("differ in tags, billing, stream and consistency", () => {
    const stage = tableStack("stage", (inputs, [replica]) => {
      inputs["billingMode"] = "PROVISIONED";
      inputs["streamViewType"] = "NEW_IMAGE";
      inputs["tags"] = { ...(inputs["tags"] as object), stage: "yes" };
      replica!["consistencyMode"] = "STRONG";
    });
    assert.deepEqual(
      compareStacks([tableStack("prod"), stage]).flatMap(({ differences }) =>
        differences.map(({ path, values }) => [path, values.length]),
      ),
      [
        ["billingMode", 2],
        ["streamViewType", 2],
        ["consistency", 2],
        ["tags.stage", 4],
      ],
    );
  });

  it("are compared as unknown where a value is, even if it is unknown everywhere", () => {
    const hidden = (inputs: DeclaredInputs, [replica]: DeclaredInputs[]) => {
      inputs["billingMode"] = secret;
      replica!["propagateTags"] = computed;
    };
    assert.deepEqual(compare(tableStack("prod", hidden), tableStack("stage", hidden)), [
      'table "Orders": billingMode: prod us-east-1 a secret, stage us-east-1 a secret',
      'table "Orders": tags: prod us-east-1 {"data-class":"application","owner":"orders team"}, prod us-west-2 not known before the update, stage us-east-1 {"data-class":"application","owner":"orders team"}, stage us-west-2 not known before the update',
    ]);
  });

  it("are compared as unknown where their replicas or their names are", () => {
    const replicas = tableStack("prod", (inputs) => (inputs["replicas"] = computed));
    assert.deepEqual(compare(replicas, tableStack("stage")), [
      'table "Orders": replicas: prod us-east-1 not known before the update',
    ]);
    const name = tableStack("prod", (inputs) => (inputs["name"] = computed));
    assert.deepEqual(compare(name, tableStack("stage")), [
      'table of hidden name, declared as "orders": name: prod us-east-1 not known before the update',
    ]);
  });

  it("of different names have nothing to do with each other", () => {
    const other = tableStack("stage", (inputs) => {
      inputs["name"] = "Customers";
      inputs["hashKey"] = "other";
    });
    assert.deepEqual(compare(tableStack("prod"), other), []);
  });

  it("have the replicas that another stack declares", () => {
    const [table, replica] = declareTable(contract, {
      replicas: "separate",
      regions: ["us-east-1", "us-west-2"],
    });
    const west = structuredClone(replica!);
    west.inputs["pointInTimeRecovery"] = false;
    west.propertyDependencies = {};
    assert.deepEqual(compare(stackOf("east", [table]), stackOf("west", [west])), [
      'table "Orders": pointInTimeRecovery: east us-east-1 true, east us-west-2 false',
    ]);
  });

  it("of one stack at two times do not lend each other their replicas", () => {
    const declared = declareTable(contract, { replicas: "separate" });
    const before = stackOf("prod", declared);
    const after = structuredClone(declared.slice(0, 2));
    const comparisons = compareStacks([before, { ...stackOf("prod", after), label: "prod after" }]);
    assert.deepEqual(
      comparisons.map(({ peers }) => peers.map(({ stack, name }) => `${stack} ${name}`)),
      [
        [
          "prod us-east-1",
          "prod eu-central-1",
          "prod us-west-2",
          "prod after us-east-1",
          "prod after us-west-2",
        ],
      ],
    );
  });

  it("find every change of what they say, and nothing else, in any order of stacks", () => {
    fc.assert(
      fc.property(
        anyTableContract.chain((any) =>
          fc.tuple(fc.constant(any), anyWriting(any), anyWriting(any)),
        ),
        ([any, oneWriting, otherWriting]) => {
          const one = stackOf("one", declareTable(any, oneWriting));
          assert.deepEqual(compare(one, stackOf("other", declareTable(any, otherWriting))), []);
          const missed = everyMutation(any)
            // The number of Regions is each environment's own, and another name is another table.
            .filter(([description]) => !["name", "minimumRegions"].includes(description))
            .filter(([, changed]) => {
              const other = stackOf(
                "other",
                declareTable(changed, { regions: oneWriting.regions! }),
              );
              return compare(one, other).length === 0 || compare(other, one).length === 0;
            })
            .map(([description]) => description);
          assert.deepEqual(missed, []);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("failover environments of several stacks", () => {
  const regions = ["us-east-1", "us-west-2"] as const;
  type Changes = (east: RegionalParts, west: RegionalParts) => void;

  /** Each Region in a stack of its own, or all in one. */
  function environment(change: Changes = () => undefined, isolated = true): ComparedStack[] {
    const east = regionalParts(regions[0], 1);
    const west = regionalParts(regions[1], 2);
    change(east, west);
    const first: DeclaredResource[] = Object.values(east);
    const second: DeclaredResource[] = [...Object.values(west), secondaryRecord(regions[1])];
    return isolated
      ? [stackOf("east", first), stackOf("west", second)]
      : [stackOf("all", [...first, ...second]), stackOf("empty", [])];
  }

  it("do not differ where all say the same", () => {
    assert.deepEqual(compare(...environment()), []);
  });

  it("are compared part by part under the names that clients know", () => {
    const compared = compareStacks(environment()).map(({ subject, peers }) => [
      subject,
      peers.map(({ stack, name }) => `${stack} ${name}`),
    ]);
    assert.deepEqual(compared, [
      ["health checks of shop.example.com", ["east shop-us-east-1", "west shop-us-west-2"]],
      [
        "records of shop.example.com",
        ["east shop-link-1-primary", "west shop-link-1-secondary", "west shop-link-2-primary"],
      ],
      ["load balancers of shop.example.com", ["east shop-us-east-1", "west shop-us-west-2"]],
      ["target groups of shop.example.com", ["east shop-us-east-1", "west shop-us-west-2"]],
    ]);
  });

  const changes: [string, Changes, string][] = [
    [
      "an interval",
      (east) => delete east.check.inputs["requestInterval"],
      "health checks of shop.example.com: intervalSeconds: east shop-us-east-1 30, west shop-us-west-2 10",
    ],
    [
      "a threshold",
      (_, west) => (west.check.inputs["failureThreshold"] = 3),
      "health checks of shop.example.com: failureThreshold: east shop-us-east-1 2, west shop-us-west-2 3",
    ],
    [
      "a path",
      (_, west) => delete west.check.inputs["resourcePath"],
      'health checks of shop.example.com: path: east shop-us-east-1 "/health", west shop-us-west-2 "/"',
    ],
    [
      "a check that is disabled",
      (east) => (east.check.inputs["disabled"] = true),
      "health checks of shop.example.com: disabled: east shop-us-east-1 true, west shop-us-west-2 false",
    ],
    [
      "a hidden threshold",
      (east) => (east.check.inputs["failureThreshold"] = computed),
      "health checks of shop.example.com: failureThreshold: east shop-us-east-1 not known before the update, west shop-us-west-2 2",
    ],
    [
      "a TTL",
      (east) => (east.primary.inputs["ttl"] = 60),
      "records of shop.example.com: ttl: east shop-link-1-primary 60, west shop-link-1-secondary 10, west shop-link-2-primary 10",
    ],
    [
      "a keep-alive",
      (east) => delete east.loadBalancer.inputs["clientKeepAlive"],
      "load balancers of shop.example.com: clientKeepAlive: east shop-us-east-1 3600, west shop-us-west-2 300",
    ],
    [
      "a deregistration delay",
      (_, west) => (west.targetGroup.inputs["deregistrationDelay"] = 300),
      "target groups of shop.example.com: deregistrationDelay: east shop-us-east-1 60, west shop-us-west-2 300",
    ],
  ];
  for (const [description, change, expected] of changes) {
    it(`differ in ${description}, in stacks of their own and in one`, () => {
      assert.deepEqual(compare(...environment(change)), [expected]);
      const inOne = expected.replaceAll(/\b(east|west) /g, "all ");
      assert.deepEqual(compare(...environment(change, false)), [inOne]);
    });
  }

  it("differ in the type of their checks, and in all that comes with it", () => {
    const found = compareStacks(
      environment((east) => {
        east.check.inputs["type"] = "TCP";
      }),
    );
    assert.deepEqual(
      found.flatMap(({ differences }) => differences.map(({ path }) => path)),
      ["type", "path", "enableSni"],
    );
  });

  it("need no Regions in names: the records say what belongs together", () => {
    const east = regionalParts(regions[0], 1, "shop", "first");
    const west = regionalParts(regions[1], 2, "shop", "second");
    west.check.inputs["requestInterval"] = 30;
    west.targetGroup.inputs["deregistrationDelay"] = 0;
    const stacks = [
      stackOf("east", Object.values(east)),
      stackOf("west", [...Object.values(west), secondaryRecord(regions[1])]),
    ];
    assert.deepEqual(compare(...stacks), [
      "health checks of shop.example.com: intervalSeconds: east first 10, west second 30",
      "target groups of shop.example.com: deregistrationDelay: east first 60, west second 0",
    ]);
  });

  it("of different services are kept apart", () => {
    const slow = regionalParts("us-east-1", 1, "reports");
    slow.check.inputs["resourcePath"] = "/ready";
    slow.primary.inputs["ttl"] = 60;
    slow.loadBalancer.inputs["clientKeepAlive"] = 60;
    slow.targetGroup.inputs["deregistrationDelay"] = 0;
    const stacks = [...environment(), stackOf("reports", Object.values(slow))];
    assert.deepEqual(compare(...stacks), []);
  });

  it("of the same program in two environments are the same, whatever their domain", () => {
    const stage = regionalParts("eu-west-1", 1);
    stage.check.inputs["failureThreshold"] = 3;
    stage.check.inputs["fqdn"] = "eu-west-1.stage.example.org";
    stage.primary.inputs["name"] = "stage.example.org";
    const prod = regionalParts("us-east-1", 1);
    const stacks = [stackOf("prod", Object.values(prod)), stackOf("stage", Object.values(stage))];
    assert.deepEqual(compare(...stacks), [
      "health checks of shop.example.com, stage.example.org: failureThreshold: prod shop-us-east-1 2, stage shop-eu-west-1 3",
    ]);
  });

  it("do not mistake the children of a calculated check for its peers", () => {
    const [east, west] = environment((first) => {
      first.check.inputs["type"] = "CALCULATED";
      first.check.inputs["childHealthchecks"] = [computed, computed];
      first.check.propertyDependencies = {
        childHealthchecks: [child("shop-deep").urn, child("shop-shallow").urn],
      };
    });
    const children = [child("shop-deep"), child("shop-shallow")];
    children[1]!.inputs["resourcePath"] = "/live";
    const stacks = [stackOf("east", [...east!.declared.resources, ...children]), west!];
    const compared = compareStacks(stacks).filter(({ subject }) => subject.includes("check"));
    assert.deepEqual(
      compared.map(({ subject, peers, differences }) => [
        subject,
        peers.map(({ name }) => name),
        differences[0]?.path,
      ]),
      [
        ["health checks of shop.example.com", ["shop-us-east-1", "shop-us-west-2"], "type"],
        ["children of calculated health checks of shop.example.com", ["shop-deep"], undefined],
        ["children of calculated health checks of shop.example.com", ["shop-shallow"], undefined],
      ],
    );
  });

  it("have several target groups in a Region only by their names as counterparts", () => {
    const upload = (region: string, deregistrationDelay: number, name = `upload-${region}`) =>
      resource(
        types.targetGroup,
        name,
        { deregistrationDelay },
        {
          urn: `urn:pulumi:${region}::shop::${types.targetGroup}::${name}`,
          region,
        },
      );
    const stacks = environment();
    stacks[0]!.declared.resources.push(upload("us-east-1", 900));
    stacks[1]!.declared.resources.push(upload("us-west-2", 600));
    assert.deepEqual(compare(...stacks), [
      "target groups: deregistrationDelay: east upload-us-east-1 900, west upload-us-west-2 600",
    ]);
  });

  it("leave out aliases and load balancers that keep no connections of clients", () => {
    const stacks = environment((east) => {
      east.loadBalancer.inputs["loadBalancerType"] = "network";
      east.primary.inputs["aliases"] = [{ name: "x", zoneId: "y", evaluateTargetHealth: true }];
      delete east.primary.inputs["ttl"];
      delete east.primary.inputs["records"];
    });
    assert.deepEqual(compare(...stacks), []);
  });
});

describe("names of Regions in logical names", () => {
  const pairs: [string, string, boolean][] = [
    ["app-us-east-1", "app-eu-central-1", true],
    ["us-gov-west-1-app", "ap-southeast-2-app", true],
    ["app-eusc-de-east-1", "app-us-isob-east-1", true],
    ["app-us-east-1", "web-us-east-1", false],
    ["app-us-east-1", "app-east-1", false],
    ["app-1", "app-2", false],
  ];
  for (const [one, other, arePeers] of pairs) {
    it(`${arePeers ? "make" : "do not make"} peers of ${one} and ${other}`, () => {
      const check = (name: string, path: string) =>
        resource(types.healthCheck, name, { type: "HTTPS", resourcePath: path });
      const found = compare(stackOf("a", [check(one, "/a")]), stackOf("b", [check(other, "/b")]));
      assert.equal(found.length, arePeers ? 1 : 0);
    });
  }
});

describe("comparison of any stacks", () => {
  it("never throws, whatever the inputs are", () => {
    const anyResource = fc
      .tuple(fc.constantFrom(...Object.values(types)), anyInputs, fc.nat(3))
      .map(([type, inputs, index]) => resource(type, `${type}${index}`, inputs));
    fc.assert(
      fc.property(fc.array(anyResource, { maxLength: 8 }), (resources) => {
        lines(compareStacks([stackOf("one", resources), stackOf("other", resources)]));
      }),
      { numRuns: 500 },
    );
  });
});

function child(name: string): DeclaredResource {
  return resource(types.healthCheck, name, { type: "HTTPS", resourcePath: "/health" });
}
