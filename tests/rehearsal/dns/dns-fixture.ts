import dns from "node:dns/promises";
import { EventQueue } from "../../../failover/simulation/event-queue";
import { Random } from "../../../failover/simulation/random";
import type { Signal } from "../../../failover/signals";
import type { RecordSet, Topology } from "../../../failover/topology";
import { indexTopology } from "../../../failover/topology-index";
import type { ServerAddress } from "../../../rehearsal/dns/dns-listener";
import type { Question, Reply } from "../../../rehearsal/dns/message";
import type { Timer } from "../../../rehearsal/dns/timer";
import { Zone, type ZoneSettings } from "../../../rehearsal/dns/zone";
import { record, regions } from "../../failover/example-topology";

export const apex = "example.com";

/** Addresses of the sites of the example, in the order of its chain. */
export const addresses = ["127.0.1.1", "127.0.1.2", "127.0.1.3"] as const;

export const addressOf = (site: string): string | undefined => addresses[regions.indexOf(site)];

export function zoneOf(
  topology: Topology,
  settings: Partial<ZoneSettings> = {},
): { zone: Zone; signals: Signal[] } {
  const index = indexTopology(topology);
  return { zone: new Zone(index, { apex, addressOf, ...settings }), signals: index.signals };
}

/** A record for a name that leads to another. */
export function cname(own: string, target: string): RecordSet {
  return record(`${own} to ${target}`, own, {
    type: "CNAME",
    target: { kind: "cname", name: target },
  });
}

/** What the zone answers while the signals of some sites say unhealthy. */
export function replyOf(
  zone: Zone,
  question: Question,
  unhealthySites: readonly string[] = [],
  random: Random = new Random(1),
): Reply {
  return zone.answer(question, ({ site }) => !unhealthySites.includes(site), random);
}

/** Records in one line each: `name TTL type data`. */
export function inLines({ answers }: Pick<Reply, "answers">): string[] {
  return answers.map(({ name, ttlSeconds, type, data }) =>
    [name, ttlSeconds, type, JSON.stringify(data).replaceAll('"', "")].join(" "),
  );
}

export function addressesIn({ answers }: Pick<Reply, "answers">): string[] {
  return answers.flatMap((record) =>
    record.type === "A" || record.type === "AAAA" ? [record.data] : [],
  );
}

/** A timer whose time passes only when a test says so. */
export function simulatedTimer(): { timer: Timer; queue: EventQueue } {
  const queue = new EventQueue();
  const timer: Timer = (seconds, happen) => {
    let isOff = false;
    queue.after(seconds, () => {
      if (!isOff) {
        happen();
      }
    });
    return () => {
      isOff = true;
    };
  };
  return { timer, queue };
}

/** Any free port; a test never meets that of another. */
export const anywhere: ServerAddress = { address: "127.0.0.1", port: 0 };

interface Closable {
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starts a server, which is closed when the test is over. */
export type Started = <T extends Closable>(server: T) => Promise<T>;

/** Call it in the suite whose tests start servers. */
export function startedServers(): Started {
  const open: Closable[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  return async (server) => {
    open.push(server);
    await server.start();
    return server;
  };
}

/** Node's own client, which is c-ares, with one server to ask. */
export function nodeResolver({ address, port }: ServerAddress): dns.Resolver {
  const resolver = new dns.Resolver({ tries: 2, timeout: 20_000 });
  resolver.setServers([`${address}:${port}`]);
  return resolver;
}
