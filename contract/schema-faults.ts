import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Fault } from "./faults";
import schema from "./contract.schema.json";
import { itemPath, propertyPath } from "./paths";
import { counted, oneOf, shown, suggestion } from "./wording";

/** The part of JSON Schema that contract.schema.json uses to limit one value. */
interface ValueSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  patternErrorMessage?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  properties?: Record<string, ValueSchema>;
  propertyNames?: ValueSchema;
}

let contractFaults: ((document: unknown) => Fault[]) | undefined;

/**
 * Where a document departs from contract.schema.json; paths are relative to the
 * document (`tables[0].hashKey`).
 */
export function schemaFaults(document: unknown): Fault[] {
  // Compiled at the first call: most who import this package never read a contract.
  contractFaults ??= faultFinder(schema);
  return contractFaults(document);
}

/** Compiles a schema that uses no more of JSON Schema than contract.schema.json does. */
export function faultFinder(jsonSchema: object): (document: unknown) => Fault[] {
  const isValid = compile(jsonSchema, "answer only");
  return (document) => (isValid(document) ? [] : findFaults(jsonSchema, document));
}

function findFaults(jsonSchema: object, document: unknown): Fault[] {
  const validate = compile(jsonSchema, "all errors");
  validate(document);
  const faults = new Map<string, Fault>();
  for (const error of validate.errors!) {
    // A bad property name is reported once, by the error of `propertyNames` itself.
    if (error.propertyName !== undefined) continue;
    const fault = toFault(error, document);
    // Several keywords can refuse one value; each of them gives the same sentence.
    faults.set(`${fault.path}: ${fault.reason}`, fault);
  }
  return [...faults.values()];
}

/** Code that describes every error takes twice as long to make, and is seldom needed. */
type Extent = "answer only" | "all errors";
const compilers = new Map<Extent, Ajv>();

function compile(jsonSchema: object, extent: Extent): ValidateFunction {
  const compiler = compilers.get(extent) ?? newCompiler(extent);
  compilers.set(extent, compiler);
  return compiler.compile(jsonSchema);
}

function newCompiler(extent: Extent): Ajv {
  // The schema itself is checked by a test. Checking it here, and optimising code that runs once,
  // would double the time that every start of the program spends on the contract.
  const ajv = new Ajv({
    allErrors: extent === "all errors",
    verbose: extent === "all errors",
    messages: false,
    allowUnionTypes: true,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  });
  // What VS Code shows for a value that does not match a pattern; our own messages use it too.
  ajv.addKeyword("patternErrorMessage");
  return ajv;
}

function toFault(error: ErrorObject, document: unknown): Fault {
  const path = pathOf(error.instancePath, document);
  const parent = error.parentSchema as ValueSchema;
  const params = error.params as Record<string, string>;
  switch (error.keyword) {
    case "required": {
      const name = params["missingProperty"]!;
      const allowed = describe(parent.properties![name]!);
      return { path: propertyPath(path, name), reason: `is missing; allowed: ${allowed}` };
    }
    case "additionalProperties": {
      const name = params["additionalProperty"]!;
      const known = Object.keys(parent.properties!);
      return {
        path: propertyPath(path, name),
        reason: `is not a property here; allowed: ${known.join(", ")}${suggestion(name, known)}`,
      };
    }
    case "propertyNames": {
      const name = params["propertyName"]!;
      return {
        path: propertyPath(path, name),
        reason: `found the name ${shown(name)}; allowed: ${describe(parent.propertyNames!)}`,
      };
    }
    case "uniqueItems": {
      const items = error.data as unknown[];
      const { i: index, j: first } = error.params as { i: number; j: number };
      return {
        path: itemPath(path, index),
        reason: `found ${shown(items[index])} again; allowed: each once (it is at ${itemPath(path, first)} too)`,
      };
    }
    default:
      return { path, reason: `found ${shown(error.data)}; allowed: ${describe(parent)}` };
  }
}

/** Turns Ajv's JSON pointer (RFC 6901) into a path; only the document tells items from names. */
function pathOf(pointer: string, document: unknown): string {
  let path = "";
  let value = document;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path = Array.isArray(value) ? itemPath(path, Number(name)) : propertyPath(path, name);
    value = (value as Record<string, unknown>)[name];
  }
  return path;
}

/** What a schema allows, in words. */
function describe(limits: ValueSchema): string {
  if ("const" in limits) return shown(limits.const);
  if (limits.enum) return oneOf(limits.enum);
  const types = [limits.type ?? []].flat();
  return types.map((type) => describeType(type, limits)).join(" or ");
}

function describeType(type: string, limits: ValueSchema): string {
  switch (type) {
    case "string":
      return (
        limits.patternErrorMessage ??
        (limits.maxLength === undefined
          ? "text"
          : `text${range(limits.minLength, limits.maxLength, "character")}`)
      );
    case "integer":
      return `a whole number${range(limits.minimum, limits.maximum)}`;
    case "boolean":
      return "true or false";
    case "array":
      return `a list${range(limits.minItems, limits.maxItems, "item")}`;
    case "object":
      return `an object${range(limits.minProperties, limits.maxProperties, "property", "properties")}`;
    default:
      return type;
  }
}

function range(
  from: number | undefined,
  to: number | undefined,
  one?: string,
  many?: string,
): string {
  const amount = (count: number) => (one === undefined ? String(count) : counted(count, one, many));
  if (from !== undefined && to !== undefined) return ` of ${from} to ${amount(to)}`;
  if (from !== undefined) return ` of at least ${amount(from)}`;
  if (to !== undefined) return ` of at most ${amount(to)}`;
  return "";
}
