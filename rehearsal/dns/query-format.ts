import {
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Question as PacketQuestion,
  RECURSION_DESIRED,
} from "dns-packet";
import { ednsUdpBytes, plainUdpBytes, type Question, type ResponseCode } from "./message";

/** What a reply repeats of the query. */
export interface Envelope {
  id: number;
  opcode: number;
  recursionDesired: boolean;
  /** Absent where it cannot be repeated byte for byte. */
  question: PacketQuestion | undefined;
  /** Whether the client speaks EDNS, and so is answered with it (RFC 6891, section 6.1.1). */
  hasEdns: boolean;
  /** What the client takes over UDP. */
  udpBytes: number;
}

/** A message to a server: a question, or something that only a response code answers. */
export type Received =
  | { kind: "question"; question: Question; envelope: Envelope }
  | { kind: "fault"; code: ResponseCode; envelope: Envelope };

/**
 * Reads what a client has sent, whatever bytes these are.
 *
 * @returns nothing where nothing may be answered: replies to what cannot be told from a response
 *   might go to and fro for ever
 */
export function readQuery(bytes: Buffer): Received | undefined {
  if (bytes.length < 4) {
    return undefined;
  }
  const flags = bytes.readUInt16BE(2);
  if ((flags & 0x8000) !== 0) {
    return undefined;
  }
  const envelope: Envelope = {
    id: bytes.readUInt16BE(0),
    opcode: (flags >> 11) & 0xf,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
    question: undefined,
    hasEdns: false,
    udpBytes: plainUdpBytes,
  };
  if (envelope.opcode !== 0) {
    return { kind: "fault", code: "NOTIMP", envelope };
  }
  const packet = decoded(bytes);
  return packet === undefined
    ? { kind: "fault", code: "FORMERR", envelope }
    : readPacket(packet, bytes, envelope);
}

/** A query of one question, with EDNS. */
export function writeQuery(id: number, question: Question, recursionDesired: boolean): Buffer {
  return encode({
    type: "query",
    id,
    flags: recursionDesired ? RECURSION_DESIRED : 0,
    questions: [question as PacketQuestion],
    additionals: [ednsRecord(0)],
  });
}

/** @param extendedCode the upper eight bits of the response code */
export function ednsRecord(extendedCode: number): OptAnswer {
  return {
    type: "OPT",
    name: ".",
    udpPayloadSize: ednsUdpBytes,
    extendedRcode: extendedCode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}

/** dns-packet throws at what is no message. */
export function decoded(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

export function isOpt(record: { type: string }): record is OptAnswer {
  return record.type === "OPT";
}

function readPacket(
  { questions = [], additionals = [] }: DecodedPacket,
  bytes: Buffer,
  envelope: Envelope,
): Received {
  const fault = (code: ResponseCode): Received => ({ kind: "fault", code, envelope });
  const [question, ...others] = questions;
  // Another number of questions than one is a format error (RFC 9619, section 4).
  if (question === undefined || others.length > 0 || !isRepeatable(question, bytes)) {
    return fault("FORMERR");
  }
  envelope.question = question;
  const [edns, second] = additionals.filter(isOpt);
  if (second !== undefined) {
    return fault("FORMERR");
  }
  if (edns !== undefined) {
    envelope.hasEdns = true;
    envelope.udpBytes = Math.min(Math.max(edns.udpPayloadSize, plainUdpBytes), ednsUdpBytes);
    if (edns.ednsVersion > 0) {
      return fault("BADVERS");
    }
  }
  return question.class === "IN"
    ? { kind: "question", question: { name: question.name, type: question.type }, envelope }
    : fault("REFUSED");
}

/** A label with a dot or with bytes that are not UTF-8 is lost in dns-packet's names. */
function isRepeatable(question: PacketQuestion, bytes: Buffer): boolean {
  const headerBytes = 12;
  const repeated = encode({ questions: [question] }).subarray(headerBytes);
  return repeated.equals(bytes.subarray(headerBytes, headerBytes + repeated.length));
}
