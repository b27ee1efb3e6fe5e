import * as fc from "fast-check";
import type { RecordSet, Routing, Topology } from "../../failover/topology";
import { at, pick } from "./arbitrary-checks";
import { anyTopology, type NamedTopology, type TopologyLimits } from "./arbitrary-topology";

type Breakage = (broken: Topology, names: readonly string[], number: number) => void;

/**
 * What Route 53 would refuse and what declarations leave out: links in circles and to names that
 * nobody declares, policies mixed in one group, a role or place taken twice, a calculated check of a
 * calculated check, endpoints and checks that are gone.
 */
export function anyBrokenTopology(limits: TopologyLimits): fc.Arbitrary<NamedTopology> {
  return fc
    .tuple(
      anyTopology(limits),
      fc.array(fc.tuple(fc.constantFrom(...breakages), pick), { minLength: 1, maxLength: 4 }),
    )
    .map(([{ topology, names }, breaking]) => {
      const broken = structuredClone(topology);
      for (const [breakage, number] of breaking) {
        breakage(broken, names, number);
      }
      return { topology: broken, names };
    });
}

const linkTo = (broken: Topology, number: number, name: (own: string) => string) => {
  const links = broken.recordSets.filter(
    ({ target }) => target.kind === "alias" || target.kind === "cname",
  );
  if (links.length > 0) {
    const link = at(links, number);
    link.target = { ...link.target, name: name(link.name) } as RecordSet["target"];
  }
};

const routeAs = (broken: Topology, number: number, routing: (own: Routing) => Routing) => {
  const record = at(broken.recordSets, number);
  record.routing = routing(record.routing);
};

const breakages: Breakage[] = [
  (broken, names, number) => linkTo(broken, number, () => at(names, number >> 2)),
  (broken, _names, number) => linkTo(broken, number, (own) => own),
  (broken, _names, number) => linkTo(broken, number, () => "elsewhere.example.com"),
  (broken, _names, number) => routeAs(broken, number, () => ({ kind: "simple" })),
  (broken, _names, number) => routeAs(broken, number, () => ({ kind: "weighted", weight: 1 })),
  (broken, _names, number) =>
    routeAs(broken, number, () => ({ kind: "failover", role: "PRIMARY" })),
  (broken, _names, number) => {
    const record = at(broken.recordSets, number);
    broken.recordSets.push({ ...record, id: `${record.id} again`, label: `${record.label} again` });
  },
  (broken, _names, number) => {
    const ids = Object.keys(broken.endpoints);
    if (ids.length > 1) {
      broken.endpoints = without(broken.endpoints, at(ids, number));
    }
  },
  (broken, _names, number) => {
    const ids = Object.keys(broken.healthChecks);
    if (ids.length > 0) {
      broken.healthChecks = without(broken.healthChecks, at(ids, number));
    }
  },
  (broken, _names, number) => {
    const ids = Object.keys(broken.healthChecks);
    const check = broken.healthChecks[at(ids, number)];
    if (check?.kind === "calculated") {
      check.children.push(at(ids, number >> 2));
    }
  },
];

function without<T>(items: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(items).filter(([other]) => other !== key));
}
