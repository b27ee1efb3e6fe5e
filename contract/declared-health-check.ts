import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";
import { filled, flag, numeric, positive, property, sortedList } from "./declared-fields";
import type { Declared } from "./difference";

/** A Route 53 health check in normal form, AWS's defaults filled in. */
export interface DeclaredHealthCheck {
  urn: string;
  /** Text as Route 53 has it: `HTTPS`, `CALCULATED` and so on. */
  type: Declared;
  /** Number; `undefined` where the type asks no endpoint. */
  port: Declared;
  /** Text; `undefined` where the type requests no path. */
  path: Declared;
  /** 10 or 30; `undefined` where the type asks no endpoint. */
  intervalSeconds: Declared;
  /** 1 to 10; `undefined` where the type asks no endpoint. */
  failureThreshold: Declared;
  /** What the answer must hold; `undefined` where the type searches for nothing. */
  searchString: Declared;
  /** Boolean: whether the name is sent in the TLS handshake; `undefined` without TLS. */
  enableSni: Declared;
  /** Boolean. A disabled check counts as healthy. */
  disabled: Declared;
  /** Boolean. */
  inverted: Declared;
  /** The checkers' Regions, sorted; `undefined` for all, or where the type asks no endpoint. */
  checkerRegions: Declared;
  /** How many children must be healthy; only of `CALCULATED`. */
  childHealthThreshold: Declared;
  /** What counts while the alarm has no data; only of `CLOUDWATCH_METRIC`. */
  insufficientDataHealthStatus: Declared;
}

interface EndpointType {
  /** What an omitted port means. */
  port?: number;
  requestsPath: boolean;
  searches: boolean;
  /** What an omitted `enableSni` means; absent without TLS. */
  sni?: boolean;
}

/**
 * The types that ask an endpoint (Route 53 API, HealthCheckConfig, Type). The defaults of `enableSni`
 * are those that the provider documents.
 */
const endpointTypes: ReadonlyMap<string, EndpointType> = new Map([
  ["HTTP", { port: 80, requestsPath: true, searches: false }],
  ["HTTPS", { port: 443, requestsPath: true, searches: false, sni: true }],
  ["HTTP_STR_MATCH", { port: 80, requestsPath: true, searches: true }],
  ["HTTPS_STR_MATCH", { port: 443, requestsPath: true, searches: true, sni: false }],
  ["TCP", { requestsPath: false, searches: false }],
]);

/** Route 53 API, HealthCheckConfig, RequestInterval. */
const defaultIntervalSeconds = 30;
/** Route 53 API, HealthCheckConfig, FailureThreshold. */
const defaultFailureThreshold = 3;

/** Whether checks of the type ask an endpoint, rather than an alarm, other checks or a switch. */
export function asksEndpoint(type: Declared): boolean {
  return typeof type === "string" && endpointTypes.has(type);
}

/**
 * Reads an `aws:route53/healthCheck:HealthCheck`. Never throws, whatever the inputs are. Where the
 * type cannot be seen, what is left to its defaults cannot either.
 */
export function readDeclaredHealthCheck({ urn, inputs }: DeclaredResource): DeclaredHealthCheck {
  const type = property(inputs, "type");
  const endpoint = typeof type === "string" ? endpointTypes.get(type) : undefined;
  const ofType = (applies: boolean, given: Declared, byDefault?: Declared) => {
    if (type instanceof UnknownValue) return given ?? type;
    return applies ? (given ?? byDefault) : undefined;
  };
  const ofEndpoint = (given: Declared, byDefault?: Declared) =>
    ofType(endpoint !== undefined, given, byDefault);
  const input = (name: string) => property(inputs, name);

  return {
    urn,
    type,
    port: ofEndpoint(positive(inputs, "port"), endpoint?.port),
    path: ofType(endpoint?.requestsPath === true, filled(inputs, "resourcePath"), "/"),
    intervalSeconds: ofEndpoint(positive(inputs, "requestInterval"), defaultIntervalSeconds),
    failureThreshold: ofEndpoint(positive(inputs, "failureThreshold"), defaultFailureThreshold),
    searchString: ofType(endpoint?.searches === true, filled(inputs, "searchString")),
    enableSni: ofType(endpoint?.sni !== undefined, flag(input("enableSni")), endpoint?.sni),
    disabled: flag(input("disabled"), false),
    inverted: flag(input("invertHealthcheck"), false),
    checkerRegions: endpoint === undefined ? undefined : someRegions(input("regions")),
    childHealthThreshold:
      type === "CALCULATED" ? numeric(input("childHealthThreshold")) : undefined,
    insufficientDataHealthStatus:
      type === "CLOUDWATCH_METRIC" ? filled(inputs, "insufficientDataHealthStatus") : undefined,
  };
}

/** No Region means all of them. */
function someRegions(regions: Declared): Declared {
  return Array.isArray(regions) && regions.length === 0 ? undefined : sortedList(regions);
}
