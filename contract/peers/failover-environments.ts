import type { DeclaredResource } from "../../declared/declared-resource";
import { type Link, Links, type LinkTarget } from "../../declared/links";
import { filled, items, property } from "../declared-fields";
import type { Declared } from "../difference";
import { Groups } from "./groups";
import type { ComparedStack } from "./peer";
import {
  healthCheckType,
  listenerTypes,
  loadBalancerTypes,
  recordType,
  targetGroupTypes,
} from "./resource-types";

/** A resource and the label of its stack. */
export interface Member {
  stack: string;
  resource: DeclaredResource;
}

const memberTypes = [
  healthCheckType,
  recordType,
  ...loadBalancerTypes,
  ...targetGroupTypes,
  ...listenerTypes,
];

const toRecord: LinkTarget = { types: [recordType], namedBy: ["name", "fqdn"], normalize: dnsName };
const toLoadBalancer: LinkTarget = {
  types: loadBalancerTypes,
  namedBy: ["dnsName"],
  normalize: dnsName,
};
const toHealthCheck: LinkTarget = { types: [healthCheckType], namedBy: ["id"] };
const byArn = (types: readonly string[]): LinkTarget => ({ types, namedBy: ["arn"] });
const toLoadBalancerArn = byArn(loadBalancerTypes);
const toTargetGroup = byArn(targetGroupTypes);

/**
 * Sorts what serves and guards failover names into environments: what a declared link leads to belongs
 * to the same one, and so does what has the same type and, its Region aside, the same logical name.
 */
export function failoverEnvironments(stacks: readonly ComparedStack[]): Member[][] {
  const members = stacks.flatMap(({ label, declared }) =>
    declared.resources
      .filter(({ type }) => memberTypes.includes(type))
      .sort(byUrn)
      .map((resource) => ({ stack: label, resource })),
  );
  const links = new Links(members.map(({ resource }) => resource));
  const groups = new Groups<DeclaredResource | string>();
  for (const { resource } of members) {
    groups.join(resource, `${resource.type} ${nameWithoutRegion(resource)}`);
    const name = recordName(resource);
    if (name !== undefined) groups.join(resource, `name ${name}`);
    for (const target of linkedTo(resource, links)) groups.join(resource, target);
  }
  const environments = new Map<unknown, Member[]>();
  for (const member of members) {
    const key = groups.of(member.resource);
    environments.set(key, [...(environments.get(key) ?? []), member]);
  }
  return [...environments.values()];
}

const regionCode = new RegExp(
  "\\b(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(?:-gov|-iso[a-z]?|-de)?" +
    "-(?:central|(?:north|south)?(?:east|west)|north|south)-\\d\\b",
  "g",
);

/** The engine orders resources as they happen to be ready. */
export function byUrn({ urn: one }: DeclaredResource, { urn: other }: DeclaredResource): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A logical name with a star for each Region in it: `app-us-east-1` and `app-eu-west-1` are peers. */
export function nameWithoutRegion({ name }: DeclaredResource): string {
  return name.replaceAll(regionCode, "*");
}

/** The name that a record answers for, as names are compared; `undefined` if it cannot be seen. */
function recordName({ type, inputs }: DeclaredResource): string | undefined {
  const name = property(inputs, "name");
  return type === recordType && typeof name === "string" ? dnsName(name) : undefined;
}

/**
 * The names under which clients know an environment: those of its records with a routing policy to
 * which no other record leads.
 */
export function failoverNames(members: readonly Member[]): string[] {
  const records = members.map(({ resource }) => resource).filter(({ type }) => type === recordType);
  const ledTo = new Set(
    records
      .flatMap(({ inputs }) => [
        ...listed(property(inputs, "records")),
        ...listed(property(inputs, "aliases")).map((alias) => property(alias, "name")),
      ])
      .map((name) => (typeof name === "string" ? dnsName(name) : name)),
  );
  const names = records.filter(hasRoutingPolicy).flatMap((record) => recordName(record) ?? []);
  return [...new Set(names)].filter((name) => !ledTo.has(name)).sort();
}

/** Route 53 wants a set identifier with every routing policy, and with no other record. */
export function hasRoutingPolicy({ inputs }: DeclaredResource): boolean {
  return filled(inputs, "setIdentifier") !== undefined;
}

/** The children of calculated checks. */
export function childChecks(members: readonly Member[]): ReadonlySet<DeclaredResource> {
  const links = new Links(members.map(({ resource }) => resource));
  return new Set(members.flatMap(({ resource }) => childrenOf(resource, links)));
}

function linkedTo(resource: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const { type } = resource;
  if (type === recordType) return [...guardOf(resource, links), ...answersOf(resource, links)];
  if (type === healthCheckType)
    return [...targetOf(resource, links), ...childrenOf(resource, links)];
  return listenerTypes.includes(type) ? servedBy(resource, links) : [];
}

function guardOf(record: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const id = property(record.inputs, "healthCheckId");
  return follow(record, "healthCheckId", id, toHealthCheck, links);
}

function answersOf(record: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const aliases = listed(property(record.inputs, "aliases")).map((alias) =>
    property(alias, "name"),
  );
  return [
    ...aliases.flatMap((name) => [
      ...follow(record, "aliases", name, toLoadBalancer, links),
      ...follow(record, "aliases", name, toRecord, links),
    ]),
    ...listed(property(record.inputs, "records")).flatMap((value) => [
      ...follow(record, "records", value, toLoadBalancer, links),
      ...follow(record, "records", value, toRecord, links),
    ]),
  ];
}

function targetOf(check: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const name = property(check.inputs, "fqdn");
  return [
    ...follow(check, "fqdn", name, toRecord, links),
    ...follow(check, "fqdn", name, toLoadBalancer, links),
  ];
}

function childrenOf(check: DeclaredResource, links: Links): readonly DeclaredResource[] {
  return listed(property(check.inputs, "childHealthchecks")).flatMap((id) =>
    follow(check, "childHealthchecks", id, toHealthCheck, links),
  );
}

function servedBy(listener: DeclaredResource, links: Links): readonly DeclaredResource[] {
  const { inputs } = listener;
  return [
    ...follow(
      listener,
      "loadBalancerArn",
      property(inputs, "loadBalancerArn"),
      toLoadBalancerArn,
      links,
    ),
    ...listed(property(inputs, "defaultActions")).flatMap((action) =>
      follow(listener, "defaultActions", property(action, "targetGroupArn"), toTargetGroup, links),
    ),
  ];
}

function follow(
  from: DeclaredResource,
  key: string,
  value: Declared,
  target: LinkTarget,
  links: Links,
): readonly DeclaredResource[] {
  const link: Link = links.follow(from, key, value, target);
  if (link.leadsTo === "resource") return [link.resource];
  return link.leadsTo === "several" ? link.resources : [];
}

/** The items of a list; one of which nothing can be seen may come from the property's sources. */
function listed(list: Declared): Declared[] {
  const found = items(list);
  return Array.isArray(found) ? found : [found];
}

/** A DNS name as names are compared (RFC 4343), without the console's prefix of load balancers. */
function dnsName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^dualstack\./, "");
}
