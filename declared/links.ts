import { type DeclaredResource, type DeclaredValue, UnknownValue } from "./declared-resource";

/** What a property may lead to. */
export interface LinkTarget {
  types: readonly string[];
  /** Properties of such a resource by which others name it, for instance `id` or `arn`. */
  namedBy: readonly string[];
  /** How two names are brought into one form before they are compared. @default as they are */
  normalize?: (name: string) => string;
}

export type Link =
  | { leadsTo: "resource"; resource: DeclaredResource }
  /** To one of these, and nothing tells to which. */
  | { leadsTo: "several"; resources: readonly DeclaredResource[] }
  /** Out of what is declared here. */
  | { leadsTo: "elsewhere" }
  /** The value cannot be seen, nor where it comes from. */
  | { leadsTo: "unknown"; why: UnknownValue }
  | { leadsTo: "nothing" };

/** Every resource that a link may lead to. */
export function linkedResources(link: Link): readonly DeclaredResource[] {
  switch (link.leadsTo) {
    case "resource":
      return [link.resource];
    case "several":
      return link.resources;
    case "elsewhere":
    case "unknown":
    case "nothing":
      return [];
  }
}

/**
 * Follows links between resources: by property dependency first, because before an update most ids
 * are unknown, and by value second.
 */
export class Links {
  private readonly byUrn: ReadonlyMap<string, DeclaredResource>;
  private readonly byType = new Map<string, DeclaredResource[]>();
  private readonly byName = new Map<LinkTarget, Map<string, DeclaredResource[]>>();
  private children: Map<string, DeclaredResource[]> | undefined;

  constructor(private readonly resources: readonly DeclaredResource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      addTo(this.byType, resource.type, resource);
    }
  }

  ofType(...types: readonly string[]): readonly DeclaredResource[] {
    const [only, ...others] = types;
    return only !== undefined && others.length === 0
      ? (this.byType.get(only) ?? [])
      : types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /**
   * Where a value leads.
   *
   * @param property The input of `from` that holds the value; Pulumi notes dependencies for each input
   *   as a whole.
   * @param value The value itself, which may lie deep inside the property.
   */
  follow(
    from: DeclaredResource,
    property: string,
    value: DeclaredValue | undefined,
    target: LinkTarget,
  ): Link {
    if (value === undefined || value === null || value === "") {
      return { leadsTo: "nothing" };
    }
    const sources = this.sourcesOf(from, property, target);
    if (typeof value !== "string") {
      const why = value instanceof UnknownValue ? value : undefined;
      return oneOf(sources) ?? (why ? { leadsTo: "unknown", why } : { leadsTo: "elsewhere" });
    }
    // A property with several sources can hold several values, and each is the name of one source.
    const named = sources.filter((source) => isNamed(source, value, target));
    return (
      oneOf(named) ??
      oneOf(sources.filter((source) => hasHiddenName(source, target))) ??
      oneOf(this.namedAs(value, target)) ?? { leadsTo: "elsewhere" }
    );
  }

  /** The resources of the target's types that a property comes from, directly or in a component. */
  sourcesOf(from: DeclaredResource, property: string, { types }: LinkTarget): DeclaredResource[] {
    const found = new Set<DeclaredResource>();
    const seen = new Set<string>();
    const open = [...(from.propertyDependencies[property] ?? [])];
    for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
      const source = this.byUrn.get(urn);
      if (source === undefined || seen.has(urn)) {
        continue;
      }
      seen.add(urn);
      if (types.includes(source.type)) {
        found.add(source);
      } else if (!source.custom) {
        open.push(...(this.childrenOf().get(urn) ?? []).map((child) => child.urn));
      }
    }
    return [...found];
  }

  private namedAs(value: string, target: LinkTarget): readonly DeclaredResource[] {
    let index = this.byName.get(target);
    if (index === undefined) {
      index = new Map();
      for (const resource of this.ofType(...target.types)) {
        for (const name of namesOf(resource, target)) {
          addTo(index, name, resource);
        }
      }
      this.byName.set(target, index);
    }
    return index.get(normalized(value, target)) ?? [];
  }

  private childrenOf(): ReadonlyMap<string, DeclaredResource[]> {
    if (this.children === undefined) {
      this.children = new Map();
      for (const resource of this.resources) {
        addTo(this.children, resource.parent ?? "", resource);
      }
    }
    return this.children;
  }
}

function oneOf(resources: readonly DeclaredResource[]): Link | undefined {
  const [first, ...others] = resources;
  if (first === undefined) {
    return undefined;
  }
  return others.length === 0
    ? { leadsTo: "resource", resource: first }
    : { leadsTo: "several", resources };
}

function isNamed(resource: DeclaredResource, value: string, target: LinkTarget): boolean {
  return namesOf(resource, target).has(normalized(value, target));
}

/** Whether a resource may bear any name, because none of its names can be seen. */
function hasHiddenName(resource: DeclaredResource, target: LinkTarget): boolean {
  return namesOf(resource, target).size === 0;
}

function namesOf(resource: DeclaredResource, target: LinkTarget): Set<string> {
  const names = target.namedBy.flatMap((key) => [resource.inputs[key], resource.outputs[key]]);
  return new Set(
    names
      .filter((name): name is string => typeof name === "string" && name !== "")
      .map((name) => normalized(name, target)),
  );
}

function normalized(name: string, { normalize }: LinkTarget): string {
  return normalize === undefined ? name : normalize(name);
}

function addTo<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items === undefined) {
    map.set(key, [item]);
  } else {
    items.push(item);
  }
}
