import { computed, type DeclaredResource, type UnknownValue } from "../declared/declared-resource";
import { tableEncryption } from "./declared-encryption";
import { dictionary, filled, flag, property } from "./declared-fields";
import { attributeTypes, globalIndexes, localIndexes } from "./declared-indexes";
import { tableProtections, tableReplicas } from "./declared-replicas";
import type { Declared } from "./difference";
import { findParts, physicalName } from "./table-parts";

/** A global or local secondary index. */
export interface DeclaredIndex {
  /** Text. */
  name: Declared;
  /** Text; a list where the key has several attributes; `undefined` for a local index. */
  hashKey: Declared;
  /** Text; a list where the key has several attributes; `undefined` for none. */
  rangeKey: Declared;
  /** `ALL`, `KEYS_ONLY` or `INCLUDE`. */
  projectionType: Declared;
  /** A sorted list of names, empty where there are none. */
  nonKeyAttributes: Declared;
}

/** A replica in another Region than the table's own, however it is declared. */
export interface DeclaredReplica {
  /** Text. */
  region: Declared;
  /** A `DeclaredEncryption`. */
  encryption: Declared;
  /** `EVENTUAL` or `STRONG`. */
  consistency: Declared;
  /** Boolean. */
  pointInTimeRecovery: Declared;
  /** Boolean. */
  deletionProtection: Declared;
  /** Boolean: whether it takes the table's tags; `undefined` where it has tags of its own instead. */
  propagateTags: Declared;
  /** Tag name to value; `undefined` where it can only take the table's. */
  ownTags: Declared;
}

/**
 * A table in normal form, with all that other resources add to it: what AWS treats as equal is equal,
 * its defaults are filled in, and nothing is guessed.
 */
export interface DeclaredTable {
  urn: string;
  /** The physical name; unknown where Pulumi has yet to choose it. */
  name: Declared;
  /** Text; unknown where the Region of its provider is. */
  region: Declared;
  /** Text. */
  hashKey: Declared;
  /** Text, or `undefined` for none. */
  rangeKey: Declared;
  /** Attribute name to type (`S`, `N` or `B`). */
  attributes: Declared;
  /** By name. */
  globalSecondaryIndexes: DeclaredIndex[] | UnknownValue;
  /** By name. */
  localSecondaryIndexes: DeclaredIndex[] | UnknownValue;
  /** Text, or `undefined` where Time to Live is off. */
  timeToLiveAttribute: Declared;
  /** `PROVISIONED` or `PAY_PER_REQUEST`. */
  billingMode: Declared;
  /** A `DeclaredEncryption`. */
  encryption: Declared;
  /** Boolean. */
  pointInTimeRecovery: Declared;
  /** Boolean. */
  deletionProtection: Declared;
  /** What its stream holds, or `undefined` where no stream is declared. */
  streamViewType: Declared;
  /** Tag name to value. */
  tags: Declared;
  /** By Region. */
  replicas: DeclaredReplica[] | UnknownValue;
  /** The witness's Region, or `undefined` for none. */
  witnessRegion: Declared;
}

/**
 * Reads a table (`aws:dynamodb/table:Table`) and what other resources add to it: separate indexes
 * (`GlobalSecondaryIndex`), separate replicas (`TableReplica`) and a global table of the version of
 * 2017 (`GlobalTable`). Never throws, whatever the inputs are.
 *
 * @param others Every other resource in sight; those that do not belong to the table are ignored.
 */
export function readDeclaredTable(
  table: DeclaredResource,
  others: readonly DeclaredResource[],
): DeclaredTable {
  const { inputs } = table;
  const parts = findParts(table, others);
  return {
    urn: table.urn,
    name: physicalName(table) ?? property(inputs, "name") ?? computed,
    region: table.region ?? computed,
    hashKey: filled(inputs, "hashKey"),
    rangeKey: filled(inputs, "rangeKey"),
    attributes: attributeTypes(table, parts.indexes),
    globalSecondaryIndexes: globalIndexes(table, parts.indexes),
    localSecondaryIndexes: localIndexes(table),
    timeToLiveAttribute: whereOn(property(inputs, "ttl"), "enabled", "attributeName"),
    billingMode: filled(inputs, "billingMode") ?? "PROVISIONED",
    encryption: tableEncryption(property(inputs, "serverSideEncryption")),
    ...tableProtections(table),
    streamViewType: whereOn(inputs, "streamEnabled", "streamViewType"),
    tags: dictionary(property(inputs, "tags")),
    replicas: tableReplicas(table, parts),
    witnessRegion: filled(property(inputs, "globalTableWitness"), "regionName"),
  };
}

/** A property of something that has to be switched on; off it is absent. */
function whereOn(block: Declared, switchName: string, name: string): Declared {
  const isOn = flag(property(block, switchName), false);
  if (isOn === false) return undefined;
  return isOn === true ? filled(block, name) : isOn;
}
