import * as fc from "fast-check";
import type { EndpointCheck, RecordSet, Topology } from "../../failover/topology";
import { at, pick } from "./arbitrary-checks";
import type { NamedTopology } from "./arbitrary-topology";
import { aliasChain, cnameChain, name } from "./example-topology";

type Change = (topology: Topology, number: number) => void;

/** Good failover chains, of CNAMEs or of aliases, with intervals, thresholds, protocols and TTLs of any kind. */
export function anyGoodChain(maxSites: number): fc.Arbitrary<NamedTopology> {
  return changedChain(maxSites, timeChanges, 6);
}

/**
 * Failover chains as people declare them, of CNAMEs or of aliases, with up to `maxChanges` mistakes
 * or differences: unguarded, swapped, disabled or inverted checks, target health left out, a record
 * that leads to another site, other times.
 */
export function anyChain(maxSites: number, maxChanges: number): fc.Arbitrary<NamedTopology> {
  return changedChain(maxSites, [...timeChanges, ...mistakes], maxChanges);
}

function changedChain(
  maxSites: number,
  changes: Change[],
  maxChanges: number,
): fc.Arbitrary<NamedTopology> {
  return fc
    .record({
      sites: fc.integer({ min: 2, max: maxSites }),
      form: fc.constantFrom("cname", "alias"),
      changes: fc.array(fc.tuple(fc.constantFrom(...changes), pick), { maxLength: maxChanges }),
    })
    .map(({ sites, form, changes: chosen }) => {
      const regions = Array.from({ length: sites }, (_, index) => `site-${index}`);
      const topology = structuredClone(
        form === "cname" ? cnameChain(regions) : aliasChain(regions),
      );
      for (const [change, number] of chosen) {
        change(topology, number);
      }
      const others = topology.recordSets.map((record) => record.name);
      return { topology, names: [name, ...new Set(others.filter((other) => other !== name))] };
    });
}

const timeChanges: Change[] = [
  (topology, number) => {
    check(topology, number).intervalSeconds = 30;
  },
  (topology, number) => {
    check(topology, number).failureThreshold = (number % 10) + 1;
  },
  (topology, number) => {
    check(topology, number).protocol = at(
      ["HTTP", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"],
      number,
    );
  },
  (topology, number) => {
    const record = at(topology.recordSets, number);
    record.ttlSeconds = record.ttlSeconds === undefined ? undefined : at([0, 5, 60, 300], number);
  },
];

const mistakes: Change[] = [
  (topology, number) => {
    guarded(topology, number).healthCheck = undefined;
  },
  (topology, number) => {
    const [one, other] = [guarded(topology, number), guarded(topology, number >> 3)];
    [one.healthCheck, other.healthCheck] = [other.healthCheck, one.healthCheck];
  },
  (topology, number) => {
    check(topology, number).disabled = true;
  },
  (topology, number) => {
    const inverted = check(topology, number);
    inverted.inverted = !inverted.disabled;
  },
  (topology, number) => {
    const { target } = at(topology.recordSets, number);
    if ("evaluateTargetHealth" in target) {
      target.evaluateTargetHealth = !target.evaluateTargetHealth;
    }
  },
  (topology, number) => {
    const { target } = at(topology.recordSets, number);
    if (target.kind === "aliasEndpoint") {
      target.endpoint = at(Object.keys(topology.endpoints), number >> 3);
    }
  },
  (topology, number) => {
    if (topology.recordSets.length > 1) {
      topology.recordSets.splice(number % topology.recordSets.length, 1);
    }
  },
];

function guarded({ recordSets }: Topology, number: number): RecordSet {
  const found = recordSets.filter(({ healthCheck }) => healthCheck !== undefined);
  return at(found.length > 0 ? found : recordSets, number);
}

function check({ healthChecks }: Topology, number: number): EndpointCheck {
  return at(Object.values(healthChecks), number) as EndpointCheck;
}
