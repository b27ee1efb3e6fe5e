/**
 * A DNS name as names are compared: in lower case (RFC 4343), without the final dot, and with the
 * characters that Route 53 writes as octal codes (`\052` is an asterisk).
 */
export function canonicalName(name: string): string {
  return name
    .replace(/\\([0-3][0-7]{2})/g, (_code, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    .toLowerCase()
    .replace(/\.$/, "");
}

/**
 * The whole name of a record, which may be written relative to its zone, as the provider completes it
 * (`name` of `aws.route53.Record`).
 */
export function absoluteName(name: string, zone: string): string {
  const [canonical, end] = [canonicalName(name), canonicalName(zone)];
  return canonical === "" || isWithin(canonical, end) ? canonical || end : `${canonical}.${end}`;
}

/** Whether a name is a domain's own or one below it; both in canonical form. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/**
 * The name of a load balancer without the prefix that the Route 53 console adds to the names of
 * aliases; both answer with the same addresses.
 */
export function withoutDualstack(name: string): string {
  return canonicalName(name).replace(/^dualstack\./, "");
}

/** The domains that a name lies in, from its own parent to the top level. */
export function parentsOf(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join("."));
}
