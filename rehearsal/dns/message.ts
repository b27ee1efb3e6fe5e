/** What servers and clients of DNS say to each other, as plain data. */

/** One question of class IN. */
export interface Question {
  /** As it was written, without the final dot; the root is `.`. */
  name: string;
  /** A mnemonic such as `A`, or `UNKNOWN_65` for a type that dns-packet has no name for. */
  type: string;
}

export type ResourceRecord = { name: string; ttlSeconds: number } & (
  | { type: "A" | "AAAA" | "NS"; data: string }
  | { type: "CNAME"; data: string }
  | { type: "SOA"; data: StartOfAuthority }
);

export type SoaRecord = Extract<ResourceRecord, { type: "SOA" }>;

/** RFC 1035, section 3.3.13; `minimum` is how long a negative answer is kept at most (RFC 2308). */
export interface StartOfAuthority {
  mname: string;
  rname: string;
  serial: number;
  refresh: number;
  retry: number;
  expire: number;
  minimum: number;
}

/** RFC 1035, section 4.1.1, and RFC 6891, section 9. */
export const responseCodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const;

export type ResponseCode = keyof typeof responseCodes;

export interface Reply {
  code: ResponseCode;
  isAuthoritative: boolean;
  answers: ResourceRecord[];
  authorities: ResourceRecord[];
}

/** A reply that says no more than its code. */
export function bareReply(code: ResponseCode): Reply {
  return { code, isAuthoritative: false, answers: [], authorities: [] };
}

/** A name as names are compared: only ASCII letters have no case (RFC 4343, section 3). */
export function withoutCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What a UDP message may hold without EDNS (RFC 1035, section 4.2.1), and with it at least. */
export const plainUdpBytes = 512;

/** What either side here takes over UDP, so that nothing is fragmented (DNS flag day 2020). */
export const ednsUdpBytes = 1232;

/** What the two bytes of length before a message over TCP can count (RFC 1035, section 4.2.2). */
export const tcpBytes = 0xffff;
