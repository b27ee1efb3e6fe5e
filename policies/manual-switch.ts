import { property } from "../contract/declared-fields";
import { readDeclaredHealthCheck } from "../contract/declared-health-check";
import { type DeclaredResource, UnknownValue } from "../declared/declared-resource";

const objectInBucket = /(^|\.)s3[.-][a-z0-9-]+\.amazonaws\.com(\.cn)?\.?$/i;

/**
 * Whether a check is the manual switch that AWS documents: inverted, it asks for an object in a bucket
 * ("Creating disaster recovery mechanisms using Amazon Route 53", AWS networking blog). While the
 * object is missing the check counts as healthy, and uploading it needs no control plane.
 */
export function isManualSwitch(check: DeclaredResource): boolean | UnknownValue {
  const { inverted, type } = readDeclaredHealthCheck(check);
  if (inverted === false) {
    return false;
  }
  const name = property(check.inputs, "fqdn");
  const unknown = [inverted, type, name].find((value) => value instanceof UnknownValue);
  if (unknown !== undefined) {
    return unknown;
  }
  return type === "HTTPS" && typeof name === "string" && objectInBucket.test(name);
}
