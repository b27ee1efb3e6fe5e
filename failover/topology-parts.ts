import { groupByName, recordsBelow } from "./records-by-name";
import { ownEntry, type RecordSet, type Topology } from "./topology";

/**
 * Takes a topology apart: gives for a name only the records that its answers depend on. Those are the
 * records that it leads to, and what the health checks of these records watch. A large stack has many
 * names, and each is then proved without looking at all others.
 */
export function topologyParts(topology: Topology): (name: string) => Topology {
  const byName = groupByName(topology.recordSets);
  const watchedBy = ({ healthCheck }: RecordSet) =>
    healthCheck === undefined ? [] : namesWatched(healthCheck, topology);
  return (name) => ({ ...topology, recordSets: recordsBelow(name, byName, watchedBy) });
}

function namesWatched(id: string, { healthChecks }: Topology): string[] {
  const check = ownEntry(healthChecks, id);
  const children = check?.kind === "calculated" ? check.children : [];
  return [id, ...children].flatMap((each) => {
    const watching = ownEntry(healthChecks, each);
    return watching !== undefined && "observes" in watching && watching.observes.kind === "name"
      ? [watching.observes.name]
      : [];
  });
}
