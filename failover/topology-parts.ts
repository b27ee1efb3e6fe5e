import { ownEntry, type RecordSet, type Topology } from "./topology";

/**
 * Takes a topology apart: gives for a name only the records that its answers depend on. Those are the
 * records that it leads to, and what the health checks of these records watch. A large stack has many
 * names, and each is then proved without looking at all others.
 */
export function topologyParts(topology: Topology): (name: string) => Topology {
  const byName = new Map<string, RecordSet[]>();
  for (const record of topology.recordSets) {
    const records = byName.get(record.name) ?? [];
    records.push(record);
    byName.set(record.name, records);
  }
  return (start) => {
    const names = new Set([start]);
    const recordSets: RecordSet[] = [];
    for (const name of names) {
      for (const record of byName.get(name) ?? []) {
        recordSets.push(record);
        for (const next of namesNeeded(record, topology)) {
          names.add(next);
        }
      }
    }
    return { ...topology, recordSets };
  };
}

function namesNeeded({ target, healthCheck }: RecordSet, topology: Topology): string[] {
  const watched = healthCheck === undefined ? [] : namesWatched(healthCheck, topology);
  return target.kind === "cname" || target.kind === "alias" ? [target.name, ...watched] : watched;
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
