import type { DeclaredResource } from "../declared/declared-resource";
import type { Declared } from "./difference";

/** A Route 53 health check in normal form, AWS's defaults filled in. */
export interface DeclaredHealthCheck {
  urn: string;
  /** Text; compared as Route 53 has it (`HTTPS`, `CALCULATED`, ...). */
  type: Declared;
  /** Number. `undefined` where the type asks no endpoint, or names no port of its own. */
  port: Declared;
  /** Text; `undefined` where the type requests no path. */
  path: Declared;
  /** 10 or 30; `undefined` where the type asks no endpoint. */
  intervalSeconds: Declared;
  /** 1 to 10; `undefined` where the type asks no endpoint. */
  failureThreshold: Declared;
  /** Text that the answer must hold; only of `HTTP_STR_MATCH` and `HTTPS_STR_MATCH`. */
  searchString: Declared;
  /** Boolean: whether the name is sent in the TLS handshake; only of HTTPS types. */
  enableSni: Declared;
  /** Boolean; a disabled check counts as healthy. */
  disabled: Declared;
  /** Boolean. */
  inverted: Declared;
  /** A sorted list of the checkers' Regions; `undefined` for all of them. */
  checkerRegions: Declared;
  /** How many children must be healthy; only of `CALCULATED`. */
  childHealthThreshold: Declared;
  /** What counts when the alarm has no data; only of `CLOUDWATCH_METRIC`. */
  insufficientDataHealthStatus: Declared;
}

/** Reads an `aws:route53/healthCheck:HealthCheck`. Never throws, whatever the inputs are. */
export declare function readDeclaredHealthCheck(check: DeclaredResource): DeclaredHealthCheck;
