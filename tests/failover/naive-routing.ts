import type { GeoLocation, RecordSet, Topology } from "../../failover/topology";

/** Where a client asks from. Nothing known: an address that is not mapped to any location. */
export interface Client {
  continent?: string;
  country?: string;
  subdivision?: string;
}

type IsHealthy = (record: RecordSet) => boolean;

/**
 * The records of a group that may answer a client; undefined where it cannot be told. Of weighted,
 * latency and multivalue records any healthy one may be the answer to somebody.
 */
export function chooseRecords(
  group: RecordSet[],
  client: Client,
  isHealthy: IsHealthy,
): RecordSet[] | undefined {
  const [first] = group;
  if (first === undefined || group.some(({ routing }) => routing.kind !== first.routing.kind)) {
    // [API] "You can't create non-failover resource record sets that have the same values for the
    // Name and Type", and likewise for the other policies.
    return undefined;
  }
  switch (first.routing.kind) {
    case "unknown":
      return undefined;
    case "simple":
      // A second simple record of the same name and type is refused. One alone is always answered:
      // "If no record is healthy, all records are healthy" [choosing].
      return group.length === 1 ? group : undefined;
    case "failover":
      return chooseFailover(group, isHealthy);
    case "weighted":
      return chooseWeighted(group, isHealthy);
    case "latency":
    case "multivalue":
      return healthyOrAll(group, isHealthy);
    case "geolocation":
      return chooseByLocation(group, client, isHealthy);
  }
}

/** [choosing] "If no record is healthy, all records are healthy". */
function healthyOrAll(group: RecordSet[], isHealthy: IsHealthy): RecordSet[] {
  const healthy = group.filter(isHealthy);
  return healthy.length > 0 ? healthy : group;
}

/** [choosing] Failover records. */
function chooseFailover(group: RecordSet[], isHealthy: IsHealthy): RecordSet[] | undefined {
  const inRole = (role: string) =>
    group.filter(({ routing }) => routing.kind === "failover" && routing.role === role);
  const [primary, ...otherPrimaries] = inRole("PRIMARY");
  const [secondary, ...otherSecondaries] = inRole("SECONDARY");
  if (otherPrimaries.length > 0 || otherSecondaries.length > 0) {
    return undefined;
  }
  if (primary === undefined || secondary === undefined) {
    return group;
  }
  if (isHealthy(primary)) {
    return [primary];
  }
  // "If Route 53 considers both ... unhealthy, Route 53 returns the primary record".
  return isHealthy(secondary) ? [secondary] : [primary];
}

/** [choosing] Weighted records that have a weight of 0. */
function chooseWeighted(group: RecordSet[], isHealthy: IsHealthy): RecordSet[] {
  const weightOf = ({ routing }: RecordSet) => (routing.kind === "weighted" ? routing.weight : 0);
  const weighted = group.filter((record) => weightOf(record) > 0);
  const weightless = group.filter((record) => weightOf(record) === 0);
  if (weighted.length === 0) {
    // [API] Weight: all 0 "with equal probability".
    return healthyOrAll(weightless, isHealthy);
  }
  const healthyWeighted = weighted.filter(isHealthy);
  if (healthyWeighted.length > 0) {
    return healthyWeighted;
  }
  const healthyWeightless = weightless.filter(isHealthy);
  // With nothing healthy all count as healthy, and then weights decide again.
  return healthyWeightless.length > 0 ? healthyWeightless : weighted;
}

/** [API] HealthCheckId, Geolocation Routing: the larger area, until one is healthy. */
function chooseByLocation(
  group: RecordSet[],
  client: Client,
  isHealthy: IsHealthy,
): RecordSet[] | undefined {
  const places = group.map(({ routing }) =>
    routing.kind === "geolocation" ? JSON.stringify(routing.location) : "",
  );
  if (new Set(places).size !== places.length) {
    // [API] GeoLocation: two records of "the same geographic location" cannot be created.
    return undefined;
  }
  const smallestFirst = ["subdivision", "country", "continent", "default"].flatMap((size) =>
    group.filter(
      ({ routing }) =>
        routing.kind === "geolocation" &&
        routing.location.kind === size &&
        contains(routing.location, client),
    ),
  );
  // Without a default record: a "no answer" response.
  const answered = smallestFirst.find(isHealthy) ?? smallestFirst[0];
  return answered === undefined ? [] : [answered];
}

function contains(location: GeoLocation, client: Client): boolean {
  switch (location.kind) {
    case "default":
      return true;
    case "continent":
      return location.continent === client.continent;
    case "country":
      return location.country === client.country;
    case "subdivision":
      return location.country === client.country && location.subdivision === client.subdivision;
  }
}

/** Some countries, by the continent that Route 53 counts them to. */
export const continentOfCountry: Record<string, string> = {
  US: "NA",
  CA: "NA",
  BR: "SA",
  FR: "EU",
  UA: "EU",
  JP: "AS",
  ZA: "AF",
  AU: "OC",
};

/** A client from every place that some record names, from elsewhere on each continent, and lost. */
export function everyClient(topology: Topology): Client[] {
  const locations = topology.recordSets.flatMap(({ routing }) =>
    routing.kind === "geolocation" ? [routing.location] : [],
  );
  const clients: Client[] = [{}];
  for (const location of locations) {
    if (location.kind === "continent") {
      clients.push({ continent: location.continent });
    }
    if (location.kind === "country" || location.kind === "subdivision") {
      const { country } = location;
      const continent = continentOfCountry[country];
      if (continent === undefined) {
        throw new Error(`The naive evaluator has no continent for ${country}.`);
      }
      clients.push({ continent }, { continent, country });
    }
    if (location.kind === "subdivision") {
      const { country, subdivision } = location;
      clients.push({ continent: continentOfCountry[country]!, country, subdivision });
    }
  }
  return [...new Map(clients.map((client) => [JSON.stringify(client), client])).values()];
}
