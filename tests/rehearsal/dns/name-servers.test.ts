import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import * as fc from "fast-check";
import { assumptions } from "../../../failover/constants";
import { Random } from "../../../failover/simulation/random";
import type { ServerAddress } from "../../../rehearsal/dns/dns-listener";
import { NameServers, type NameServersSettings } from "../../../rehearsal/dns/name-servers";
import { query } from "../../../rehearsal/dns/query";
import { cnameChain, name, regions } from "../../failover/example-topology";
import { dig } from "./dig";
import {
  addresses,
  addressesIn,
  anywhere,
  nodeResolver,
  simulatedTimer,
  startedServers,
  zoneOf,
} from "./dns-fixture";

const { most } = assumptions.propagationSeconds;

function nameServersOf({
  seed = 1,
  ...settings
}: Partial<NameServersSettings> & { seed?: number } = {}) {
  const { zone, signals } = zoneOf(cnameChain());
  const { timer, queue } = simulatedTimer();
  const random = new Random(seed);
  const nameServers = new NameServers({
    zone,
    listenOn: () => anywhere,
    random,
    timer,
    ...settings,
  });
  return { nameServers, signals, queue };
}

describe("propagation to name servers", () => {
  it("takes each of them a time of its own, and all of them the bound at most", () => {
    const { nameServers, signals, queue } = nameServersOf({ count: 50 });
    const moved = () => nameServers.servers.filter(({ view }) => view.get(signals[0]!) === false);
    nameServers.hear(signals[0]!, false);
    assert.equal(moved().length, 0);
    queue.runUntil(most / 2);
    assert.ok(moved().length > 10 && moved().length < 40, `${moved().length} of 50`);
    queue.runUntil(most);
    assert.equal(moved().length, 50);
  });

  it("never brings an earlier status after a later one", () => {
    const turn = fc.record({ isHealthy: fc.boolean(), signal: fc.nat(2), gap: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), fc.nat(), (turns, seed) => {
        const { nameServers, signals, queue } = nameServersOf({ seed });
        const heard: { at: number; isHealthy: boolean; signal: number }[] = [];
        const check = () => {
          for (const [position, signal] of signals.entries()) {
            const own = heard.filter((one) => one.signal === position);
            const arrived = own.filter(({ at }) => at <= queue.now - most).length;
            const possible = own.slice(Math.max(0, arrived - 1)).map((one) => one.isHealthy);
            for (const { view } of nameServers.servers) {
              const status = view.get(signal) ?? true;
              assert.ok(possible.includes(status) || (arrived === 0 && status));
            }
          }
        };
        for (const { gap, ...one } of turns) {
          heard.push({ at: queue.now, ...one });
          nameServers.hear(signals[one.signal]!, one.isHealthy);
          queue.runUntil(queue.now + gap);
          check();
        }
        queue.runUntil(queue.now + most);
        check();
      }),
      { numRuns: 500 },
    );
  });

  it("ends with close, which also ends open connections", async () => {
    const { nameServers, signals, queue } = nameServersOf();
    await nameServers.start();
    const [first] = nameServers.addresses;
    const connection = connect({ host: first!.address, port: first!.port });
    connection.on("error", () => undefined);
    connection.resume();
    // Accepted before it is closed: an answer has come.
    connection.write(Buffer.from([0, 4, 0, 1, 0, 0]));
    await once(connection, "data");
    nameServers.hear(signals[0]!, false);
    const closed = once(connection, "close");
    await nameServers.close();
    await closed;
    queue.runUntil(most);
    assert.deepEqual(
      nameServers.servers.map(({ view }) => view.size),
      [0, 0, 0, 0],
    );
  });
});

describe("name servers on loopback", () => {
  const started = startedServers();

  it("stand on addresses of their own, four of them unless told otherwise", async () => {
    const { nameServers } = nameServersOf({
      listenOn: (position) => ({ address: `127.0.5.${position + 1}`, port: 0 }),
    });
    await started(nameServers);
    assert.deepEqual(
      nameServers.addresses.map(({ address }) => address),
      ["127.0.5.1", "127.0.5.2", "127.0.5.3", "127.0.5.4"],
    );
    for (const server of nameServers.addresses) {
      const reply = await query(server, name, "A", { timeoutSeconds: 60 });
      assert.deepEqual(addressesIn(reply), [addresses[0]]);
    }
  });

  it("leave nothing open where one of them cannot listen", async () => {
    const own = { address: "127.0.5.9", port: 0 };
    const startOne = (listenOn: () => ServerAddress) =>
      started(nameServersOf({ count: 1, listenOn }).nameServers);
    const free = await startOne(() => own);
    const taken = (await startOne(() => own)).addresses[0]!;
    const port = free.addresses[0]!;
    await free.close();
    const both = nameServersOf({ count: 2, listenOn: (position) => [port, taken][position]! });
    await assert.rejects(both.nameServers.start(), { code: "EADDRINUSE" });
    await startOne(() => port);
  });

  it("send Node's client to the next Region once they know that one is lost", async () => {
    const { nameServers, signals, queue } = nameServersOf();
    await started(nameServers);
    const everywhere = () =>
      Promise.all(nameServers.addresses.map((server) => nodeResolver(server).resolve4(name)));
    const all = (address: string) => Array.from({ length: 4 }, () => [address]);
    assert.deepEqual(await everywhere(), all(addresses[0]));
    const signalOf = (site: string) => signals.find((signal) => signal.site === site)!;
    nameServers.hear(signalOf(regions[0]!), false);
    queue.runUntil(most);
    assert.deepEqual(await everywhere(), all(addresses[1]));
    nameServers.hear(signalOf(regions[1]!), false);
    queue.runUntil(2 * most);
    assert.deepEqual(await everywhere(), all(addresses[2]));
    nameServers.hear(signalOf(regions[0]!), true);
    queue.runUntil(3 * most);
    assert.deepEqual(await everywhere(), all(addresses[0]));
  });

  it("tell Node's client what there is not", async () => {
    const [server] = (await started(nameServersOf().nameServers)).addresses;
    const resolver = nodeResolver(server!);
    await assert.rejects(resolver.resolve6(`us-east-1.${name}`), { code: "ENODATA" });
    // Behind a CNAME, c-ares makes that an empty list.
    assert.deepEqual(await resolver.resolve6(name), []);
    await assert.rejects(resolver.resolve4(`nowhere.${name}`), { code: "ENOTFOUND" });
    await assert.rejects(resolver.resolve4("example.org"), { code: "EREFUSED" });
    assert.equal((await resolver.resolveNs("example.com")).length, 4);
    assert.equal((await resolver.resolveSoa("example.com")).expire, 1_209_600);
    assert.deepEqual(await resolver.resolve4(`us-east-1.${name}`, { ttl: true }), [
      { address: addresses[0], ttl: 60 },
    ]);
  });

  for (const transport of ["+notcp", "+tcp"]) {
    it(`answer dig ${transport}`, async function () {
      const [server] = (await started(nameServersOf().nameServers)).addresses;
      const answers = (await dig(server!, "App.Example.com", "A", transport)) ?? this.skip();
      assert.match(answers, /status: NOERROR/);
      assert.match(answers, /flags: qr aa rd;/);
      assert.match(answers, /EDNS: version: 0,/);
      assert.match(
        answers,
        /App\.Example\.com\.\s+10\s+IN\s+CNAME\s+us-east-1\.app\.example\.com\./,
      );
      assert.match(answers, /us-east-1\.app\.example\.com\.\s+60\s+IN\s+A\s+127\.0\.1\.1/);
      assert.doesNotMatch(answers, /WARNING: Message|malformed|mismatch/i);
      const negative = (await dig(server!, "nowhere.example.com", "A", transport))!;
      assert.match(negative, /status: NXDOMAIN/);
      assert.match(negative, /example\.com\.\s+900\s+IN\s+SOA\s/);
    });
  }
});
