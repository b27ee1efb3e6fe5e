import assert from "node:assert/strict";
import * as fc from "fast-check";
import { compareTable } from "../../contract/compare-table";
import type { TableContract } from "../../contract/contract";
import { readDeclaredTable } from "../../contract/declared-table";
import { describeDifference, isUnseen } from "../../contract/difference";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
  type DeclaredValue,
  secret,
  type UnknownValue,
} from "../../declared/declared-resource";
import { anyInputs, anyTableContract, anyWriting, everyMutation } from "./arbitrary-table";
import { declareTable, resource, types } from "./declared-examples";

const anyWrittenTable = anyTableContract.chain((contract) =>
  anyWriting(contract).map((writing) => ({ contract, resources: declareTable(contract, writing) })),
);

function compare(contract: TableContract, [table, ...others]: readonly DeclaredResource[]) {
  return compareTable(contract, readDeclaredTable(table!, others));
}

describe("comparison of any table with any contract", () => {
  it("finds nothing where the table is as contracted, however it is written down", () => {
    fc.assert(
      fc.property(anyWrittenTable, ({ contract, resources }) => {
        assert.deepEqual(compare(contract, resources), []);
      }),
      { numRuns: 500 },
    );
  });

  it("reads every way of writing the same table to the same normal form", () => {
    fc.assert(
      fc.property(
        anyTableContract.chain((contract) =>
          fc.tuple(
            anyWriting(contract).map((writing) => ({ ...writing, replicas: "inline" as const })),
            fc.constant(contract),
          ),
        ),
        ([writing, contract]) => {
          const normalForm = ([table, ...others]: readonly DeclaredResource[]) => {
            const { urn, ...parts } = readDeclaredTable(table!, others);
            assert.notEqual(urn, "");
            // The order of an object's properties says nothing.
            return JSON.parse(JSON.stringify(parts)) as unknown;
          };
          const { regions } = writing;
          assert.deepEqual(
            normalForm(declareTable(contract, writing)),
            normalForm(declareTable(contract, { regions: regions! })),
          );
        },
      ),
    );
  });

  it("finds every single change of what is contracted", () => {
    fc.assert(
      fc.property(anyWrittenTable, ({ contract, resources }) => {
        const missed = everyMutation(contract)
          .filter(([, changed]) => compare(changed, resources).length === 0)
          .map(([description]) => description);
        assert.deepEqual(missed, []);
      }),
    );
  });

  it("reports an unknown value as unknown, wherever it stands", () => {
    fc.assert(
      fc.property(
        anyWrittenTable,
        fc.constantFrom(computed, secret),
        ({ contract, resources }, unknown) => {
          const expected = { ...contract, minimumRegions: 3, tags: { ...contract.tags, a: "b" } };
          for (const [place, changed] of withEachHidden(
            declareAgain(expected, resources),
            unknown,
          )) {
            const differences = compare(expected, changed);
            assert.ok(
              differences.some(isUnseen),
              `${place} is unknown, found ${JSON.stringify(differences)}`,
            );
          }
        },
      ),
    );
  });

  it("never throws and never passes, whatever the inputs are", () => {
    const anyResource = (type: string) =>
      anyInputs.map((inputs) => resource(type, type, inputs, { region: undefined }));
    fc.assert(
      fc.property(
        anyTableContract,
        anyResource(types.table),
        fc.array(fc.constantFrom(...Object.values(types)).chain(anyResource), { maxLength: 4 }),
        (contract, table, others) => {
          const differences = compare(contract, [table, ...others]);
          assert.notDeepEqual(differences, []);
          assert.ok(
            differences.map(describeDifference).every((sentence) => sentence.length < 2000),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function declareAgain(
  contract: TableContract,
  [table]: readonly DeclaredResource[],
): DeclaredResource[] {
  const others = ["us-east-1", "us-west-2", "eu-central-1"].filter(
    (each) => each !== table!.region,
  );
  return declareTable(contract, { regions: [table!.region!, ...others] });
}

/** The resources with one value after the other hidden, blocks and lists included. */
function withEachHidden(
  [table, ...others]: readonly DeclaredResource[],
  unknown: UnknownValue,
): [string, DeclaredResource[]][] {
  return places(table!.inputs)
    .filter((place) => place.at(-1) !== "kmsKeyArn")
    .map((place) => {
      const inputs: DeclaredInputs = structuredClone(table!.inputs);
      let parent: DeclaredValue = inputs;
      for (const step of place.slice(0, -1)) parent = (parent as DeclaredInputs)[step]!;
      (parent as DeclaredInputs)[place.at(-1)!] = unknown;
      return [place.join("."), [{ ...table!, inputs }, ...others]];
    });
}

function places(value: DeclaredValue, place: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [place];
  const within = Object.entries(value as DeclaredInputs).flatMap(([name, part]) =>
    places(part, [...place, name]),
  );
  return place.length === 0 ? within : [place, ...within];
}
