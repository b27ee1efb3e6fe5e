import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { readContract } from "../../contract/read-contract";
import { contractTextWith, contractWith, goodContract } from "./good-contract";

type Place = (string | number)[];

/** A fault as a user sees it. */
function sentences(text: string): string[] {
  return readContract(text).faults.map((fault) => `${fault.path}: ${fault.reason}`);
}

function only(text: string): string {
  const all = sentences(text);
  assert.equal(all.length, 1, all.join("\n"));
  return all[0]!;
}

describe("readContract", () => {
  it("reads a good contract as it was written, without the schema's address", () => {
    const written = { $schema: "./contract/contract.schema.json", ...goodContract() };
    assert.deepEqual(readContract(JSON.stringify(written)), {
      contract: goodContract(),
      faults: [],
    });
  });

  it("reads the repository's own contract, the example of the documentation", () => {
    const text = fs.readFileSync(path.join(__dirname, "../../contract.json"), "utf8");
    const { contract, faults } = readContract(text);
    assert.deepEqual(faults, []);
    assert.equal(contract?.tables[0]?.name, "MyGlobalAppTable");
    assert.deepEqual(contract.objectives, { rtoSeconds: 60, rpoSeconds: 5 });
    assert.ok(text.startsWith('{\n  "$schema": "./contract/contract.schema.json",'));
  });

  it("locates a syntax error", () => {
    assert.equal(
      only('{\n  "version": 1,\n}'),
      'contract.json: is not JSON: line 3, column 1: found "}"; allowed: a property name in double quotes (JSON allows no comma after the last property)',
    );
  });

  it("reports a property that is written twice", () => {
    const text = JSON.stringify(goodContract()).replace('"version":1', '"version":1,\n"version":1');
    assert.equal(
      only(text),
      "contract.json: version: is written twice in the same object (again on line 2); allowed: once",
    );
  });

  const shapeCases: [string, Place, unknown, string][] = [
    ["another format", ["version"], 2, "version: found 2; allowed: 1"],
    ["no table", ["tables"], [], "tables: found an empty list; allowed: a list of at least 1 item"],
    [
      "an interval that is neither 10 nor 30",
      ["healthCheck", "intervalSeconds"],
      15,
      "healthCheck.intervalSeconds: found 15; allowed: 10 or 30",
    ],
    [
      "an interval as text",
      ["healthCheck", "intervalSeconds"],
      "10",
      'healthCheck.intervalSeconds: found "10"; allowed: 10 or 30',
    ],
    [
      "a threshold above 10",
      ["healthCheck", "failureThreshold"],
      11,
      "healthCheck.failureThreshold: found 11; allowed: a whole number of 1 to 10",
    ],
    [
      "half a threshold",
      ["healthCheck", "failureThreshold"],
      1.5,
      "healthCheck.failureThreshold: found 1.5; allowed: a whole number of 1 to 10",
    ],
    [
      "a port beyond 65535",
      ["healthCheck", "port"],
      70000,
      "healthCheck.port: found 70000; allowed: a whole number of 1 to 65535",
    ],
    [
      "a path without its slash",
      ["healthCheck", "path"],
      "health",
      'healthCheck.path: found "health"; allowed: text that begins with "/", of at most 255 printable ASCII characters without spaces',
    ],
    [
      "a negative TTL",
      ["records", "maximumTtlSeconds"],
      -1,
      "records.maximumTtlSeconds: found -1; allowed: a whole number of 0 to 2147483647",
    ],
    [
      "a keep-alive that a load balancer refuses",
      ["loadBalancer", "keepAliveMaximumSeconds"],
      30,
      "loadBalancer.keepAliveMaximumSeconds: found 30; allowed: a whole number of 60 to 604800",
    ],
    [
      "a deregistration delay that a target group refuses",
      ["loadBalancer", "deregistrationDelayMaximumSeconds"],
      3601,
      "loadBalancer.deregistrationDelayMaximumSeconds: found 3601; allowed: a whole number of 0 to 3600",
    ],
    [
      "no time to recover",
      ["objectives", "rtoSeconds"],
      0,
      "objectives.rtoSeconds: found 0; allowed: a whole number of at least 1",
    ],
    [
      "a table name with a space",
      ["tables", 0, "name"],
      "My Table",
      'tables[0].name: found "My Table"; allowed: text of 3 to 255 characters out of a-z, A-Z, 0-9, "_", "-" and "."',
    ],
    [
      "a missing property",
      ["tables", 0, "billingMode"],
      undefined,
      'tables[0].billingMode: is missing; allowed: "PAY_PER_REQUEST" or "PROVISIONED"',
    ],
    [
      "a misspelt property",
      ["healthCheck", "intervalSecond"],
      10,
      'healthCheck.intervalSecond: is not a property here; allowed: type, port, path, intervalSeconds, failureThreshold; did you mean "intervalSeconds"?',
    ],
    [
      "a type that DynamoDB has no keys of",
      ["tables", 0, "attributes", "customer"],
      "BOOL",
      'tables[0].attributes.customer: found "BOOL"; allowed: "S", "N" or "B"',
    ],
    [
      "an empty sort key instead of null",
      ["tables", 0, "rangeKey"],
      "",
      'tables[0].rangeKey: found ""; allowed: text of 1 to 255 characters or null',
    ],
    [
      "text for a switch",
      ["tables", 0, "pointInTimeRecovery"],
      "yes",
      'tables[0].pointInTimeRecovery: found "yes"; allowed: true or false',
    ],
    [
      "a projected attribute twice",
      ["tables", 0, "globalSecondaryIndexes", 0, "nonKeyAttributes"],
      ["note", "note"],
      'tables[0].globalSecondaryIndexes[0].nonKeyAttributes[0]: found "note" again; allowed: each once (it is at tables[0].globalSecondaryIndexes[0].nonKeyAttributes[1] too)',
    ],
    [
      "more projected attributes than an index may have",
      ["tables", 0, "globalSecondaryIndexes", 0, "nonKeyAttributes"],
      Array.from({ length: 21 }, (_, index) => `a${index}`),
      "tables[0].globalSecondaryIndexes[0].nonKeyAttributes: found a list of 21; allowed: a list of at most 20 items",
    ],
    [
      "a reserved tag name",
      ["tables", 0, "tags"],
      { "AWS:owner": "x" },
      'tables[0].tags["AWS:owner"]: found the name "AWS:owner"; allowed: a name of 1 to 128 letters, digits, spaces and "_.:/=+-@" that does not begin with "aws:"',
    ],
    [
      "a tag value with a character that AWS refuses",
      ["tables", 0, "tags"],
      { owner: "a;b" },
      'tables[0].tags.owner: found "a;b"; allowed: text of up to 256 letters, digits, spaces and "_.:/=+-@" that does not begin with "aws:"',
    ],
    [
      "more tags than AWS keeps",
      ["tables", 0, "tags"],
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, ""])),
      "tables[0].tags: found an object with 51 properties; allowed: an object of at most 50 properties",
    ],
  ];
  for (const [what, place, value, expected] of shapeCases) {
    it(`refuses ${what}`, () => {
      assert.equal(only(contractTextWith(place, value)), `contract.json: ${expected}`);
    });
  }

  it("refuses more than 20 indexes", () => {
    const text = JSON.stringify(
      contractWith((_, table) => {
        const index = table.globalSecondaryIndexes[0]!;
        table.globalSecondaryIndexes.push(
          ...Array.from({ length: 19 }, (__, number) => ({ ...index, name: `more-${number}` })),
        );
      }),
    );
    assert.equal(
      only(text),
      "contract.json: tables[0].globalSecondaryIndexes: found a list of 21; allowed: a list of at most 20 items",
    );
  });

  it("refuses a document that is no object", () => {
    for (const [text, found] of [
      ["null", "null"],
      ["[]", "an empty list"],
      ['"contract"', '"contract"'],
    ]) {
      assert.equal(only(text!), `contract.json: found ${found}; allowed: an object`);
    }
  });

  it("accepts Unicode letters in tags and every limit at its end", () => {
    const contract = contractWith((all, table) => {
      table.tags = { "équipe 名": "données: a@b/c=d+e", ["k".repeat(128)]: "v".repeat(256) };
      table.name = "t".repeat(255);
      all.healthCheck.path = `/${"p".repeat(254)}`;
      all.healthCheck.failureThreshold = 10;
      all.records.maximumTtlSeconds = 0;
    });
    assert.deepEqual(sentences(JSON.stringify(contract)), []);
  });

  it("reports shape and rules of different places at once", () => {
    const contract = contractWith((all, table) => {
      table.hashKey = "custmer";
      (all.tables[1]! as { encryption: string }).encryption = "NONE";
      (all.healthCheck as { intervalSeconds: number }).intervalSeconds = 20;
      all.objectives.rpoSeconds = 0;
    });
    const places = readContract(JSON.stringify(contract)).faults.map(({ path }) => path);
    assert.deepEqual(places, [
      "contract.json: tables[1].encryption",
      "contract.json: healthCheck.intervalSeconds",
      "contract.json: tables[0].hashKey",
      "contract.json: tables[0].attributes.customer",
      "contract.json: objectives.rpoSeconds",
    ]);
  });

  it("reports both the name and the value of a property", () => {
    const tags = { "aws:owner": "x;y" };
    const { faults } = readContract(contractTextWith(["tables", 0, "tags"], tags));
    const place = 'contract.json: tables[0].tags["aws:owner"]';
    assert.deepEqual(
      faults.map(({ path }) => path),
      [place, place],
    );
  });

  it("names a property as it is written, with its slashes and tildes", () => {
    const text = contractTextWith(["tables", 1, "attributes"], { id: "S", "a/b~c": "X" });
    assert.equal(
      only(text),
      'contract.json: tables[1].attributes["a/b~c"]: found "X"; allowed: "S", "N" or "B"',
    );
  });

  it("gives no contract when the shape is wrong, and one to search on when only a rule is", () => {
    assert.equal(readContract(contractTextWith(["version"], 3)).contract, undefined);
    const ruleBroken = contractTextWith(["objectives", "rpoSeconds"], 0);
    assert.equal(readContract(ruleBroken).contract?.objectives.rpoSeconds, 0);
  });

  it("names the place of any single value that is of a wrong kind, missing or has a stranger beside it", () => {
    const places = [...valuePlaces(goodContract(), [])];
    assert.ok(places.length > 40);
    const wrong = fc.constantFrom<unknown>({ wrong: { kind: 1 } }, [[]], -7.5, undefined);
    fc.assert(
      fc.property(fc.constantFrom(...places), wrong, (place, value) => {
        const names = readContract(contractTextWith(place, value)).faults.map(({ path }) => path);
        const expected = `contract.json: ${written(place)}`;
        const inside = [`${expected}.`, `${expected}[`];
        const named = names.some(
          (name) => name === expected || inside.some((start) => name.startsWith(start)),
        );
        // What is absent from a map or a list is nobody's fault unless something else needs it.
        const mayBeAbsent = value === undefined && isOptional(place);
        assert.ok(named || mayBeAbsent, `${expected} is not in ${JSON.stringify(names)}`);
      }),
      { numRuns: 500 },
    );
    for (const place of places.filter((each) => typeof each.at(-1) === "string")) {
      if (isOptional(place)) continue;
      const stranger = [...place.slice(0, -1), "stranger"];
      const { faults } = readContract(contractTextWith(stranger, 1));
      assert.deepEqual(
        faults.map(({ path }) => path),
        [`contract.json: ${written(stranger)}`],
      );
    }
  });
});

function* valuePlaces(value: unknown, place: Place): Generator<Place> {
  if (place.length > 0) yield place;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* valuePlaces(inner, [...place, Array.isArray(value) ? Number(name) : name]);
  }
}

function isOptional(place: Place): boolean {
  const parent = place.at(-2);
  return typeof place.at(-1) === "number" || parent === "tags" || parent === "attributes";
}

/** An independent rendering of a place, as the documentation of faults describes it. */
function written(place: Place): string {
  return place
    .map((step) =>
      typeof step === "number" ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `["${step}"]`,
    )
    .join("")
    .replace(/^\./, "");
}
