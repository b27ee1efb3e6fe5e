import type { Random } from "../../failover/simulation/random";
import { DnsListener, type ServerAddress } from "./dns-listener";
import { learn } from "./learned";
import type { Manner } from "./manner";
import { bareReply, type Question, type Reply, type ResponseCode, withoutCase } from "./message";
import { keep, type Kept, ResolverCache } from "./resolver-cache";
import { Upstream } from "./upstream";

/** An answer that a client was given. */
export interface ResolverAnswer {
  /** Seconds of the resolver's clock. */
  at: number;
  name: string;
  type: string;
  code: ResponseCode;
  /** Empty where there are none. */
  addresses: string[];
  /** How long the client may keep it: the least of all TTLs in it, 0 for a failure. */
  ttlSeconds: number;
  /** No name server was asked for it. */
  fromCache: boolean;
}

export interface ResolverSettings {
  listenOn: ServerAddress;
  nameServers: readonly ServerAddress[];
  manner: Manner;
  random: Random;
  /** Until another name server is asked. @default 2 */
  timeoutSeconds?: number;
  onAnswer?: (answer: ResolverAnswer) => void;
  /** Seconds of a clock that never goes back. @default that of `performance` */
  now?: () => number;
}

/** Longer chains of CNAMEs are given up, as in `failover/simulation/client`. */
const maximumNames = 64;

/** What has no place in a cache: questions for all types, and for whole zones. */
const metaTypes = new Set(["ANY", "AXFR", "IXFR"]);

/** A resolver of an access network: it asks name servers for clients, and keeps the answers. */
export class CachingResolver {
  private readonly cache = new ResolverCache();
  private readonly listener: DnsListener;
  private readonly upstream: Upstream;
  private readonly now: () => number;

  constructor(private readonly settings: ResolverSettings) {
    const { listenOn, nameServers, random, timeoutSeconds = 2 } = settings;
    this.now = settings.now ?? (() => performance.now() / 1000);
    this.upstream = new Upstream(nameServers, timeoutSeconds, random);
    this.listener = new DnsListener({
      listenOn,
      answer: (question) => this.answer(question),
      recursionAvailable: true,
    });
  }

  get listensOn(): ServerAddress {
    return this.listener.listensOn;
  }

  /** @throws {Error} see `DnsListener.start` */
  start(): Promise<void> {
    return this.listener.start();
  }

  /** Also ends open connections and questions under way. */
  close(): Promise<void> {
    this.upstream.close();
    return this.listener.close();
  }

  private async answer(question: Question): Promise<Reply> {
    const { reply, fromCache } = metaTypes.has(question.type)
      ? { reply: bareReply("NOTIMP"), fromCache: true }
      : await this.resolve(question);
    const records = [...reply.answers, ...reply.authorities];
    this.settings.onAnswer?.({
      at: this.now(),
      ...question,
      code: reply.code,
      addresses: reply.answers.flatMap((record) =>
        record.type === "A" || record.type === "AAAA" ? [record.data] : [],
      ),
      ttlSeconds:
        records.length === 0 ? 0 : Math.min(...records.map(({ ttlSeconds }) => ttlSeconds)),
      fromCache,
    });
    return reply;
  }

  /** Follows CNAMEs from what is known, asking for what is not. */
  private async resolve({ name, type }: Question): Promise<{ reply: Reply; fromCache: boolean }> {
    // What was asked for this answer is good for it, however short its TTL (RFC 1035, section
    // 3.2.1): in here no time passes.
    const fresh = new ResolverCache();
    const reply = bareReply("NOERROR");
    const met = new Set<string>();
    let fromCache = true;
    for (let owner = name; !met.has(withoutCase(owner)) && met.size < maximumNames;) {
      met.add(withoutCase(owner));
      const question = { name: owner, type };
      let known = fresh.find(question, 0) ?? this.cache.find(question, this.now());
      if (known === undefined) {
        fromCache = false;
        for (const kept of await this.ask(question)) {
          fresh.add({ ...kept, since: 0, until: Infinity });
        }
        known = fresh.find(question, 0);
      }
      if (known === undefined) {
        return { reply: bareReply("SERVFAIL"), fromCache };
      }
      const { learned, ttlSeconds } = known;
      if (learned.kind !== "records") {
        reply.code = learned.kind === "noName" ? "NXDOMAIN" : "NOERROR";
        reply.authorities = learned.soa === undefined ? [] : [{ ...learned.soa, ttlSeconds }];
        return { reply, fromCache };
      }
      reply.answers.push(
        ...learned.records.map((record) => ({ ...record, name: owner, ttlSeconds })),
      );
      const [first] = learned.records;
      if (first?.type !== "CNAME" || type === "CNAME") {
        return { reply, fromCache };
      }
      owner = first.data;
    }
    return { reply: bareReply("SERVFAIL"), fromCache };
  }

  private async ask(question: Question): Promise<Kept[]> {
    const reply = await this.upstream.ask(question);
    const { manner } = this.settings;
    const since = this.now();
    const kept =
      reply === undefined ? [] : learn(question, reply).map((one) => keep(one, since, manner));
    for (const one of kept) {
      this.cache.add(one);
    }
    return kept;
  }
}
