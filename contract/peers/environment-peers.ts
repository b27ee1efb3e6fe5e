import type { DeclaredResource } from "../../declared/declared-resource";
import {
  deregistrationDelaySeconds,
  isAlias,
  keepAliveSeconds,
  recordTtlSeconds,
} from "../compare-limits";
import { withoutAbsent } from "../declared-fields";
import { readDeclaredHealthCheck } from "../declared-health-check";
import type { Declared } from "../difference";
import { comparePeers } from "./compare-peers";
import {
  childChecks,
  failoverEnvironments,
  failoverNames,
  hasRoutingPolicy,
  type Member,
  nameWithoutRegion,
} from "./failover-environments";
import type { ComparedStack, PeerComparison } from "./peer";
import { healthCheckType, loadBalancerTypes, recordType, targetGroupTypes } from "./resource-types";

/** Compares, in each failover environment, what decides how fast and whether clients change over. */
export function compareEnvironmentPeers(stacks: readonly ComparedStack[]): PeerComparison[] {
  return failoverEnvironments(stacks).flatMap((members) => {
    const names = failoverNames(members);
    const place = names.length === 0 ? "" : ` of ${names.join(", ")}`;
    return kindsOfPeers(members).map(({ kind, of, read, path }) => ({
      subject: `${kind}${place}`,
      peers: of.map(peerOf),
      differences: comparePeers(
        of.map((member) => ({ peer: peerOf(member), value: read(member.resource) })),
        path,
      ),
    }));
  });
}

interface Kind {
  kind: string;
  of: Member[];
  read: (resource: DeclaredResource) => Declared;
  /** Where the value is a single property: its name. */
  path?: string;
}

function kindsOfPeers(members: readonly Member[]): Kind[] {
  const children = childChecks(members);
  const isChild = ({ resource }: Member) => children.has(resource);
  const checks = ofTypes(members, [healthCheckType]);
  const kinds: Kind[] = [
    { kind: "health checks", of: checks.filter((check) => !isChild(check)), read: readCheck },
    ...byName(checks.filter(isChild)).map((of) => ({
      kind: "children of calculated health checks",
      of,
      read: readCheck,
    })),
    {
      kind: "records",
      of: ofTypes(members, [recordType]).filter(
        ({ resource }) => hasRoutingPolicy(resource) && !isAlias(resource),
      ),
      read: recordTtlSeconds,
      path: "ttl",
    },
    {
      kind: "load balancers",
      of: ofTypes(members, loadBalancerTypes).filter(
        ({ resource }) => keepAliveSeconds(resource) !== undefined,
      ),
      read: keepAliveSeconds,
      path: "clientKeepAlive",
    },
    ...counterparts(ofTypes(members, targetGroupTypes)).map((of) => ({
      kind: "target groups",
      of,
      read: deregistrationDelaySeconds,
      path: "deregistrationDelay",
    })),
  ];
  return kinds.filter(({ of }) => of.length > 0);
}

function ofTypes(members: readonly Member[], types: readonly string[]): Member[] {
  return members.filter(({ resource }) => types.includes(resource.type));
}

/** One in each Region are counterparts whatever their names; several in a Region serve several ends. */
function counterparts(members: readonly Member[]): Member[][] {
  const places = members.map(({ stack, resource }) => `${stack} ${resource.region ?? ""}`);
  return new Set(places).size === places.length ? [[...members]] : byName(members);
}

function byName(members: readonly Member[]): Member[][] {
  const named = new Map<string, Member[]>();
  for (const member of members) {
    const name = nameWithoutRegion(member.resource);
    named.set(name, [...(named.get(name) ?? []), member]);
  }
  return [...named.values()];
}

function readCheck(resource: DeclaredResource): Declared {
  const { urn, ...check } = readDeclaredHealthCheck(resource);
  return withoutAbsent(check);
}

function peerOf({ stack, resource }: Member) {
  return { stack, urn: resource.urn, name: resource.name };
}
