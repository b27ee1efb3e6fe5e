import type { Objectives, TableContract } from "../contract/contract";
import { readDeclaredHealthCheck } from "../contract/declared-health-check";
import type { DeclaredResource } from "../declared/declared-resource";
import { canonicalName } from "../failover/dns-names";
import { NameModel } from "../failover/name-model";
import { unknownsIn } from "../failover/prove-answers";
import { readFailover } from "../failover/prove-resources";
import type { Signal } from "../failover/signals";
import { States } from "../failover/states";
import type { EndpointCheck, Topology } from "../failover/topology";
import { inWords } from "../failover/wording";
import { NotRehearsableError } from "./not-rehearsable";

/** What is rehearsed, all of it read from what the program declares and from the contract. */
export interface Blueprint {
  /** The failover name, in canonical form. */
  name: string;
  /** The zone that holds it, in canonical form. */
  zone: string;
  /** Of all that is declared what the name depends on. */
  topology: Topology;
  /** The Regions that the name leads to, first choice first. */
  sites: string[];
  /** By identifier of the health check. */
  requests: Record<string, CheckRequest>;
  /** The service's own. */
  table: TableContract;
  objectives: Objectives;
}

/** What the checkers of one health check send. */
export interface CheckRequest {
  protocol: "HTTP" | "HTTPS";
  port: 443 | 80;
  path: string;
  /** Whether the name is sent in the TLS handshake. */
  sendsName: boolean;
}

export interface BlueprintInput {
  resources: readonly DeclaredResource[];
  domainName: string;
  hostedZone: string;
  table: TableContract;
  objectives: Objectives;
}

/** @throws {NotRehearsableError} with everything that no stand-in can be made for. */
export function readBlueprint(input: BlueprintInput): Blueprint {
  const name = canonicalName(input.domainName);
  const topology = readFailover(input.resources).partOf(name);
  const model = new NameModel(topology, name);
  const requests = readRequests(model, input.resources);
  const reasons = [
    ...sitesRefused(model),
    ...signalsRefused(model),
    ...requestsRefused(requests),
    ...unknownsRefused(model, topology),
  ];
  if (reasons.length > 0) {
    throw new NotRehearsableError(reasons);
  }
  return {
    name,
    zone: canonicalName(input.hostedZone),
    topology,
    sites: model.sites,
    requests: requests as Record<string, CheckRequest>,
    table: input.table,
    objectives: input.objectives,
  };
}

/** As declared; whether there is a stand-in for it is judged afterwards. */
interface DeclaredRequest {
  protocol: EndpointCheck["protocol"];
  port: unknown;
  path: unknown;
  sendsName: boolean;
}

function readRequests(
  { signals, index }: NameModel,
  resources: readonly DeclaredResource[],
): Record<string, DeclaredRequest> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const requests: Record<string, DeclaredRequest> = {};
  for (const { id, check } of askingChecks(signals, index.topology)) {
    const declared = byUrn.get(id);
    if (declared !== undefined) {
      const { port, path, enableSni } = readDeclaredHealthCheck(declared);
      requests[id] = { protocol: check.protocol, port, path, sendsName: enableSni === true };
    }
  }
  return requests;
}

export interface AskingCheck {
  /** Identifier of the health check. */
  id: string;
  signal: Signal;
  check: EndpointCheck;
}

/** The health checks whose checkers ask an endpoint. */
export function askingChecks(signals: readonly Signal[], topology: Topology): AskingCheck[] {
  const ids = new Map(Object.entries(topology.healthChecks).map(([id, check]) => [check, id]));
  return signals.flatMap((signal) => {
    const id = signal.kind === "endpoint" ? ids.get(signal.check) : undefined;
    return signal.kind === "endpoint" && id !== undefined
      ? [{ id, signal, check: signal.check }]
      : [];
  });
}

const regionName = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
const fewestSites = 2;

function sitesRefused({ name, sites, siteCount }: NameModel): string[] {
  const elsewhere = sites.filter((site) => !regionName.test(site));
  return [
    ...(siteCount < fewestSites
      ? [
          `${name} leads to ${siteCount === 0 ? "no Region" : inWords(sites.slice(0, siteCount))}; a failover takes two Regions or more. Add one to \`regions\`.`,
        ]
      : []),
    ...(elsewhere.length > 0
      ? [`${name} depends on ${inWords(elsewhere)}; only Regions with the service have a stand-in.`]
      : []),
    ...(sites.length > siteCount
      ? [`health checks watch ${inWords(sites.slice(siteCount))}, where ${name} never leads.`]
      : []),
  ];
}

function signalsRefused({ signals }: NameModel): string[] {
  return signals
    .filter(({ kind }) => kind === "alarm")
    .map(({ label }) => `${label} follows a CloudWatch alarm, which has no stand-in.`);
}

function requestsRefused(requests: Record<string, DeclaredRequest>): string[] {
  return Object.entries(requests).flatMap(([id, { protocol, port, path }]) => {
    const label = id.split("::").at(-1) ?? id;
    if (protocol !== "HTTP" && protocol !== "HTTPS") {
      return [`${label} is of type ${protocol}; allowed: HTTP, HTTPS.`];
    }
    if (port !== 443 && port !== 80) {
      return [
        `${label} asks port ${String(port)}, where no load balancer listens; allowed: 443, 80.`,
      ];
    }
    return typeof path === "string" ? [] : [`the path that ${label} asks for is not known.`];
  });
}

function unknownsRefused(model: NameModel, topology: Topology): string[] {
  const states = new States(model);
  const times = model.sites.map((_, bit) => states.recovery(0, 1 << bit));
  const unknowns = [
    ...topology.unknowns,
    ...unknownsIn(states, states.all),
    ...times.flatMap((time) => (time.kind === "unknown" ? time.unknown : [])),
  ];
  return [...new Set(unknowns.map(({ subject, reason }) => `${subject}: ${reason}.`))];
}
