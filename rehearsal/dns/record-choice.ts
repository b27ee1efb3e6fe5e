import type { Resolver } from "../../failover/answer";
import type { Random } from "../../failover/simulation/random";
import type { Group, IndexedRecord } from "../../failover/topology-index";

/** Records in one answer at most (Developer Guide, "Multivalue answer routing"). */
const maximumMultivalue = 8;

/**
 * The records that one question is answered with, aliases followed: those of a multivalue group,
 * and otherwise one; none where the group has nothing for the client or leads in a circle. Where
 * several may answer, weights and chance decide; chance stands in for latency, which is not known.
 */
export function decide(group: Group, resolver: Resolver, random: Random): IndexedRecord[] {
  const met = new Set<Group>();
  let next = group;
  while (!met.has(next)) {
    met.add(next);
    const { records } = resolver.choose(next);
    if (records[0]?.routing.kind === "multivalue") {
      return drawn(records, maximumMultivalue, random);
    }
    const record = pickByWeight(records, random);
    if (record?.aliased === undefined) {
      return record === undefined ? [] : [record];
    }
    next = record.aliased;
  }
  return [];
}

/** Without any weight, all are equally likely (Developer Guide, "Weighted routing"). */
function pickByWeight(
  records: readonly IndexedRecord[],
  random: Random,
): IndexedRecord | undefined {
  const total = records.reduce((sum, record) => sum + weightOf(record), 0);
  let left = random.between(0, total);
  for (const record of total > 0 ? records : []) {
    left -= weightOf(record);
    if (left < 0) {
      return record;
    }
  }
  return random.pick(records);
}

function weightOf({ routing }: IndexedRecord): number {
  return routing.kind === "weighted" ? routing.weight : 0;
}

/** At most so many of them, in random order. */
export function drawn<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) {
    taken.push(...left.splice(Math.floor(random.between(0, left.length)), 1));
  }
  return taken;
}
