import assert from "node:assert/strict";
import { Random } from "../../../failover/simulation/random";
import { bareReply } from "../../../rehearsal/dns/message";
import type { Manner } from "../../../rehearsal/dns/manner";
import { NameServers } from "../../../rehearsal/dns/name-servers";
import { query } from "../../../rehearsal/dns/query";
import { cnameChain, name, regions } from "../../failover/example-topology";
import {
  addresses,
  addressesIn,
  anywhere,
  nodeResolver,
  simulatedTimer,
  startedServers,
  zoneOf,
} from "./dns-fixture";
import {
  addressRecord,
  chain,
  cnameRecord,
  end,
  recordsReply,
  resolverIn,
  type ResolverParameters,
  timeoutSeconds,
} from "./resolver-fixture";

describe("a caching resolver", () => {
  const started = startedServers();
  const resolving = (...of: ResolverParameters) => resolverIn(started, ...of);

  it("answers from what it keeps, with the time that is left, rounded down", async () => {
    const { asked, at, ask } = await resolving();
    const full = [`${name} 10 CNAME ${end}`, `${end} 60 A 127.0.1.1`];
    assert.deepEqual(await at(0), full);
    assert.deepEqual(await at(3.2), [`${name} 6 CNAME ${end}`, `${end} 56 A 127.0.1.1`]);
    assert.deepEqual(await at(9.5), [`${name} 0 CNAME ${end}`, `${end} 50 A 127.0.1.1`]);
    assert.equal(asked.length, 1);
    assert.deepEqual(await at(10), full);
    assert.equal(asked.length, 2);
    const { isAuthoritative, recursionAvailable } = await ask();
    assert.deepEqual([isAuthoritative, recursionAvailable], [false, true]);
  });

  it("keeps every set of records on its own", async () => {
    const { asked, at, upstream } = await resolving();
    await at(0);
    assert.deepEqual(await at(12, end), [`${end} 48 A 127.0.1.1`]);
    assert.deepEqual(await at(12, name.toUpperCase(), "CNAME"), [
      `${name.toUpperCase()} 10 CNAME ${end}`,
    ]);
    // What the CNAME leads to is still known when only that has changed.
    upstream.replyTo = () => recordsReply(cnameRecord("next.example.com", end, 10));
    assert.deepEqual(await at(13, "next.example.com"), [
      `next.example.com 10 CNAME ${end}`,
      `${end} 47 A 127.0.1.1`,
    ]);
    assert.deepEqual(asked, [`${name} A`, `${name.toUpperCase()} CNAME`, "next.example.com A"]);
  });

  it("may keep and announce a least TTL, or stay beyond it without a word", async () => {
    const directly = () => recordsReply(addressRecord(name, "127.0.1.1", 10));
    const seconds = async (manner: Manner, times: number[]) => {
      const { asked, at } = await resolving(directly, { manner });
      const left: string[] = [];
      for (const time of times) {
        left.push(...(await at(time)).map((line) => line.split(" ")[1]!));
      }
      return { left: left.map(Number), asked: asked.length };
    };
    assert.deepEqual(await seconds({ kind: "minimumTtl", seconds: 30 }, [0, 10, 29.5]), {
      left: [30, 20, 0],
      asked: 1,
    });
    assert.deepEqual(await seconds({ kind: "minimumTtl", seconds: 30 }, [0, 30]), {
      left: [30, 30],
      asked: 2,
    });
    assert.deepEqual(await seconds({ kind: "overstays", seconds: 20 }, [0, 4, 10, 29.9]), {
      left: [10, 6, 0, 0],
      asked: 1,
    });
    assert.deepEqual(await seconds({ kind: "overstays", seconds: 20 }, [0, 30]), {
      left: [10, 10],
      asked: 2,
    });
  });

  it("answers with a TTL of 0 and does not keep it", async () => {
    const { asked, at } = await resolving(() =>
      recordsReply(cnameRecord(name, end, 0), addressRecord(end, "127.0.1.1", 0)),
    );
    for (const time of [0, 0]) {
      assert.deepEqual(await at(time), [`${name} 0 CNAME ${end}`, `${end} 0 A 127.0.1.1`]);
    }
    assert.equal(asked.length, 2);
  });

  it("tells of every answer", async () => {
    const { told, at, ask, upstream } = await resolving();
    await at(1);
    await at(4.5);
    upstream.replyTo = () => bareReply("SERVFAIL");
    await ask("other.example.com");
    const answered = { name, type: "A", code: "NOERROR", addresses: ["127.0.1.1"] };
    assert.deepEqual(told, [
      { at: 1, ...answered, ttlSeconds: 10, fromCache: false },
      { at: 4.5, ...answered, ttlSeconds: 6, fromCache: true },
      {
        at: 4.5,
        name: "other.example.com",
        type: "A",
        code: "SERVFAIL",
        addresses: [],
        ttlSeconds: 0,
        fromCache: false,
      },
    ]);
  });

  it("moves Node's client to the next Region once what it keeps has expired", async () => {
    const { zone, signals } = zoneOf(cnameChain());
    const { timer, queue } = simulatedTimer();
    const nameServers = await started(
      new NameServers({ zone, listenOn: () => anywhere, random: new Random(1), timer }),
    );
    const { resolver } = await resolving(chain, {
      nameServers: nameServers.addresses,
      now: () => queue.now,
    });
    const client = nodeResolver(resolver.listensOn);
    assert.deepEqual(await client.resolve4(name), [addresses[0]]);
    nameServers.hear(
      signals.find(({ site }) => site === regions[0])!,
      false,
    );
    queue.runUntil(9.99);
    assert.deepEqual(await client.resolve4(name), [addresses[0]]);
    queue.runUntil(20);
    assert.deepEqual(await client.resolve4(name, { ttl: true }), [
      { address: addresses[1], ttl: 10 },
    ]);
    const direct = await query(resolver.listensOn, name, "A", { timeoutSeconds });
    assert.deepEqual(addressesIn(direct), [addresses[1]]);
    await assert.rejects(client.resolve4(`nowhere.${name}`), { code: "ENOTFOUND" });
  });
});
