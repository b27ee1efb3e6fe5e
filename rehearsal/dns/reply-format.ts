import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import {
  type Question,
  type Reply,
  type ResourceRecord,
  type ResponseCode,
  responseCodes,
  type StartOfAuthority,
  withoutCase,
} from "./message";
import { decoded, ednsRecord, type Envelope, isOpt } from "./query-format";

/** A reply as a client reads it. */
export interface ReceivedReply extends Reply {
  isTruncated: boolean;
  recursionAvailable: boolean;
}

/** Writes a reply; one that is longer than the client takes says so and nothing else. */
export function writeReply(
  envelope: Envelope,
  reply: Reply,
  { recursionAvailable, maximumBytes }: { recursionAvailable: boolean; maximumBytes: number },
): Buffer {
  const code = responseCodes[reply.code];
  const flags =
    (envelope.opcode << 11) |
    (reply.isAuthoritative ? AUTHORITATIVE_ANSWER : 0) |
    (envelope.recursionDesired ? RECURSION_DESIRED : 0) |
    (recursionAvailable ? RECURSION_AVAILABLE : 0) |
    (code & 0xf);
  const packet: Packet = {
    type: "response",
    id: envelope.id,
    flags,
    questions: envelope.question === undefined ? [] : [envelope.question],
    answers: reply.answers.map(packetRecord),
    authorities: reply.authorities.map(packetRecord),
    additionals: envelope.hasEdns ? [ednsRecord(code >> 4)] : [],
  };
  const bytes = encode(packet);
  return bytes.length <= maximumBytes
    ? bytes
    : encode({ ...packet, flags: flags | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}

/**
 * Reads the reply to a query.
 *
 * @returns nothing where it is no reply to that query, or one whose response code no query of this
 *   program has
 */
export function readReply(
  bytes: Buffer,
  id: number,
  question: Question,
): ReceivedReply | undefined {
  const packet = decoded(bytes);
  if (packet?.flag_qr !== true || packet.id !== id || !asks(packet, question)) {
    return undefined;
  }
  const extendedCode = packet.additionals?.find(isOpt)?.extendedRcode ?? 0;
  const code = codeOf((extendedCode << 4) | ((packet.flags ?? 0) & 0xf));
  return code === undefined
    ? undefined
    : {
        code,
        isAuthoritative: packet.flag_aa,
        isTruncated: packet.flag_tc,
        recursionAvailable: packet.flag_ra,
        answers: (packet.answers ?? []).flatMap(resourceRecords),
        authorities: (packet.authorities ?? []).flatMap(resourceRecords),
      };
}

function asks({ questions = [] }: Packet, { name, type }: Question): boolean {
  const [asked, ...others] = questions;
  return (
    asked !== undefined &&
    others.length === 0 &&
    asked.type === type &&
    withoutCase(asked.name) === withoutCase(name)
  );
}

function codeOf(number: number): ResponseCode | undefined {
  return (Object.keys(responseCodes) as ResponseCode[]).find(
    (code) => responseCodes[code] === number,
  );
}

function packetRecord({ ttlSeconds, ...record }: ResourceRecord): Answer {
  return { ...record, ttl: ttlSeconds };
}

/** None for a record of a type that no name server here has. */
function resourceRecords(answer: Answer): ResourceRecord[] {
  const { name, type } = answer;
  if (type === "SOA") {
    // Its numbers are optional only for encoding.
    const data = answer.data as StartOfAuthority;
    return [{ name, type, ttlSeconds: answer.ttl ?? 0, data }];
  }
  return type === "A" || type === "AAAA" || type === "CNAME" || type === "NS"
    ? [{ name, type, ttlSeconds: answer.ttl ?? 0, data: answer.data }]
    : [];
}
