import type { Contract, Objectives, TableContract } from "./contract";
import type { Fault } from "./faults";
import { parseJson } from "./parse-json";
import { inContractFile, isWithin, itemPath } from "./paths";
import { schemaFaults } from "./schema-faults";
import { repeatedNameFaults, tableFaults } from "./table-rules";

export interface ReadContract {
  /**
   * The contract if its shape is right (contract.schema.json), otherwise undefined. With faults it
   * serves only to find the faults that settings and contract have together.
   */
  contract: Contract | undefined;
  /** Every fault of the text, in the order: JSON, shape, rules. Empty if the contract is good. */
  faults: readonly Fault[];
}

/** Reads the text of `contract.json`. Never throws. */
export function readContract(text: string): ReadContract {
  const json = parseJson(text);
  if ("syntaxFault" in json) {
    return {
      contract: undefined,
      faults: [{ path: inContractFile(""), reason: `is not JSON: ${json.syntaxFault}` }],
    };
  }
  const repeated = json.repeated.map(({ path, line }) => ({
    path,
    reason: `is written twice in the same object (again on line ${line}); allowed: once`,
  }));
  const shape = schemaFaults(json.value);
  const rules = ruleFaults(json.value, (path) => shape.some((fault) => isWithin(fault.path, path)));
  const faults = [...repeated, ...shape, ...rules].map(({ path, reason }) => ({
    path: inContractFile(path),
    reason,
  }));
  return { contract: shape.length === 0 ? withoutSchema(json.value) : undefined, faults };
}

/** The rules that a schema cannot state, for the parts of the document whose shape is right. */
function ruleFaults(document: unknown, isBroken: (path: string) => boolean): Fault[] {
  const { tables, objectives } = (document ?? {}) as { tables?: unknown; objectives?: Objectives };
  const sound = (Array.isArray(tables) ? (tables as TableContract[]) : [])
    .map((table, position) => ({ table, path: itemPath("tables", position) }))
    .filter(({ path }) => !isBroken(path));
  return [
    ...sound.flatMap(({ table, path }) => tableFaults(table, path)),
    ...repeatedNameFaults(sound.map(({ table, path }) => ({ name: table.name, path }))),
    ...(objectives && !isBroken("objectives")
      ? recoveryPointFaults(
          objectives,
          sound.map(({ table }) => table),
        )
      : []),
  ];
}

function recoveryPointFaults(objectives: Objectives, tables: readonly TableContract[]): Fault[] {
  const eventual = tables.find((table) => table.consistency === "EVENTUAL");
  if (objectives.rpoSeconds > 0 || eventual === undefined) return [];
  return [
    {
      path: "objectives.rpoSeconds",
      reason: `found 0, but table "${eventual.name}" has consistency "EVENTUAL", whose replication always lags; allowed: at least 1, or consistency "STRONG" in every table`,
    },
  ];
}

function withoutSchema(document: unknown): Contract {
  const { $schema, ...contract } = document as Contract & { $schema?: string };
  return contract;
}
