import { flag, items, numeric, property } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import type { GeoLocation, Routing } from "../topology";
import { type Declared, input, isUnknown, whyUnknown } from "./values";

type PolicyReader = (block: Declared) => Routing;

/** The routing policies of `aws.route53.Record`, by the input that holds them. */
const policies: ReadonlyMap<string, PolicyReader> = new Map<string, PolicyReader>([
  ["failoverRoutingPolicies", readFailover],
  ["weightedRoutingPolicies", readWeighted],
  ["latencyRoutingPolicies", readLatency],
  ["geolocationRoutingPolicies", readGeolocation],
  ["multivalueAnswerRoutingPolicy", readMultivalue],
  ["geoproximityRoutingPolicy", () => unmodelled("geoproximity routing")],
  ["cidrRoutingPolicy", () => unmodelled("routing by address range (CIDR)")],
]);

/** How Route 53 chooses a record among those of its name and type. */
export function readRouting(record: DeclaredResource): Routing {
  const declared = [...policies].flatMap(([name, read]) => {
    const value = input(record, name);
    return value === undefined || value === false || value === "false"
      ? []
      : [{ name, routing: readPolicy(value, name, read) }];
  });
  const [first, second] = declared;
  if (first === undefined) {
    return { kind: "simple" };
  }
  return second === undefined
    ? first.routing
    : unknown(`it has two routing policies, ${first.name} and ${second.name}`);
}

function readPolicy(value: Declared, name: string, read: PolicyReader): Routing {
  if (isUnknown(value)) {
    return unknown(`${name} ${whyUnknown(value)}`);
  }
  const blocks = Array.isArray(value) ? items(value) : [value];
  return isUnknown(blocks) || blocks.length !== 1
    ? unknown(`${name} does not hold one routing policy`)
    : read(blocks[0]);
}

function readFailover(block: Declared): Routing {
  const role = property(block, "type");
  return role === "PRIMARY" || role === "SECONDARY"
    ? { kind: "failover", role }
    : unreadable("the failover role", role);
}

function readWeighted(block: Declared): Routing {
  const weight = numeric(property(block, "weight"));
  return typeof weight === "number"
    ? { kind: "weighted", weight }
    : unreadable("the weight", weight);
}

function readLatency(block: Declared): Routing {
  const region = property(block, "region");
  return typeof region === "string"
    ? { kind: "latency", region }
    : unreadable("the Region of its latency routing", region);
}

function readGeolocation(block: Declared): Routing {
  const [continent, country, subdivision] = ["continent", "country", "subdivision"].map((name) =>
    property(block, name),
  );
  const hidden = [continent, country, subdivision].find(isUnknown);
  if (hidden !== undefined) {
    return unreadable("its location", hidden);
  }
  const location = toLocation(code(continent), code(country), code(subdivision));
  return location === undefined
    ? unknown("its location is neither a continent, a country nor the default")
    : { kind: "geolocation", location };
}

function toLocation(
  continent: string | undefined,
  country: string | undefined,
  subdivision: string | undefined,
): GeoLocation | undefined {
  if (country === undefined) {
    return continent === undefined ? undefined : { kind: "continent", continent };
  }
  if (country === "*") {
    return { kind: "default" };
  }
  return subdivision === undefined
    ? { kind: "country", country }
    : { kind: "subdivision", country, subdivision };
}

function code(value: Declared): string | undefined {
  return typeof value === "string" && value !== "" ? value.toUpperCase() : undefined;
}

function readMultivalue(value: Declared): Routing {
  return flag(value) === true
    ? { kind: "multivalue" }
    : unreadable("multivalueAnswerRoutingPolicy", value);
}

function unmodelled(policy: string): Routing {
  return unknown(`${policy} is not part of the model`);
}

function unreadable(what: string, value: Declared): Routing {
  if (isUnknown(value)) {
    return unknown(`${what} ${whyUnknown(value)}`);
  }
  return unknown(value === undefined ? `${what} is missing` : `${what} is no value of Route 53's`);
}

function unknown(reason: string): Routing {
  return { kind: "unknown", reason };
}
