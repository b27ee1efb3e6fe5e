import { numeric } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import { canonicalName } from "../dns-names";
import type { RecordSet, RecordType, Routing, Unknown } from "../topology";
import type { HealthCheckReader } from "./health-checks";
import type { NamedRecord } from "./names";
import { readRouting } from "./routing";
import { recordType, type TargetReader } from "./targets";
import { input, isUnknown, whyUnknown } from "./values";
import { type HostedZone, readRecordName, readZone } from "./zones";

const answeringTypes: readonly unknown[] = ["A", "AAAA", "CNAME"] satisfies RecordType[];
const certificates: LinkTarget = { types: ["aws:acm/certificate:Certificate"], namedBy: [] };
const policyInstanceType = "aws:route53/trafficPolicyInstance:TrafficPolicyInstance";
const exclusiveType = "aws:route53/recordsExclusive:RecordsExclusive";

export interface SortedRecords {
  named: NamedRecord[];
  /** Records that may belong to any name. */
  unknowns: Unknown[];
  /** Whether simple records have names that cannot be seen. */
  hasHiddenNames: boolean;
}

/** Finds the records that answer clients, and leaves out all others. */
export function sortRecords(links: Links): SortedRecords {
  const sorted: SortedRecords = { named: [], unknowns: [], hasHiddenNames: false };
  for (const resource of links.ofType(recordType)) {
    sortRecord(resource, links, sorted);
  }
  for (const { name } of links.ofType(exclusiveType)) {
    const reason = "it declares all records of a zone together, which is not read";
    sorted.unknowns.push({ subject: `RecordsExclusive ${name}`, reason });
  }
  return { ...sorted, named: withoutRepeated(withoutHiddenZones(sorted.named)) };
}

function sortRecord(resource: DeclaredResource, links: Links, sorted: SortedRecords): void {
  const type = input(resource, "type");
  if (!isUnknown(type) && !answeringTypes.includes(type)) {
    return;
  }
  // What ACM validates a certificate by has a name that begins with an underscore, and serves nobody.
  if (isUnknown(input(resource, "name")) && comesOnlyFromCertificates(resource, links)) {
    return;
  }
  const zone = readZone(resource, links);
  const name = readRecordName(resource, zone);
  const subject = `record ${resource.name}`;
  if (name === undefined) {
    // Route 53 refuses a simple record beside others of its name, so that it can only stand alone.
    if (readRouting(resource).kind === "simple") {
      sorted.hasHiddenNames = true;
    } else {
      sorted.unknowns.push({ subject, reason: whyNameless(resource) });
    }
  } else if (isUnknown(type)) {
    sorted.unknowns.push({ subject, reason: `the type of ${name} ${whyUnknown(type)}` });
  } else {
    sorted.named.push({ resource, zone, name, type: type as RecordType });
  }
}

function comesOnlyFromCertificates(resource: DeclaredResource, links: Links): boolean {
  const sources = resource.propertyDependencies["name"] ?? [];
  const found = links.sourcesOf(resource, "name", certificates);
  return found.length > 0 && found.length === sources.length;
}

function whyNameless(resource: DeclaredResource): string {
  const name = input(resource, "name");
  return isUnknown(name)
    ? `its name ${whyUnknown(name)}, so that it may belong to any name`
    : "its name is relative to a zone whose name cannot be seen";
}

/**
 * Without records of private zones where a public zone has the same name: clients on the internet never
 * see them.
 */
function withoutHiddenZones(records: readonly NamedRecord[]): NamedRecord[] {
  const publicNames = new Set(
    records.filter(({ zone }) => !zone.isPrivate).map(({ name }) => name),
  );
  return records.filter(({ zone, name }) => !zone.isPrivate || !publicNames.has(name));
}

/**
 * Without repetitions of the same simple record, which several stacks may declare (`allowOverwrite`).
 */
function withoutRepeated(records: readonly NamedRecord[]): NamedRecord[] {
  const seen = new Set<string>();
  return records.filter(({ resource, name, type }) => {
    if (input(resource, "allowOverwrite") !== true || readRouting(resource).kind !== "simple") {
      return true;
    }
    const content = JSON.stringify([
      name,
      type,
      ["records", "aliases", "ttl"].map((key) => input(resource, key)),
    ]);
    const isNew = !seen.has(content);
    seen.add(content);
    return isNew;
  });
}

/** Reads the records of names into sets; targets first, because checks are compared with them. */
export function readRecordSets(
  records: readonly NamedRecord[],
  targets: TargetReader,
  checks: HealthCheckReader,
): RecordSet[] {
  const otherZones = namesInSeveralZones(records);
  const sets = records.map((record): RecordSet => {
    const { resource, name, type } = record;
    const routing: Routing = otherZones.has(name)
      ? { kind: "unknown", reason: "several hosted zones have a record of this name" }
      : readRouting(resource);
    return {
      id: resource.urn,
      label: labelOf(name, resource, routing),
      name,
      type,
      routing,
      target: targets.ofRecord(record),
      healthCheck: undefined,
      ttlSeconds: readTtl(resource),
    };
  });
  return sets.map((set, index) => ({
    ...set,
    healthCheck: checks.ofRecord((records[index] as NamedRecord).resource),
  }));
}

function namesInSeveralZones(records: readonly NamedRecord[]): Set<string> {
  const found = new Set<string>();
  const zoneOf = new Map<string, HostedZone>();
  for (const { name, zone } of records) {
    const other = zoneOf.get(name)?.identity;
    if (other !== undefined && zone.identity !== undefined && other !== zone.identity) {
      found.add(name);
    }
    zoneOf.set(name, zone);
  }
  return found;
}

function labelOf(name: string, resource: DeclaredResource, routing: Routing): string {
  if (routing.kind === "simple") {
    return name;
  }
  if (routing.kind === "failover") {
    return `${name} ${routing.role}`;
  }
  const identifier = input(resource, "setIdentifier");
  return typeof identifier === "string" ? `${name} "${identifier}"` : `${name} ${resource.name}`;
}

function readTtl(resource: DeclaredResource): number | undefined {
  if (input(resource, "aliases") !== undefined) {
    return undefined;
  }
  const ttl = numeric(input(resource, "ttl"));
  return typeof ttl === "number" ? ttl : undefined;
}

/** Names that a traffic policy answers for, in a way that the model does not have. */
export function readPolicyInstances(links: Links): RecordSet[] {
  return links.ofType(policyInstanceType).flatMap((resource) => {
    const name = input(resource, "name");
    return typeof name !== "string"
      ? []
      : [
          {
            id: resource.urn,
            label: `${canonicalName(name)} (traffic policy ${resource.name})`,
            name: canonicalName(name),
            type: "A" as const,
            routing: { kind: "unknown", reason: "traffic policies are not part of the model" },
            target: { kind: "unknown", reason: "traffic policies are not part of the model" },
            healthCheck: undefined,
            ttlSeconds: undefined,
          },
        ];
  });
}
