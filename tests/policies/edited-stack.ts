import type { AnalyzedResource } from "../../offline/analyzer";
import type { WireValue } from "../../offline/recorded-run";
import type { TestStack } from "./stacks";

/** Pulumi's mark for a value that is not known before the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A copy of a stack in which a test breaks something. */
export class EditedStack implements TestStack {
  readonly project: string;
  readonly stack: string;
  readonly config: Record<string, string>;
  readonly resources: AnalyzedResource[];

  constructor(original: TestStack) {
    ({
      project: this.project,
      stack: this.stack,
      config: this.config,
      resources: this.resources,
    } = structuredClone(original));
  }

  /** @param kind The last part of its type, for instance `Table`. */
  find(kind: string, name: string): AnalyzedResource {
    const found = this.resources.filter(
      (resource) => resource.type.endsWith(`:${kind}`) && resource.name === name,
    );
    if (found.length !== 1) {
      throw new Error(`${found.length} resources are ${kind} ${name}.`);
    }
    return found[0]!;
  }

  /** @param path For instance `replicas[0].kmsKeyArn`. @param value `undefined` removes it. */
  set(kind: string, name: string, path: string, value: WireValue | undefined): void {
    setAt(this.find(kind, name).properties, path, value);
  }

  add(type: string, name: string, properties: Record<string, WireValue>): AnalyzedResource {
    const resource: AnalyzedResource = {
      urn: `urn:pulumi:${this.stack}::${this.project}::${type}::${name}`,
      type,
      name,
      parent: undefined,
      properties,
      provider: this.find("Table", "MyGlobalAppTable").provider,
      ignoreChanges: [],
      protect: false,
      dependencies: [],
      propertyDependencies: {},
    };
    this.resources.push(resource);
    return resource;
  }

  remove(...kinds: string[]): void {
    this.keep(({ type }) => !kinds.some((kind) => type.endsWith(`:${kind}`)));
  }

  removeNamed(...names: string[]): void {
    this.keep(({ name }) => !names.includes(name));
  }

  private keep(isKept: (resource: AnalyzedResource) => boolean): void {
    this.resources.splice(0, this.resources.length, ...this.resources.filter(isKept));
  }
}

export function setAt(
  properties: Record<string, WireValue>,
  path: string,
  value: WireValue | undefined,
): void {
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop()!;
  let place: Record<string, WireValue> = properties;
  for (const key of keys) {
    place = (place[key] ??= {}) as Record<string, WireValue>;
  }
  if (value === undefined && Array.isArray(place)) {
    place.splice(Number(last), 1);
  } else if (value === undefined) {
    Reflect.deleteProperty(place, last);
  } else {
    place[last] = value;
  }
}
