import {
  type DeclaredInputs,
  type DeclaredResource,
  type DeclaredValue,
  UnknownValue,
} from "./declared-resource";
import { isGlobal } from "./global-services";
import { isDefaultProvider } from "./urn";

/** A resource as its source states it, before its Region is worked out. */
export interface UnplacedResource extends Omit<DeclaredResource, "region"> {
  /** `urn::id` of the provider; empty for a default provider, and for components. */
  provider: string;
  /** Package to provider reference, where a component states them itself. */
  providers: Record<string, string>;
}

const stackType = "pulumi:pulumi:Stack";
const providerType = "pulumi:providers:aws";

/**
 * Gives each resource the AWS Region that it lives in: its own `region`, else its provider's, else
 * the stack's `aws:region` where it uses the default provider, else what AWS reported.
 *
 * A component is where all its Regional children are, replicas of tables included. One that shows
 * nothing inside (a remote component offline) is where its provider is, which it may inherit.
 *
 * @param stackRegion The stack's `aws:region`, if it is known.
 */
export function placeResources(
  resources: readonly UnplacedResource[],
  stackRegion: string | undefined,
): DeclaredResource[] {
  const places = new Places(resources, stackRegion);
  return resources.map(({ provider: _provider, providers: _providers, ...resource }) => ({
    ...resource,
    region: places.regionOf(resource.urn),
  }));
}

class Places {
  private readonly byUrn: Map<string, UnplacedResource>;
  private readonly childrenOf = new Map<string, UnplacedResource[]>();

  constructor(
    resources: readonly UnplacedResource[],
    private readonly stackRegion: string | undefined,
  ) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const siblings = this.childrenOf.get(resource.parent ?? "");
      if (siblings === undefined) {
        this.childrenOf.set(resource.parent ?? "", [resource]);
      } else {
        siblings.push(resource);
      }
    }
  }

  regionOf(urn: string): string | undefined {
    const resource = this.byUrn.get(urn);
    if (resource === undefined || resource.type === stackType) {
      return undefined;
    }
    return resource.custom ? this.regionOfCustom(resource) : this.regionOfComponent(resource);
  }

  private regionOfCustom(resource: UnplacedResource): string | undefined {
    if (resource.type === providerType) {
      return text(resource.inputs["region"]);
    }
    if (!mayHaveRegion(resource)) {
      return undefined;
    }
    if ("region" in resource.inputs) {
      return text(resource.inputs["region"]);
    }
    return this.regionOfProvider(resource.provider) ?? text(resource.outputs["region"]);
  }

  private regionOfProvider(reference: string): string | undefined {
    const urn = reference.slice(0, reference.lastIndexOf("::"));
    const provider = this.byUrn.get(urn);
    if (provider !== undefined && "region" in provider.inputs) {
      return text(provider.inputs["region"]);
    }
    return reference === "" || isDefaultProvider(urn) ? this.stackRegion : undefined;
  }

  private regionOfComponent(component: UnplacedResource): string | undefined {
    const leaves = this.leavesOf(component);
    if (leaves.length === 0) {
      return this.inheritedRegion(component);
    }
    const regions = leaves.flatMap((leaf) => {
      const region = leaf.custom ? this.regionOfCustom(leaf) : this.inheritedRegion(leaf);
      const isNowhere = region === undefined && !mayHaveRegion(leaf);
      return isNowhere ? [] : [region, ...replicaRegions(leaf)];
    });
    const [first, ...others] = new Set(regions);
    return others.length === 0 ? first : undefined;
  }

  /** What a component consists of: resources of AWS, and components that show nothing inside. */
  private leavesOf(component: UnplacedResource): UnplacedResource[] {
    const leaves: UnplacedResource[] = [];
    const seen = new Set<string>();
    const open = [component];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next.urn)) {
        continue;
      }
      seen.add(next.urn);
      for (const child of this.childrenOf.get(next.urn) ?? []) {
        open.push(child);
        if (child.custom ? child.type.startsWith("aws:") : !this.childrenOf.has(child.urn)) {
          leaves.push(child);
        }
      }
    }
    return leaves;
  }

  private inheritedRegion(component: UnplacedResource): string | undefined {
    const seen = new Set<string>();
    let next: UnplacedResource | undefined = component;
    while (next !== undefined && !seen.has(next.urn)) {
      const reference = next.providers["aws"];
      if (reference !== undefined) {
        return this.regionOfProvider(reference);
      }
      seen.add(next.urn);
      next = next.parent === undefined ? undefined : this.byUrn.get(next.parent);
    }
    return undefined;
  }
}

/** A global table is one resource, in the Region that manages it, and there is data of it in others. */
function replicaRegions({ type, inputs }: UnplacedResource): (string | undefined)[] {
  const { replicas } = inputs;
  if (!type.startsWith("aws:dynamodb/") || replicas === undefined) {
    return [];
  }
  return Array.isArray(replicas)
    ? replicas.map((replica) => (isRecord(replica) ? text(replica["regionName"]) : undefined))
    : [undefined];
}

function isRecord(value: DeclaredValue): value is DeclaredInputs {
  return typeof value === "object" && value !== null && !(value instanceof UnknownValue);
}

function mayHaveRegion({ type }: UnplacedResource): boolean {
  return type.startsWith("aws:") && !isGlobal(type);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
