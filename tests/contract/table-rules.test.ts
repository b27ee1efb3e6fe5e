import assert from "node:assert/strict";
import type { Contract, TableContract } from "../../contract/contract";
import { readContract } from "../../contract/read-contract";
import { contractWith } from "./good-contract";

type Change = (contract: Contract, table: TableContract) => void;

function sentences(change: Change): string[] {
  const { faults } = readContract(JSON.stringify(contractWith(change)));
  return faults.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("rules of a contract that its schema cannot state", () => {
  const refused: [string, Change, string[]][] = [
    [
      "a key without a type",
      (_, table) => {
        table.rangeKey = "placed";
        table.attributes = { customer: "S", status: "S", total: "N", digest: "B" };
      },
      [
        'contract.json: tables[0].rangeKey: found "placed", which has no type in attributes; allowed: "customer", "status", "total" or "digest", or add it to attributes',
      ],
    ],
    [
      "a key that only an object's prototype has",
      (_, table) => {
        table.globalSecondaryIndexes[1]!.rangeKey = "constructor";
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[1].rangeKey: found "constructor", which has no type in attributes; allowed: "customer", "placedAt", "status", "total" or "digest", or add it to attributes',
      ],
    ],
    [
      "a misspelt key, and the attribute that nothing uses for that reason",
      (_, table) => {
        table.globalSecondaryIndexes[0]!.hashKey = "statsu";
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[0].hashKey: found "statsu", which has no type in attributes; allowed: "customer", "placedAt", "status", "total" or "digest", or add it to attributes; did you mean "status"?',
        'contract.json: tables[0].attributes.status: found "status", which no key uses; allowed: only attributes that are a hashKey or rangeKey of the table or of an index (other attributes need no declaration): remove it',
      ],
    ],
    [
      "a sort key that is the partition key",
      (all) => {
        all.tables[1]!.rangeKey = "id";
      },
      [
        'contract.json: tables[1].rangeKey: found "id", which is the hashKey too; allowed: another attribute, or null',
      ],
    ],
    [
      "an index whose sort key is its partition key",
      (_, table) => {
        table.globalSecondaryIndexes[1]!.rangeKey = "digest";
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[1].rangeKey: found "digest", which is the hashKey too; allowed: another attribute, or null',
      ],
    ],
    [
      "two indexes of one name",
      (_, table) => {
        table.globalSecondaryIndexes[1]!.name = "by-status";
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[1].name: found "by-status" again; allowed: a name that stands once (tables[0].globalSecondaryIndexes[0] has it too)',
      ],
    ],
    [
      "two tables of one name",
      (all) => {
        all.tables[1]!.name = "Orders";
      },
      [
        'contract.json: tables[1].name: found "Orders" again; allowed: a name that stands once (tables[0] has it too)',
      ],
    ],
    [
      "INCLUDE without attributes to include",
      (_, table) => {
        table.globalSecondaryIndexes[0]!.nonKeyAttributes = [];
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[0].nonKeyAttributes: found an empty list with projectionType "INCLUDE"; allowed: 1 to 20 names, or projectionType "KEYS_ONLY"',
      ],
    ],
    [
      "attributes to include without INCLUDE",
      (_, table) => {
        table.globalSecondaryIndexes[0]!.projectionType = "KEYS_ONLY";
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes[0].nonKeyAttributes: found a list of 2 with projectionType "KEYS_ONLY"; allowed: an empty list, or projectionType "INCLUDE"',
      ],
    ],
    [
      "more than 100 projected attributes over all indexes",
      (_, table) => {
        const index = table.globalSecondaryIndexes[0]!;
        table.globalSecondaryIndexes = projecting(index, 6, 17);
        table.attributes = { customer: "S", placedAt: "N", status: "S", total: "N" };
      },
      [
        'contract.json: tables[0].globalSecondaryIndexes: found 102 nonKeyAttributes over all indexes; allowed: at most 100 (a name counts once for each index): project "ALL" in some index, or less',
      ],
    ],
    [
      "Time to Live on a STRONG table",
      (_, table) => {
        table.consistency = "STRONG";
      },
      [
        'contract.json: tables[0].timeToLiveAttribute: found "expiresAt" with consistency "STRONG"; allowed: null, because DynamoDB has no Time to Live on a STRONG table, or consistency "EVENTUAL"',
      ],
    ],
    [
      "Time to Live by a key that is no number",
      (_, table) => {
        table.timeToLiveAttribute = "status";
      },
      [
        'contract.json: tables[0].timeToLiveAttribute: found "status", a key attribute of type "S"; allowed: an attribute that holds a number ("N"): DynamoDB never expires an item by another type',
      ],
    ],
    [
      "a STRONG table in more than three Regions",
      (all) => {
        Object.assign(all.tables[1]!, { consistency: "STRONG", minimumRegions: 4 });
      },
      [
        'contract.json: tables[1].minimumRegions: found 4 with consistency "STRONG"; allowed: at most 3, because a STRONG table has three replicas, or two and a witness',
      ],
    ],
    [
      "a recovery point of 0 with a table that lags",
      (all) => {
        all.objectives.rpoSeconds = 0;
      },
      [
        'contract.json: objectives.rpoSeconds: found 0, but table "Orders" has consistency "EVENTUAL", whose replication always lags; allowed: at least 1, or consistency "STRONG" in every table',
      ],
    ],
  ];
  for (const [what, change, expected] of refused) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(sentences(change), expected);
    });
  }

  const accepted: [string, Change][] = [
    [
      "an index with the table's own keys",
      (_, table) => {
        Object.assign(table.globalSecondaryIndexes[1]!, {
          hashKey: "digest",
          rangeKey: "placedAt",
        });
      },
    ],
    [
      "exactly 20 indexes with exactly 100 projected attributes",
      (_, table) => {
        table.globalSecondaryIndexes = projecting(table.globalSecondaryIndexes[0]!, 20, 5);
        table.attributes = { customer: "S", placedAt: "N", status: "S", total: "N" };
      },
    ],
    [
      "Time to Live by a key that is a number",
      (_, table) => {
        table.timeToLiveAttribute = "placedAt";
      },
    ],
    [
      "a recovery point of 0 with STRONG tables only",
      (all) => {
        for (const table of all.tables) {
          Object.assign(table, { consistency: "STRONG", timeToLiveAttribute: null });
        }
        all.objectives.rpoSeconds = 0;
      },
    ],
    [
      "an attribute with any name that JSON has",
      (all) => {
        all.tables[1]!.hashKey = "constructor";
        all.tables[1]!.attributes = { constructor: "S" } as unknown as TableContract["attributes"];
      },
    ],
    [
      "names that differ in case only, as DynamoDB does",
      (all) => {
        all.tables[1]!.name = "orders";
      },
    ],
  ];
  for (const [what, change] of accepted) {
    it(`accept ${what}`, () => {
      assert.deepEqual(sentences(change), []);
    });
  }
});

function projecting(
  index: TableContract["globalSecondaryIndexes"][number],
  indexCount: number,
  attributeCount: number,
): TableContract["globalSecondaryIndexes"] {
  return Array.from({ length: indexCount }, (_, number) => ({
    ...index,
    name: `index-${number}`,
    nonKeyAttributes: Array.from({ length: attributeCount }, (__, each) => `projected${each}`),
  }));
}
