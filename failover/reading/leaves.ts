import { numeric } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import type { Links } from "../../declared/links";
import { withoutDualstack } from "../dns-names";
import type { Endpoint, TargetHealth } from "../topology";
import { hostOf, isLoadBalancerHost, readAddress, regionOfAwsHost } from "./hosts";
import { leafTypes } from "./leaf-types";
import { ofClassicLoadBalancer, TargetHealthReader, undeclaredTargetHealth } from "./target-health";
import { input, textsAt } from "./values";

/** `client_keep_alive.seconds` of an Application Load Balancer that declares none (ELB API). */
const defaultKeepAliveSeconds = 3600;

/** Instead of an endpoint: several resources fit, and nothing tells which one is meant. */
export const ambiguous = Symbol("ambiguous");

/** The places at which connections can end, found by resource, by name and by address. */
export class Leaves {
  /** Those that something leads to, by identifier. */
  readonly endpoints: Record<string, Endpoint> = {};
  private readonly byName: ReadonlyMap<string, readonly DeclaredResource[]>;
  private readonly byUrn: ReadonlyMap<string, DeclaredResource>;
  /** Site to the endpoint that is its only one, where a site is a single endpoint. */
  private readonly ownSites = new Map<string, string>();
  private readonly targetHealth: TargetHealthReader;

  constructor(resources: readonly DeclaredResource[], links: Links) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.byName = findNames(resources);
    this.targetHealth = new TargetHealthReader(links);
  }

  isLeaf({ type }: DeclaredResource): boolean {
    return leafTypes.has(type);
  }

  /** Of several sources those that are leaves; a component only where nothing inside it is seen. */
  among(resources: readonly DeclaredResource[]): DeclaredResource[] {
    const leaves = resources.filter((resource) => this.isLeaf(resource));
    const parents = new Set(leaves.flatMap((leaf) => this.ancestorsOf(leaf)));
    return leaves.filter(({ urn }) => !parents.has(urn));
  }

  /** @returns The endpoint's identifier. */
  ofResource(resource: DeclaredResource): string {
    const { word = "endpoint", targetHealth } = leafTypes.get(resource.type) ?? {};
    const { urn, name, region } = resource;
    this.endpoints[urn] ??= {
      label: `${word} ${name}`,
      site: region ?? this.ownSite(urn, [name, `${word} ${name}`, urn]),
      keepAliveSeconds: keepAliveSeconds(resource),
      targetHealth: targetHealth && this.readTargetHealth(resource, targetHealth),
    };
    return urn;
  }

  /** The declared resource, or the host of AWS's in a Region, that has this name. */
  ofName(name: string): string | undefined {
    const host = withoutDualstack(name);
    const [resource] = this.byName.get(host) ?? [];
    return resource === undefined ? this.ofAwsHost(host) : this.ofResource(resource);
  }

  /** The declared resource that has this address; private ones may be the same in several Regions. */
  ofAddress(address: string): string | typeof ambiguous | undefined {
    const [resource, ...others] = this.byName.get(address) ?? [];
    if (resource === undefined) {
      return undefined;
    }
    return others.every(({ region }) => region === resource.region)
      ? this.ofResource(resource)
      : ambiguous;
  }

  /** A name or address that nothing declared says more about: a place of its own. */
  outside(name: string): string {
    this.endpoints[name] ??= {
      label: name,
      site: this.ownSite(name, [name]),
      keepAliveSeconds: undefined,
      targetHealth: undefined,
    };
    return name;
  }

  private ofAwsHost(name: string): string | undefined {
    const region = regionOfAwsHost(name);
    if (region === undefined) {
      return undefined;
    }
    this.endpoints[name] ??= {
      label: name,
      site: region,
      keepAliveSeconds: undefined,
      targetHealth: isLoadBalancerHost(name) ? undeclaredTargetHealth : undefined,
    };
    return name;
  }

  /** The first name that no other endpoint's site has. */
  private ownSite(endpoint: string, names: string[]): string {
    const site =
      names.find((name) => (this.ownSites.get(name) ?? endpoint) === endpoint) ?? endpoint;
    this.ownSites.set(site, endpoint);
    return site;
  }

  private readTargetHealth(
    resource: DeclaredResource,
    kind: "targetGroups" | "ownCheck",
  ): TargetHealth {
    return kind === "ownCheck"
      ? ofClassicLoadBalancer(resource)
      : this.targetHealth.ofLoadBalancer(resource);
  }

  private ancestorsOf({ parent }: DeclaredResource): string[] {
    const found = new Set<string>();
    for (
      let urn = parent;
      urn !== undefined && !found.has(urn);
      urn = this.byUrn.get(urn)?.parent
    ) {
      found.add(urn);
    }
    return [...found];
  }
}

function findNames(resources: readonly DeclaredResource[]): Map<string, DeclaredResource[]> {
  const found = new Map<string, DeclaredResource[]>();
  for (const resource of resources) {
    for (const place of leafTypes.get(resource.type)?.answersAt ?? []) {
      for (const text of textsAt(resource, place)) {
        const name = readAddress(text) ?? withoutDualstack(hostOf(text));
        const bearers = found.get(name) ?? [];
        bearers.push(resource);
        found.set(name, bearers);
      }
    }
  }
  return found;
}

/** Only Application Load Balancers have a limit of their own. */
function keepAliveSeconds(resource: DeclaredResource): number | undefined {
  if (!/^aws:(lb|alb)\//.test(resource.type)) {
    return undefined;
  }
  const type = input(resource, "loadBalancerType") ?? "application";
  const seconds = numeric(input(resource, "clientKeepAlive"), defaultKeepAliveSeconds);
  return type === "application" && typeof seconds === "number" ? seconds : undefined;
}
