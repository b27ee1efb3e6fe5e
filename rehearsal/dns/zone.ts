import { Resolver } from "../../failover/answer";
import { type Assumptions, assumptions } from "../../failover/constants";
import { isWithin } from "../../failover/dns-names";
import { placesFor } from "../../failover/geography";
import { Health } from "../../failover/health";
import { lookUp } from "../../failover/reach";
import { ttlOf } from "../../failover/recovery";
import type { Signal } from "../../failover/signals";
import type { Random } from "../../failover/simulation/random";
import type { Group, TopologyIndex } from "../../failover/topology-index";
import {
  bareReply,
  type Question,
  type Reply,
  type ResourceRecord,
  type ResponseCode,
  withoutCase,
} from "./message";
import { addressesOf, addressType } from "./record-addresses";
import { decide } from "./record-choice";
import { delegation, startOfAuthority } from "./zone-apex";
import { ZoneNames } from "./zone-names";

export interface ZoneSettings {
  /** The zone's own name, in canonical form. */
  apex: string;
  /** The IPv4 or IPv6 address that stands for a site; absent where the site has none. */
  addressOf: (site: string) => string | undefined;
  /** @default `assumptions` */
  assumed?: Assumptions;
}

/** What one name has to say to a question. */
type Step =
  | { kind: "records"; records: ResourceRecord[] }
  | { kind: "cname"; target: string; ttlSeconds: number }
  | { kind: "noData" }
  | { kind: "noName" }
  | { kind: "unknown" };

/** CNAMEs in one answer: a resolver asks on from there. */
const maximumCnames = 16;

/** Above this a TTL is taken for 0 (RFC 2181, section 8). */
const maximumTtlSeconds = 2 ** 31 - 1;

/** Nobody can tell where the client of a loopback address is (`placesFor`). */
const place = placesFor([])[0]!;

/** A hosted zone, whose records are those of a topology. */
export class Zone {
  private readonly apex: string;
  private readonly addressOf: ZoneSettings["addressOf"];
  private readonly assumed: Assumptions;
  private readonly names: ZoneNames;

  constructor(
    private readonly index: TopologyIndex,
    { apex, addressOf, assumed = assumptions }: ZoneSettings,
  ) {
    this.apex = apex;
    this.addressOf = addressOf;
    this.assumed = assumed;
    this.names = new ZoneNames(index, apex);
  }

  /**
   * The answer of an authoritative name server (RFC 1034, section 4.3.2): CNAMEs are followed as
   * far as the zone goes. What the model cannot settle is SERVFAIL.
   */
  answer({ name, type }: Question, isHealthy: (signal: Signal) => boolean, random: Random): Reply {
    if (!isWithin(withoutCase(name), this.apex) || type === "AXFR" || type === "IXFR") {
      return bareReply("REFUSED");
    }
    const answers: ResourceRecord[] = [];
    const reply = (code: ResponseCode, authorities: ResourceRecord[] = []): Reply => ({
      code,
      isAuthoritative: true,
      answers,
      authorities,
    });
    const negative = (code: ResponseCode) =>
      reply(code, [startOfAuthority(this.apex, this.assumed.negativeTtlSeconds)]);

    const resolver = this.resolver(isHealthy);
    const met = new Set<string>();
    for (let owner = name; ;) {
      met.add(withoutCase(owner));
      const step = this.ask(owner, type, resolver, random);
      switch (step.kind) {
        case "unknown":
          return bareReply("SERVFAIL");
        case "noName":
          return negative("NXDOMAIN");
        case "noData":
          return negative("NOERROR");
        case "records":
          answers.push(...step.records);
          return reply("NOERROR");
        case "cname":
          answers.push({
            name: owner,
            type: "CNAME",
            ttlSeconds: step.ttlSeconds,
            data: step.target,
          });
      }
      const isWanted = type === "CNAME" || type === "ANY";
      owner = step.target;
      if (
        isWanted ||
        !isWithin(owner, this.apex) ||
        met.has(owner) ||
        answers.length === maximumCnames
      ) {
        return reply("NOERROR");
      }
    }
  }

  /** A new one for each question: what it makes of a circle depends on where that was entered. */
  private resolver(isHealthy: (signal: Signal) => boolean): Resolver {
    const health = new Health((signal) => (isHealthy(signal) ? "healthy" : "unhealthy"));
    return new Resolver(this.index, health, { type: "A", place });
  }

  private ask(owner: string, type: string, resolver: Resolver, random: Random): Step {
    const name = withoutCase(owner);
    if (!this.names.has(name)) {
      return { kind: this.names.hasWildcardFor(name) ? "unknown" : "noName" };
    }
    if (name === this.apex && (type === "NS" || type === "SOA")) {
      return { kind: "records", records: this.apexRecords(owner, type) };
    }
    const group = this.groupFor(name, type);
    if (group === undefined) {
      return type === "ANY" && name === this.apex
        ? { kind: "records", records: this.apexRecords(owner, "SOA") }
        : { kind: "noData" };
    }
    if (!resolver.outcome(group).settled) {
      return { kind: "unknown" };
    }
    const records = decide(group, resolver, random);
    const [first] = records;
    if (first === undefined) {
      return { kind: "noData" };
    }
    // Records of one set have one TTL (RFC 2181, section 5.2).
    const seconds = Math.min(...records.map((record) => ttlOf(record, this.assumed)));
    if (seconds === Infinity) {
      return { kind: "unknown" };
    }
    const ttlSeconds = Math.min(Math.floor(seconds), maximumTtlSeconds);
    if (first.cname !== undefined) {
      return { kind: "cname", target: first.cname, ttlSeconds };
    }
    const found = addressesOf(records, addressType(type, group), this.addressOf);
    if (found === undefined) {
      return { kind: "unknown" };
    }
    return found.length === 0
      ? { kind: "noData" }
      : {
          kind: "records",
          records: found.map((address) => ({ ...address, name: owner, ttlSeconds })),
        };
  }

  private groupFor(name: string, type: string): Group | undefined {
    switch (type) {
      case "A":
      case "AAAA": {
        const found = lookUp(this.index, name, type);
        return "records" in found ? found : undefined;
      }
      case "ANY":
        // Any one of the types that the name has is enough (RFC 8482, section 4.1).
        return this.groupFor(name, "A") ?? this.index.group(name, "AAAA");
      default:
        return this.index.group(name, "CNAME");
    }
  }

  private apexRecords(owner: string, type: "NS" | "SOA"): ResourceRecord[] {
    return type === "NS"
      ? delegation(owner)
      : [startOfAuthority(owner, this.assumed.negativeTtlSeconds)];
  }
}
