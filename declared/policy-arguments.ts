import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
  type DeclaredValue,
} from "./declared-resource";
import { isGlobal } from "./global-services";

type PolicyArguments = Pick<
  ResourceValidationArgs,
  "type" | "name" | "urn" | "props" | "opts" | "provider"
>;

/** How the policy SDK marks an unknown value of each kind (`@pulumi/policy/proxy`). */
const unknownMarks: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
/** The property by which the SDK's proxy gives what lies behind it, where nothing throws. */
const proxyTarget = "__getSpecialProxyTarget";
/** Where the AWS provider notes which properties it has filled in itself. */
const providersNote = "__defaults";
/** Deeper than any resource of any provider. */
const deepest = 200;

/**
 * The resource that a policy of one resource is asked about. Its inputs are what the provider would
 * be given; of its neighbours nothing is known.
 */
export function readPolicyArguments(args: PolicyArguments): DeclaredResource {
  return new PolicyArgumentResource(args);
}

/**
 * The resources of a stack that a stack policy is asked about. What such a policy sees are outputs,
 * which repeat the inputs; they stand in both places.
 */
export function readStackPolicyArguments(resources: readonly PolicyResource[]): DeclaredResource[] {
  return resources.map((resource) => new PolicyStackResource(resource));
}

/** Reads each part at its first use: of a large stack a policy looks at few resources. */
class PolicyArgumentResource implements DeclaredResource {
  private readProperties: DeclaredInputs | undefined;
  private readRegion: { region: string | undefined } | undefined;

  constructor(private readonly args: PolicyArguments) {}

  get urn(): string {
    return this.args.urn;
  }
  get type(): string {
    return this.args.type;
  }
  get name(): string {
    return this.args.name;
  }
  get parent(): string | undefined {
    return this.args.opts.parent;
  }
  /** Components have no provider. */
  get custom(): boolean {
    return this.args.provider !== undefined || this.args.type.startsWith("aws:");
  }
  get region(): string | undefined {
    this.readRegion ??= { region: this.regionOf() };
    return this.readRegion.region;
  }
  private regionOf(): string | undefined {
    if (isGlobal(this.args.type)) {
      return undefined;
    }
    const ofProvider = (): DeclaredValue | undefined =>
      this.args.provider && readProperties(this.args.provider.props)["region"];
    const region = this.inputs["region"] ?? ofProvider();
    return typeof region === "string" && region !== "" ? region : undefined;
  }
  get inputs(): DeclaredInputs {
    this.readProperties ??= readProperties(this.args.props);
    return this.readProperties;
  }
  get outputs(): DeclaredInputs {
    return {};
  }
  get dependencies(): string[] {
    return [];
  }
  get propertyDependencies(): Record<string, string[]> {
    return {};
  }
}

class PolicyStackResource extends PolicyArgumentResource {
  private readDependencies: Record<string, string[]> | undefined;

  constructor(private readonly resource: PolicyResource) {
    super(resource);
  }

  override get parent(): string | undefined {
    return this.resource.parent?.urn ?? super.parent;
  }
  override get outputs(): DeclaredInputs {
    return this.inputs;
  }
  override get dependencies(): string[] {
    return this.resource.dependencies.map(({ urn }) => urn);
  }
  override get propertyDependencies(): Record<string, string[]> {
    this.readDependencies ??= Object.fromEntries(
      Object.entries(this.resource.propertyDependencies).map(([property, resources]) => [
        property,
        resources.map(({ urn }) => urn),
      ]),
    );
    return this.readDependencies;
  }
}

function readProperties(props: Record<string, unknown>): DeclaredInputs {
  const target = props[proxyTarget] as Record<string, unknown> | undefined;
  return readObject(target ?? props, 0);
}

function readValue(value: unknown, depth: number): DeclaredValue {
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (typeof value === "string") {
    return unknownMarks.has(value) ? computed : value;
  }
  if (depth > deepest) {
    return computed;
  }
  if (Array.isArray(value)) {
    return value.map((item) => readValue(item, depth + 1));
  }
  // Assets and archives are objects of classes; nobody judges what is in them.
  return isPlain(value) ? readObject(value, depth) : computed;
}

function readObject(object: Record<string, unknown>, depth: number): DeclaredInputs {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key, value]) => key !== providersNote && value !== undefined)
      .map(([key, value]) => [key, readValue(value, depth + 1)]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
