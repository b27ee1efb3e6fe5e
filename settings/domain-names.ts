import { shown } from "../contract/wording";

/** RFC 1035, section 2.3.4: of a label, and of a name without its final dot. */
const labelMaximum = 63;
const nameMaximum = 253;
/** ACM API, RequestCertificate, DomainName: the common name of a certificate (RFC 5280). */
const commonNameMaximum = 64;

export function isInZone(canonicalDomain: string, canonicalZone: string): boolean {
  return canonicalDomain === canonicalZone || canonicalDomain.endsWith(`.${canonicalZone}`);
}

/**
 * Why a name cannot be a public host name, or undefined. `canonicalDomain` has passed
 * `canonicalName`.
 */
export function hostNameFault(canonicalDomain: string): string | undefined {
  const labels = canonicalDomain.split(".");
  const bad = labels.find((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label));
  if (bad !== undefined) {
    return `found ${shown(canonicalDomain)} with the label ${shown(bad)}; allowed: labels of letters, digits and inner hyphens, joined by dots (other alphabets as xn--...)`;
  }
  const long = labels.find((label) => label.length > labelMaximum);
  if (long !== undefined) {
    return `found a label of ${long.length} characters (${shown(long)}); allowed: at most ${labelMaximum}`;
  }
  if (canonicalDomain.length > nameMaximum) {
    return `found a name of ${canonicalDomain.length} characters; allowed: at most ${nameMaximum}`;
  }
  if (labels.length === 1) {
    return `found ${shown(canonicalDomain)}; allowed: a name of at least two labels, such as "example.com" (the name of a hosted zone, not its id)`;
  }
  if (/^\d+$/.test(labels.at(-1)!)) {
    return `found ${shown(canonicalDomain)}, which looks like an address; allowed: a DNS name such as "app.example.com"`;
  }
  return undefined;
}

/**
 * The failover name is the common name of each Region's certificate. Its limit is so far below that of
 * a DNS name that the names derived from it (`us-east-1.` or `failover-2.` before it) always fit.
 */
export function commonNameFault(canonicalDomain: string): string | undefined {
  if (canonicalDomain.length <= commonNameMaximum) return undefined;
  return `found a name of ${canonicalDomain.length} characters; allowed: at most ${commonNameMaximum}, the longest common name of a certificate (ACM)`;
}
