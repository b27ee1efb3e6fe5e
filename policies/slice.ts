import type { Contract, TableContract } from "../contract/contract";
import contractSchema from "../contract/contract.schema.json";

export type JsonSchema = Record<string, unknown>;

/** The part of the contract that a rule reads: its shape, and how it is cut out. */
export interface Slice<Value extends object> {
  /** Property to its JSON Schema; each property may be left out of a rule's configuration. */
  properties: Record<keyof Value & string, JsonSchema>;
  cut: (contract: Contract) => Value;
}

/** For rules that state a fact about AWS and need nothing of the contract. */
export const nothing: Slice<object> = { properties: {}, cut: () => ({}) };

export type TableSlice<Field extends keyof TableContract> = Pick<TableContract, Field | "name">;

/** Of every table its name and some fields. */
export function tables<Field extends keyof TableContract>(
  ...fields: Field[]
): Slice<{ tables: TableSlice<Field>[] }> {
  const { items, minItems: _oneAtLeast, ...list } = contractSchema.properties.tables;
  const names = ["name", ...fields] as (Field | "name")[];
  return {
    properties: { tables: { ...list, items: withProperties(items, names) } },
    cut: (contract) => ({ tables: contract.tables.map((table) => pick(table, names)) }),
  };
}

type Section = "healthCheck" | "records" | "loadBalancer" | "objectives";

/** Some fields of one section of the contract. */
export function section<Name extends Section, Field extends keyof Contract[Name] & string>(
  name: Name,
  ...fields: Field[]
): Slice<Record<Name, Pick<Contract[Name], Field>>> {
  const schema = withProperties(contractSchema.properties[name], fields);
  return {
    properties: { [name]: schema } as Record<Name, JsonSchema>,
    cut: (contract) =>
      ({ [name]: pick(contract[name], fields) }) as Record<Name, Pick<Contract[Name], Field>>,
  };
}

export function both<One extends object, Other extends object>(
  one: Slice<One>,
  other: Slice<Other>,
): Slice<One & Other> {
  return {
    properties: { ...one.properties, ...other.properties },
    cut: (contract) => ({ ...one.cut(contract), ...other.cut(contract) }),
  };
}

function withProperties(schema: { properties: object }, names: readonly string[]): JsonSchema {
  return { ...schema, required: names, properties: pick(schema.properties as JsonSchema, names) };
}

function pick<From extends object, Name extends keyof From>(
  from: From,
  names: readonly Name[],
): Pick<From, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<From, Name>;
}
