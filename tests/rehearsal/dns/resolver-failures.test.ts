import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { Random } from "../../../failover/simulation/random";
import { DnsListener, type ListenerSettings } from "../../../rehearsal/dns/dns-listener";
import { bareReply, type Reply } from "../../../rehearsal/dns/message";
import { Upstream } from "../../../rehearsal/dns/upstream";
import { startOfAuthority } from "../../../rehearsal/dns/zone-apex";
import { name } from "../../failover/example-topology";
import { anywhere, apex, startedServers } from "./dns-fixture";
import {
  addressRecord,
  chain,
  cnameRecord,
  recordsReply,
  resolverIn,
  type ResolverParameters,
  timeoutSeconds,
} from "./resolver-fixture";

describe("a caching resolver that gets no address", () => {
  const started = startedServers();
  const resolving = (...of: ResolverParameters) => resolverIn(started, ...of);

  it("keeps that there is nothing, for the lesser of the SOA's two times", async () => {
    const soa = startOfAuthority(apex, 900);
    for (const [negative, kept] of [
      [{ ...soa, ttlSeconds: 20 }, 20],
      [{ ...soa, data: { ...soa.data, minimum: 15 } }, 15],
    ] as const) {
      for (const code of ["NXDOMAIN", "NOERROR"] as const) {
        const { clock, asked, ask } = await resolving(() => ({
          ...bareReply(code),
          authorities: [negative],
        }));
        for (const [time, left, count] of [
          [0, kept, 1],
          [kept - 0.5, 0, 1],
          [kept, kept, 2],
        ] as const) {
          clock.seconds = time;
          const reply = await ask();
          assert.deepEqual([reply.code, reply.authorities[0]?.ttlSeconds], [code, left]);
          assert.equal(asked.length, count);
        }
        // A name that does not exist has no records of other types either.
        await ask(name, "AAAA");
        assert.equal(asked.length, code === "NXDOMAIN" ? 2 : 3);
      }
    }
  });

  it("does not keep that there is nothing without a SOA, nor a failure", async () => {
    for (const code of ["NXDOMAIN", "NOERROR", "SERVFAIL", "REFUSED"] as const) {
      const { asked, ask } = await resolving(() => bareReply(code));
      const isFailure = code === "SERVFAIL" || code === "REFUSED";
      assert.equal((await ask()).code, isFailure ? "SERVFAIL" : code);
      await ask();
      assert.equal(asked.length, 2);
    }
  });

  it("gives up circles and what leads out of the zone", async () => {
    const circle = await resolving(({ name: own }) =>
      recordsReply(cnameRecord(own, own === name ? "b.example.com" : name, 10)),
    );
    assert.equal((await circle.ask()).code, "SERVFAIL");
    assert.equal(circle.asked.length, 2);
    const out = await resolving(({ name: own }) =>
      own === name ? recordsReply(cnameRecord(name, "example.org", 10)) : bareReply("REFUSED"),
    );
    assert.equal((await out.ask()).code, "SERVFAIL");
    assert.equal((await out.ask(name, "ANY")).code, "NOTIMP");
  });

  it("does not believe records off the way of the question", async () => {
    const other = "other.example.com";
    const { at, asked } = await resolving(({ name: own }) =>
      recordsReply(
        addressRecord(own, "127.0.1.1", 10),
        ...(own === other ? [] : [addressRecord(other, "127.0.9.9", 10)]),
      ),
    );
    await at(0);
    assert.deepEqual(await at(1, other), [`${other} 10 A 127.0.1.1`]);
    assert.equal(asked.length, 2);
  });
});

describe("a caching resolver and its name servers", () => {
  const started = startedServers();
  const resolving = (...of: ResolverParameters) => resolverIn(started, ...of);

  const listening = (answer: ListenerSettings["answer"]) =>
    started(new DnsListener({ listenOn: anywhere, answer, recursionAvailable: false }));

  it("asks the others where one does not answer, and serves nothing stale", async () => {
    const [gone, failing, good] = [
      await listening(chain),
      await listening(() => bareReply("SERVFAIL")),
      await listening(chain),
    ];
    const nameServers = [gone, failing, good].map(({ listensOn }) => listensOn);
    await gone.close();
    for (let seed = 0; seed < 8; seed += 1) {
      const { ask } = await resolving(chain, { nameServers, random: new Random(seed) });
      assert.equal((await ask()).answers.length, 2, `seed ${seed}`);
    }
    const { ask, clock } = await resolving(chain, { nameServers });
    await ask();
    await good.close();
    clock.seconds = 60;
    const { code, answers } = await ask();
    assert.deepEqual({ code, answers }, { code: "SERVFAIL", answers: [] });
  });

  it("asks one question once at a time", async () => {
    const release = new EventEmitter();
    let count = 0;
    const { listensOn } = await listening(async (question) => {
      count += 1;
      await once(release, "now");
      return chain(question);
    });
    const upstream = new Upstream([listensOn], timeoutSeconds, new Random(1));
    const ask = async (...names: string[]) => {
      const replies = names.map((own) => upstream.ask({ name: own, type: "A" }));
      while (release.listenerCount("now") === 0) {
        await setImmediate();
      }
      release.emit("now");
      return Promise.all(replies);
    };
    const [one, other] = await ask(name, name.toUpperCase());
    assert.equal(one, other);
    assert.equal(count, 1);
    await ask(name);
    assert.equal(count, 2);
  });

  it("gives up what it asks when it closes", async () => {
    const arrived = new EventEmitter();
    const { listensOn } = await listening(() => {
      arrived.emit("question");
      return new Promise<Reply>(() => undefined);
    });
    const upstream = new Upstream([listensOn], timeoutSeconds, new Random(1));
    const question = once(arrived, "question");
    const reply = upstream.ask({ name, type: "A" });
    await question;
    upstream.close();
    assert.equal(await reply, undefined);
  });
});
