import { locationKey, type Place } from "./geography";
import type { Status } from "./health";
import type { Group, IndexedRecord } from "./topology-index";

/** Which records of a group Route 53 may answer with, for any client of one place. */
export interface Choice {
  records: IndexedRecord[];
  /** False where what is undecided could change the choice. */
  settled: boolean;
  /** Clients are given no answer at all. */
  someWithout: boolean;
}

type StatusOf = (record: IndexedRecord) => Status;

/** Route 53's choice among the records of one name and type. */
export function choose(group: Group, statusOf: StatusOf, place: Place): Choice {
  const { records, fault } = group;
  const [first] = records;
  if (fault !== undefined || first === undefined) {
    return { records, settled: false, someWithout: false };
  }
  switch (first.routing.kind) {
    case "simple":
      return settledOn([first]);
    case "failover":
      return chooseByRole(records, statusOf);
    case "weighted":
      return chooseByWeight(records, statusOf);
    case "latency":
    case "multivalue":
    case "unknown":
      return chooseHealthy(records, statusOf);
    case "geolocation":
      return chooseByPlace(records, statusOf, place);
  }
}

/** Developer Guide, "How Route 53 chooses records when health checking is configured", Failover. */
function chooseByRole(records: readonly IndexedRecord[], statusOf: StatusOf): Choice {
  const primary = withRole(records, "PRIMARY");
  const secondary = withRole(records, "SECONDARY");
  if (primary === undefined || secondary === undefined) {
    // Alone it is either healthy, or answered because no record of the group is.
    return settledOn(records);
  }
  const [first, second] = [statusOf(primary), statusOf(secondary)];
  if (first === "healthy" || second === "unhealthy") {
    return settledOn([primary]);
  }
  return first === "unhealthy" && second === "healthy"
    ? settledOn([secondary])
    : { records: [primary, secondary], settled: false, someWithout: false };
}

export function withRole(
  records: readonly IndexedRecord[],
  role: "PRIMARY" | "SECONDARY",
): IndexedRecord | undefined {
  return records.find(({ routing }) => routing.kind === "failover" && routing.role === role);
}

/**
 * Records of weight 0 count only when all others are unhealthy; with nothing healthy the others
 * answer (Developer Guide, "Weighted routing", its two tables). The API reference says of weight 0
 * that Route 53 never answers with it, and that health checks change this: both agree.
 */
function chooseByWeight(records: readonly IndexedRecord[], statusOf: StatusOf): Choice {
  const { weighty, weightless } = byWeight(records);
  const standby = weightless.filter((record) => statusOf(record) !== "unhealthy");
  if (weighty.length === 0) {
    return chooseHealthy(weightless, statusOf);
  }
  if (standby.length === 0 || weighty.some((record) => statusOf(record) === "healthy")) {
    return chooseHealthy(weighty, statusOf);
  }
  const undecided = weighty.filter((record) => statusOf(record) === "undecided");
  const sureStandby = standby.filter((record) => statusOf(record) === "healthy");
  return {
    records: [...(sureStandby.length > 0 ? undecided : weighty), ...standby],
    settled: undecided.length === 0 && sureStandby.length === standby.length,
    someWithout: false,
  };
}

export function byWeight(records: readonly IndexedRecord[]) {
  const hasWeight = ({ routing }: IndexedRecord) =>
    routing.kind === "weighted" && routing.weight > 0;
  return {
    weighty: records.filter(hasWeight),
    weightless: records.filter((record) => !hasWeight(record)),
  };
}

/**
 * The record of the smallest area around the client that is healthy; with none of them healthy, that
 * of the smallest area; without any, no answer (Developer Guide, "Values specific for geolocation
 * records", Health check; "Geolocation routing").
 */
function chooseByPlace(
  records: readonly IndexedRecord[],
  statusOf: StatusOf,
  place: Place,
): Choice {
  const byLocation = recordsByLocation(records);
  const candidates = place.flatMap((location) => byLocation.get(location) ?? []);
  const [smallest] = candidates;
  if (smallest === undefined) {
    return { records: [], settled: true, someWithout: true };
  }
  const healthy = candidates.find((candidate) => statusOf(candidate) === "healthy");
  const surely = healthy ?? smallest;
  const asked = candidates.slice(0, healthy && candidates.indexOf(healthy));
  const undecided = asked.filter((candidate) => statusOf(candidate) === "undecided");
  return {
    records: [...new Set([surely, ...undecided])],
    settled: undecided.every((candidate) => candidate === surely),
    someWithout: false,
  };
}

const knownLocations = new WeakMap<readonly IndexedRecord[], Map<string, IndexedRecord>>();

function recordsByLocation(records: readonly IndexedRecord[]): Map<string, IndexedRecord> {
  let byLocation = knownLocations.get(records);
  if (byLocation === undefined) {
    byLocation = new Map(
      records.flatMap((record) =>
        record.routing.kind === "geolocation"
          ? [[locationKey(record.routing.location), record] as const]
          : [],
      ),
    );
    knownLocations.set(records, byLocation);
  }
  return byLocation;
}

/** The healthy ones; with none healthy, all of them count as healthy (same page). */
function chooseHealthy(records: readonly IndexedRecord[], statusOf: StatusOf): Choice {
  const healthy = records.filter((record) => statusOf(record) === "healthy");
  const undecided = records.filter((record) => statusOf(record) === "undecided");
  const possible = healthy.length === 0 ? records : [...healthy, ...undecided];
  return {
    records: [...possible],
    settled: undecided.length === 0 || records.length === 1,
    someWithout: false,
  };
}

function settledOn(records: readonly IndexedRecord[]): Choice {
  return { records: [...records], settled: true, someWithout: false };
}
