import { isDeepStrictEqual } from "node:util";
import type { Account, HeldResource } from "./account";
import { type AwsResourceKind, awsResourceKinds } from "./aws-outputs";
import { invokeAws } from "./aws-functions";
import { refuseCreate, refuseDelete, refuseUpdate } from "./aws-rules";
import { type Properties, unknown } from "./grpc";
import type { ResourceRequest, StandInPackage } from "./package-service";

const generatedSuffixLength = 7;

/** Stands in for the `aws` provider: `account` is all that it has instead of AWS. */
export function awsStandIn(account: Account): StandInPackage {
  return {
    check({ type, name }, inputs) {
      const { generatedNameLength: maximum } = kindOf(type);
      const physicalName = inputs["name"] ?? `${name}-${"x".repeat(generatedSuffixLength)}`;
      return maximum !== undefined && String(physicalName).length > maximum
        ? [
            {
              property: "name",
              reason: `'${String(physicalName)}' is longer than the ${maximum} characters that AWS accepts`,
            },
          ]
        : [];
    },

    create(request, inputs) {
      const unique = account.nextUnique(request.urn, 40);
      const resource = describe(account, request, inputs, unique);
      if (request.preview) {
        const outputs = { ...hidden(resource.outputs, ["region"]), ...inputs };
        return { id: "", outputs: { ...outputs, ...hiddenParts(inputs, resource.outputs) } };
      }
      refuse("create", resource, refuseCreate(resource, account));
      account.hold(resource);
      return { id: resource.id, outputs: { ...inputs, ...resource.outputs } };
    },

    update(request, { id, outputs: oldOutputs }, inputs) {
      const held = account.find(request.type, id, regionOf(request));
      if (held === undefined) {
        throw new Error(`AWS holds no ${request.type} ${id} in ${regionOf(request)}`);
      }
      const resource = { ...describe(account, request, inputs, held.unique), id };
      if (request.preview) {
        const changed = Object.keys(resource.outputs).filter(
          (property) => !isDeepStrictEqual(resource.outputs[property], oldOutputs[property]),
        );
        const parts = hiddenParts(pick(inputs, changed), resource.outputs);
        return {
          ...inputs,
          ...resource.outputs,
          ...hidden(pick(resource.outputs, changed)),
          ...pick(inputs, changed),
          ...parts,
        };
      }
      refuse("update", resource, refuseUpdate(resource, account));
      account.hold(resource);
      return { ...inputs, ...resource.outputs };
    },

    delete(request, { id }) {
      const held = account.find(request.type, id, regionOf(request));
      if (held === undefined) {
        return;
      }
      refuse("delete", held, refuseDelete(held, account));
      account.release(held);
    },

    read(request, id) {
      const held = account.find(request.type, id, regionOf(request));
      return held && { inputs: held.inputs, outputs: { ...held.inputs, ...held.outputs } };
    },

    invoke: (token, args, region) => invokeAws(account, token, args, region),
  };
}

/** Puts a resource into the account that no stack has created, for a stack to adopt. */
export function holdExisting(
  account: Account,
  { type, region, inputs }: { type: string; region: string; inputs: Properties },
): void {
  const unique = account.nextUnique(type, 40);
  account.hold(describe(account, { type, name: "existing", region }, inputs, unique));
}

/** Services without Regions, which `@pulumi/aws` reaches through whatever provider it is given. */
const globalModules = /^aws:(iam|route53)\//;

function regionOf({ type, region }: Pick<ResourceRequest, "type" | "region">): string {
  if (globalModules.test(type)) {
    return "global";
  }
  if (region === undefined) {
    throw new Error(`the provider of a ${type} has no Region`);
  }
  return region;
}

function kindOf(type: string): AwsResourceKind {
  const kind = awsResourceKinds[type];
  if (kind === undefined) {
    throw new Error(`the stand-in for AWS has no ${type}: add it to aws-outputs and replacements`);
  }
  return kind;
}

function describe(
  account: Account,
  request: Pick<ResourceRequest, "type" | "name" | "region">,
  inputs: Properties,
  unique: string,
): HeldResource {
  const { type } = request;
  const kind = kindOf(type);
  const region = regionOf(request);
  const described = {
    inputs,
    name: String(inputs["name"] ?? `${request.name}-${unique.slice(0, generatedSuffixLength)}`),
    region,
    accountId: account.id,
    unique,
  };
  const outputs = { ...(region === "global" ? {} : { region }), ...kind.outputs(described) };
  return { type, id: kind.id(described), region, inputs, outputs, unique };
}

function refuse(operation: string, { type, id }: HeldResource, reason: string | undefined): void {
  if (reason !== undefined) {
    throw new Error(`AWS refuses to ${operation} ${type} ${id}: ${reason}`);
  }
}

/** The same properties, of which nothing is known before the update. */
/** Of lists that are declared: what AWS decides of their items, which no preview knows. */
function hiddenParts(inputs: Properties, outputs: Properties): Properties {
  const lists = Object.entries(inputs).flatMap(([property, items]) => {
    const decided = outputs[property];
    return Array.isArray(items) && Array.isArray(decided) ? [{ property, items, decided }] : [];
  });
  return Object.fromEntries(
    lists.map(({ property, items, decided }) => [
      property,
      items.map((item: unknown, index) =>
        isObject(item) ? { ...hidden(decided[index] as Properties), ...item } : item,
      ),
    ]),
  );
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hidden(outputs: Properties, known: string[] = []): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([property, value]) => [
      property,
      known.includes(property) ? value : unknown,
    ]),
  );
}

function pick(outputs: Properties, properties: string[]): Properties {
  return Object.fromEntries(properties.map((property) => [property, outputs[property]]));
}
