/** A DNS name as names are compared: in lower case (RFC 4343) and without the final dot. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
