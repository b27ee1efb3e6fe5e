import { computed, type DeclaredInputs, type DeclaredValue, secret } from "./declared-resource";
import { isObject, type JsonObject } from "./json-shape";
import { UnreadableDeclarationError } from "./unreadable-declaration";

// Pulumi's marks, the same in every release: sdk/nodejs/runtime/rpc.ts.
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What `pulumi preview --json` prints in place of a secret. */
const hiddenSecret = "[secret]";

/** What providers built on the Terraform bridge note for themselves beside the properties. */
const bridgeNotes = new Set(["__defaults", "__internal", "__meta"]);

/** Deeper than any resource of any provider; without a limit a hostile document exhausts the stack. */
const deepest = 200;

/**
 * Properties as Pulumi writes them, with unknown and secret values marked.
 *
 * @throws {UnreadableDeclarationError} when they are nested too deeply.
 */
export function readProperties(properties: JsonObject, place: string): DeclaredInputs {
  return mapValues(properties, (value) => readValue(value, place, 0));
}

function readValue(value: unknown, place: string, depth: number): DeclaredValue {
  if (depth > deepest) {
    throw new UnreadableDeclarationError(`${place} is nested more than ${deepest} levels deep.`);
  }
  if (value === unknownMark) {
    return computed;
  }
  if (value === hiddenSecret) {
    return secret;
  }
  if (Array.isArray(value)) {
    return value.map((item) => readValue(item, place, depth + 1));
  }
  if (!isObject(value)) {
    return value as string | number | boolean | null;
  }
  switch (value[signatureKey]) {
    case secretSignature:
      return secret;
    case outputSignature:
      return "value" in value && value["secret"] !== true
        ? readValue(value["value"], place, depth + 1)
        : value["secret"] === true
          ? secret
          : computed;
    case resourceSignature:
      return readReference(value);
    case assetSignature:
    case archiveSignature:
      // Files are not read: each source tells something else of them.
      return computed;
    default:
      return mapValues(value, (item) => readValue(item, place, depth + 1));
  }
}

/** A resource given as a value stands for its id; a component, which has none, for its URN. */
function readReference({ id, urn }: JsonObject): DeclaredValue {
  if (id === undefined) {
    return typeof urn === "string" ? urn : computed;
  }
  return typeof id === "string" && id !== "" && id !== unknownMark ? id : computed;
}

function mapValues<To>(record: JsonObject, change: (value: unknown) => To): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => !bridgeNotes.has(key))
      .map(([key, value]) => [key, change(value)]),
  );
}
