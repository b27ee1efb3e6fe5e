import { Random } from "../../../failover/simulation/random";
import {
  CachingResolver,
  type ResolverAnswer,
  type ResolverSettings,
} from "../../../rehearsal/dns/caching-resolver";
import { DnsListener } from "../../../rehearsal/dns/dns-listener";
import {
  bareReply,
  type Question,
  type Reply,
  type ResourceRecord,
} from "../../../rehearsal/dns/message";
import { query } from "../../../rehearsal/dns/query";
import { name } from "../../failover/example-topology";
import { anywhere, inLines, type Started } from "./dns-fixture";

export const timeoutSeconds = 60;
export const end = "us-east-1.app.example.com";

export type ResolverParameters = [
  replyTo?: (question: Question) => Reply | Promise<Reply>,
  settings?: Partial<ResolverSettings>,
];

/** A resolver at time 0 in front of one name server, which the test can turn. */
export async function resolverIn(
  started: Started,
  ...[replyTo = chain, settings = {}]: ResolverParameters
) {
  const clock = { seconds: 0 };
  const asked: string[] = [];
  const upstream = { replyTo };
  const { listensOn } = await started(
    new DnsListener({
      listenOn: anywhere,
      answer: (question) => {
        asked.push(`${question.name} ${question.type}`);
        return upstream.replyTo(question);
      },
      recursionAvailable: false,
    }),
  );
  const told: ResolverAnswer[] = [];
  const resolver = await started(
    new CachingResolver({
      listenOn: anywhere,
      nameServers: [listensOn],
      manner: { kind: "honoursTtl" },
      random: new Random(1),
      now: () => clock.seconds,
      onAnswer: (answer) => told.push(answer),
      timeoutSeconds,
      ...settings,
    }),
  );
  const ask = (asked = name, type = "A") =>
    query(resolver.listensOn, asked, type, { timeoutSeconds, recursionDesired: true });
  const at = async (seconds: number, asked = name, type = "A") => {
    clock.seconds = seconds;
    return inLines(await ask(asked, type));
  };
  return { clock, asked, told, upstream, resolver, ask, at };
}

/** The name, as a CNAME to one address. */
export function chain({ name: own, type }: Question): Reply {
  if (own === end) {
    return recordsReply(addressRecord(end, "127.0.1.1", 60));
  }
  const first = cnameRecord(own, end, 10);
  return recordsReply(
    ...(type === "CNAME" ? [first] : [first, addressRecord(end, "127.0.1.1", 60)]),
  );
}

export function recordsReply(...answers: ResourceRecord[]): Reply {
  return { ...bareReply("NOERROR"), isAuthoritative: true, answers };
}

export function cnameRecord(own: string, target: string, ttlSeconds: number): ResourceRecord {
  return { name: own, type: "CNAME", ttlSeconds, data: target };
}

export function addressRecord(own: string, data: string, ttlSeconds: number): ResourceRecord {
  return { name: own, type: "A", ttlSeconds, data };
}
