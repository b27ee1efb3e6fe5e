import { isKnownLocation, locationKey } from "./geography";
import { indexChecks, type IndexedCheck, type Signal } from "./signals";
import {
  type Endpoint,
  ownEntry,
  type RecordSet,
  type RecordType,
  type Topology,
  type Unknown,
} from "./topology";

/** A topology with its links as references. */
export interface TopologyIndex {
  topology: Topology;
  groups: Group[];
  /** The group that answers for a name and type, if one is declared. */
  group: (name: string, type: RecordType) => Group | undefined;
  /** What changes on its own when a site fails. */
  signals: Signal[];
  recordCount: number;
}

/** The records of one name and type. */
export interface Group {
  index: number;
  name: string;
  type: RecordType;
  records: IndexedRecord[];
  /** Why Route 53's choice among the records is not known. */
  fault: Unknown | undefined;
}

export interface IndexedRecord extends Pick<RecordSet, "id" | "label" | "routing" | "target"> {
  index: number;
  ttlSeconds: number | undefined;
  check: IndexedCheck | undefined;
  /** Where an alias to other records leads. */
  aliased: Group | undefined;
  /** Where a CNAME leads: it is looked up as the type that the client asks for. */
  cname: string | undefined;
  endpoints: Endpoint[];
  /** Taken for true where it is not known what the record is. */
  evaluatesTargetHealth: boolean;
  /** The health of the endpoint that an alias evaluates. */
  targetSignal: Signal | undefined;
  /** Why it is not known where the record leads. */
  fault: Unknown | undefined;
  /** Why the health of the target, which the record evaluates, is not known. */
  targetHealthFault: Unknown | undefined;
}

/** Links every record to what it leads to and to the check that guards it. */
export function indexTopology(topology: Topology): TopologyIndex {
  const byKey = new Map<string, Group>();
  const groups: Group[] = [];
  const indexed = new Map<RecordSet, IndexedRecord>();
  for (const [index, recordSet] of topology.recordSets.entries()) {
    const key = groupKey(recordSet.name, recordSet.type);
    let group = byKey.get(key);
    if (group === undefined) {
      const { name, type } = recordSet;
      group = { index: groups.length, name, type, records: [], fault: undefined };
      byKey.set(key, group);
      groups.push(group);
    }
    const record = unlinked(recordSet, index);
    indexed.set(recordSet, record);
    group.records.push(record);
  }

  const group = (name: string, type: RecordType) => byKey.get(groupKey(name, type));
  const result: TopologyIndex = {
    topology,
    groups,
    group,
    signals: [],
    recordCount: topology.recordSets.length,
  };
  for (const [recordSet, record] of indexed) {
    linkTarget(recordSet, record, result);
  }
  for (const group of groups) {
    group.fault = faultOf(group);
  }
  const { check, targetHealth, signals } = indexChecks(result);
  result.signals = signals;
  for (const [recordSet, record] of indexed) {
    if (recordSet.healthCheck !== undefined) {
      record.check = check(recordSet.healthCheck);
    }
    if (record.evaluatesTargetHealth && recordSet.target.kind === "aliasEndpoint") {
      linkTargetHealth(record, targetHealth(recordSet.target.endpoint));
    }
  }
  return result;
}

function groupKey(name: string, type: RecordType): string {
  return `${type} ${name}`;
}

function unlinked(recordSet: RecordSet, index: number): IndexedRecord {
  const { id, label, routing, target, ttlSeconds } = recordSet;
  return {
    id,
    label,
    routing,
    target,
    ttlSeconds,
    index,
    check: undefined,
    aliased: undefined,
    cname: undefined,
    endpoints: [],
    evaluatesTargetHealth:
      target.kind === "unknown" ||
      ("evaluateTargetHealth" in target && target.evaluateTargetHealth),
    targetSignal: undefined,
    fault: undefined,
    targetHealthFault: undefined,
  };
}

function linkTarget(recordSet: RecordSet, record: IndexedRecord, index: TopologyIndex): void {
  const { target } = recordSet;
  const fault = (reason: string) => {
    record.fault = { subject: recordSet.label, reason };
  };
  switch (target.kind) {
    case "unknown":
      return fault(target.reason);
    case "values":
    case "aliasEndpoint": {
      const ids = target.kind === "values" ? target.endpoints : [target.endpoint];
      for (const id of ids) {
        const endpoint = ownEntry(index.topology.endpoints, id);
        if (endpoint === undefined) {
          return fault(`it leads to ${id}, which is not declared`);
        }
        record.endpoints.push(endpoint);
      }
      return ids.length === 0 ? fault("it has no values") : undefined;
    }
    case "cname":
      if (recordSet.type !== "CNAME") {
        return fault(`a record of type ${recordSet.type} cannot hold another name`);
      }
      record.cname = target.name;
      return;
    case "alias":
      if (target.type !== recordSet.type) {
        return fault(
          `it is an alias of type ${recordSet.type} to records of type ${target.type}; both must be the same`,
        );
      }
      record.aliased = index.group(target.name, target.type);
      return record.aliased === undefined
        ? fault(`no record ${target.name} of type ${target.type} is declared`)
        : undefined;
  }
}

function linkTargetHealth(record: IndexedRecord, signal: Signal | undefined): void {
  record.targetSignal = signal;
  if (signal === undefined) {
    record.targetHealthFault = {
      subject: record.label,
      reason: `it evaluates the health of ${record.endpoints[0]?.label ?? "its target"}, and what Route 53 takes for that is not known`,
    };
  }
}

/** A group that Route 53 would refuse, or whose policy the model does not know. */
function faultOf({ name, type, records }: Group): Unknown | undefined {
  const subject = `the records ${name} of type ${type}`;
  for (const { routing, label } of records) {
    if (routing.kind === "unknown") {
      return { subject: label, reason: routing.reason };
    }
  }
  const kinds = [...new Set(records.map(({ routing }) => routing.kind))];
  if (kinds.length > 1) {
    return { subject, reason: `they mix routing policies: ${kinds.join(", ")}` };
  }
  const twice = firstRepeated(records.map(routingKey));
  if (twice !== undefined) {
    return { subject, reason: `two of them are ${twice}, where Route 53 takes one` };
  }
  for (const { routing, label, target } of records) {
    if (routing.kind === "geolocation" && !isKnownLocation(routing.location)) {
      return { subject: label, reason: "Route 53 does not list its location" };
    }
    if (routing.kind === "multivalue" && target.kind.startsWith("alias")) {
      return { subject: label, reason: "a multivalue answer record cannot be an alias" };
    }
  }
  return undefined;
}

function routingKey({ routing, id }: IndexedRecord): string {
  switch (routing.kind) {
    case "simple":
      return "simple";
    case "failover":
      return routing.role;
    case "latency":
      return `for ${routing.region}`;
    case "geolocation":
      return `for ${locationKey(routing.location)}`;
    case "weighted":
    case "multivalue":
    case "unknown":
      return id;
  }
}

function firstRepeated(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return keys.find((key) => seen.size === seen.add(key).size);
}
