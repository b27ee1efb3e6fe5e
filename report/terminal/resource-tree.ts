import type { DeclaredResource } from "../../declared/declared-resource";
import { showDetails } from "./detail-templates";
import { resourceDetails } from "./resource-details";

/** A component, or a resource of its own line. */
export interface TreeNode {
  resource: DeclaredResource;
  /** Last part of the type token. */
  typeName: string;
  /** What the logical name adds to the parent's; empty if it is the same. */
  shortName: string;
  details: string[];
  children: TreeNode[];
  /** Resources inside of which nothing is said but their type, counted by type name. */
  others: [typeName: string, count: number][];
}

export interface RegionGroup {
  /** `undefined` for what has no Region, or several. */
  region: string | undefined;
  nodes: TreeNode[];
  /** As in a node. */
  others: [typeName: string, count: number][];
}

const stackType = "pulumi:pulumi:Stack";
const shownTypes = Object.keys(resourceDetails);

/**
 * The components and resources of a stack by Region: what has none or several first, then the
 * Regions of the chain in its order, then others.
 */
export function groupByRegion(
  resources: readonly DeclaredResource[],
  chain: readonly string[],
): RegionGroup[] {
  const tree = new Tree(resources, chain);
  const regions = resources.flatMap(({ region }) => region ?? []);
  return [...new Set([undefined, ...chain, ...regions.sort()])]
    .map((region) => ({ region, ...tree.partsIn(region) }))
    .filter(({ nodes, others }) => nodes.length + others.length > 0);
}

class Tree {
  private readonly roots: DeclaredResource[] = [];
  private readonly childrenOf = new Map<string, DeclaredResource[]>();

  constructor(
    resources: readonly DeclaredResource[],
    private readonly chain: readonly string[],
  ) {
    const urns = new Set(resources.filter(({ type }) => type !== stackType).map(({ urn }) => urn));
    for (const resource of resources) {
      const siblings =
        resource.parent !== undefined && urns.has(resource.parent)
          ? (this.childrenOf.get(resource.parent) ?? [])
          : this.roots;
      if (resource.type !== stackType) {
        siblings.push(resource);
      }
      if (siblings !== this.roots && resource.parent !== undefined) {
        this.childrenOf.set(resource.parent, siblings);
      }
    }
  }

  partsIn(region: string | undefined): Omit<RegionGroup, "region"> {
    const roots = this.roots.filter((root) => root.region === region);
    const { children, others } = this.parts(roots, { name: "", region });
    return { nodes: children, others };
  }

  private parts(
    resources: readonly DeclaredResource[],
    parent: Pick<DeclaredResource, "name" | "region">,
  ): Pick<TreeNode, "children" | "others"> {
    const nodes = this.sort(resources).map((resource) => ({
      resource,
      typeName: typeName(resource.type),
      shortName: shortName(resource.name, parent.name),
      details: [...placeOf(resource, parent), ...detailsOf(resource)],
      ...this.parts(this.childrenOf.get(resource.urn) ?? [], resource),
    }));
    const isOfInterest = ({ resource, details, children }: TreeNode) =>
      !resource.custom || details.length > 0 || children.length > 0;
    return {
      children: nodes.filter(isOfInterest),
      others: countByType(nodes.filter((node) => !isOfInterest(node))),
    };
  }

  /** By type, then by name; Regions in names count by their place in the chain. */
  private sort(resources: readonly DeclaredResource[]): DeclaredResource[] {
    const keyed = resources.map((resource) => ({ resource, key: this.sortKey(resource) }));
    keyed.sort((one, other) => one.key.localeCompare(other.key, "en", { numeric: true }));
    return keyed.map(({ resource }) => resource);
  }

  private sortKey({ type, name, custom }: DeclaredResource): string {
    const typePlace = shownTypes.indexOf(type);
    const chainName = this.chain.reduce(
      (text, region, index) => text.replaceAll(region, `\u0001${index}`),
      name,
    );
    const place = !custom ? 0 : typePlace === -1 ? shownTypes.length + 1 : typePlace + 1;
    return `${place} ${type} ${chainName}`;
  }
}

/** The Region where the lines above do not say it. */
function placeOf(
  { name, region, custom }: DeclaredResource,
  parent: Pick<DeclaredResource, "region">,
): string[] {
  const isSaid = region === undefined || region === parent.region || name.includes(region);
  return custom && !isSaid ? [`in ${region}`] : [];
}

/** Nothing where even the first fact, which says what it is, is unknown. */
function detailsOf(resource: DeclaredResource): string[] {
  const details = showDetails(resource, resourceDetails[resource.type] ?? []);
  return details[0]?.isUnknown === true ? [] : details.map(({ text }) => text);
}

function typeName(type: string): string {
  return type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type);
}

function shortName(name: string, parentName: string): string {
  if (name === parentName) {
    return "";
  }
  return parentName !== "" && name.startsWith(`${parentName}-`)
    ? name.slice(parentName.length + 1)
    : name;
}

function countByType(nodes: readonly TreeNode[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    counts.set(node.typeName, (counts.get(node.typeName) ?? 0) + 1);
  }
  return [...counts];
}
