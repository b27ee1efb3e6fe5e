import {
  type Question,
  type Reply,
  type ResourceRecord,
  type SoaRecord,
  withoutCase,
} from "./message";

/** What a reply says of one name and type. */
export type Learned = { name: string; ttlSeconds: number } & (
  | { kind: "records"; type: string; records: ResourceRecord[] }
  /** The name has no records of the type. Without the zone's SOA, nobody may keep that. */
  | { kind: "noData"; type: string; soa: SoaRecord | undefined }
  | { kind: "noName"; soa: SoaRecord | undefined }
);

/**
 * Takes a reply apart into what is kept on its own: every RRset, and that there is none (RFC 2308).
 * It follows from the question to where the reply ends; records off that way are not believed.
 */
export function learn({ name, type }: Question, reply: Reply): Learned[] {
  const learned: Learned[] = [];
  const met = new Set<string>();
  let owner = name;
  while (!met.has(withoutCase(owner))) {
    met.add(withoutCase(owner));
    const own = reply.answers.filter((record) => withoutCase(record.name) === withoutCase(owner));
    const wanted = own.filter((record) => record.type === type);
    if (wanted.length > 0) {
      return [...learned, recordsOf(owner, type, wanted)];
    }
    const cname = own.find((record) => record.type === "CNAME");
    if (cname === undefined) {
      break;
    }
    learned.push(recordsOf(owner, "CNAME", [cname]));
    owner = cname.data;
  }
  const soa = reply.authorities.find((record) => record.type === "SOA");
  const ttlSeconds = soa === undefined ? 0 : Math.min(soa.ttlSeconds, soa.data.minimum);
  if (reply.code === "NXDOMAIN") {
    learned.push({ kind: "noName", name: owner, ttlSeconds, soa });
  } else if (soa !== undefined || learned.length === 0) {
    learned.push({ kind: "noData", name: owner, type, ttlSeconds, soa });
  }
  return learned;
}

/** Records of one set have one TTL, or the least of theirs counts (RFC 2181, section 5.2). */
function recordsOf(name: string, type: string, records: ResourceRecord[]): Learned {
  const ttlSeconds = Math.min(...records.map((record) => record.ttlSeconds));
  return { kind: "records", name, type, ttlSeconds, records };
}
