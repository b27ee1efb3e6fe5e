import type { DeclaredResource } from "../declared/declared-resource";
import { Links } from "../declared/links";
import { AlarmReader } from "./reading/alarms";
import { HealthCheckReader } from "./reading/health-checks";
import { Leaves } from "./reading/leaves";
import { DeclaredNames } from "./reading/names";
import { readPolicyInstances, readRecordSets, sortRecords } from "./reading/record-sets";
import { TargetReader } from "./reading/targets";
import type { Topology } from "./topology";

/**
 * Reads the failover topology that resources declare, from any source. Links are followed by property
 * dependency where values are not known yet, and by value otherwise. Nothing is guessed: what cannot
 * be followed is unknown, with the reason, in the place where an answer needs it.
 *
 * @param resources Of all stacks that belong together. The identifiers of the topology are their URNs,
 *   except for hosts and addresses that none of them declares.
 */
export function readTopology(
  resources: readonly DeclaredResource[],
  links = new Links(resources),
): Topology {
  const { named, unknowns, hasHiddenNames } = sortRecords(links);
  const leaves = new Leaves(resources, links);
  const nameOf = new Map(named.map((record) => [record.resource.urn, record]));
  const names = new DeclaredNames(named, !hasHiddenNames);
  const targets = new TargetReader(links, leaves, names, nameOf);
  const checks = new HealthCheckReader(links, targets, new AlarmReader(links, leaves));

  const recordSets = [...readRecordSets(named, targets, checks), ...readPolicyInstances(links)];
  return { recordSets, healthChecks: checks.healthChecks, endpoints: leaves.endpoints, unknowns };
}
