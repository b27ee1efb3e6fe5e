import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Answer, answer, clientsOf, Resolver } from "../../../failover/answer";
import { findFailoverNames } from "../../../failover/failover-names";
import { placesFor } from "../../../failover/geography";
import { Health } from "../../../failover/health";
import { type AddressType, lookUp } from "../../../failover/reach";
import type { Signal } from "../../../failover/signals";
import { Random } from "../../../failover/simulation/random";
import { indexTopology, type TopologyIndex } from "../../../failover/topology-index";
import type { Reply } from "../../../rehearsal/dns/message";
import { Zone } from "../../../rehearsal/dns/zone";
import { anyBrokenTopology } from "../../failover/arbitrary-breakage";
import { anyChain } from "../../failover/arbitrary-chain";
import { anyTopology, type NamedTopology } from "../../failover/arbitrary-topology";
import { naiveSites } from "../../failover/naive-health";
import { subsets } from "../../failover/naive-worlds";
import { addressesIn, apex } from "./dns-fixture";

describe("a zone's answers, followed from a failover name", () => {
  for (const [what, topologies] of [
    ["chains with mistakes", anyChain(4, 3)],
    ["any topology", anyTopology({ maxSites: 3, maxNames: 6, unknowns: false })],
    ["unknown parts", anyTopology({ maxSites: 3, maxNames: 5, unknowns: true })],
    [
      "what Route 53 would refuse",
      anyBrokenTopology({ maxSites: 3, maxNames: 6, unknowns: false }),
    ],
  ] as const) {
    it(`end where the model's do, in every combination of failures: ${what}`, () => {
      let given = 0;
      fc.assert(
        fc.property(topologies, fc.nat(), (named, seed) => {
          for (const found of everyReply(named, seed)) {
            assertAgreement(found);
            given += found.sites.length;
          }
        }),
        { numRuns: 300 },
      );
      assert.ok(given > 1000, `only ${given} addresses`);
    });
  }
});

interface Found {
  index: TopologyIndex;
  name: string;
  type: AddressType;
  failed: readonly string[];
  reply: Reply;
  /** Where the addresses in the reply are. */
  sites: string[];
}

function* everyReply({ topology, names: [start] }: NamedTopology, seed: number): Generator<Found> {
  const index = indexTopology(topology);
  const random = new Random(seed);
  const sites = naiveSites(topology);
  for (const type of ["A", "AAAA"] as const) {
    const addressOf = (site: string) =>
      type === "A" ? `127.0.3.${sites.indexOf(site)}` : `fd00::${sites.indexOf(site)}`;
    const siteOf = new Map(sites.map((site) => [addressOf(site), site]));
    const zone = new Zone(index, { apex, addressOf });
    for (const failed of subsets(sites)) {
      const isHealthy = ({ site }: Signal) => !failed.includes(site);
      for (const name of new Set([start, ...findFailoverNames(topology)])) {
        const reply = zone.answer({ name, type }, isHealthy, random);
        const given = addressesIn(reply).map((address) => siteOf.get(address)!);
        yield { index, name, type, failed, reply, sites: given };
      }
    }
  }
}

function assertAgreement({ index, name, type, failed, reply, sites }: Found): void {
  const where = `${name} ${type} without ${failed.join()}: ${JSON.stringify(reply)}`;
  const expected = answer(index.topology, name, new Set(failed));
  for (const site of sites) {
    assert.ok(sitesOf(index, name, type, failed).has(site), where);
    assert.ok(expected.unknown.length > 0 || [expected.answer].flat().includes(site), where);
  }
  // Nothing that is in the reply is a guess.
  for (const owner of reply.answers.map((record) => record.name)) {
    assert.ok(isSettled(index, owner, type, failed), where);
  }
  if (!isSettled(index, name, type, failed)) {
    assert.equal(reply.code, "SERVFAIL", where);
  }
  if (isKnownFor(type, index, name, expected)) {
    assert.equal(reply.code, "NOERROR", where);
    assert.ok(expected.someWithout || type === "AAAA" || sites.length > 0, where);
  }
}

/** Whether the model has an answer for clients that ask for such addresses. */
function isKnownFor(type: AddressType, index: TopologyIndex, name: string, { unknown }: Answer) {
  return unknown.length === 0 && clientsOf(index, name).some((client) => client.type === type);
}

function isSettled(
  index: TopologyIndex,
  owner: string,
  type: AddressType,
  failed: readonly string[],
) {
  const group = lookUp(index, owner, type);
  return !("records" in group) || resolverOf(index, type, failed).outcome(group).settled;
}

/** Where the name leads a client whose place nobody can tell. */
function sitesOf(index: TopologyIndex, name: string, type: AddressType, failed: readonly string[]) {
  const { ends } = resolverOf(index, type, failed).resolve(name);
  return new Set([...ends].flatMap(({ endpoints }) => endpoints.map(({ site }) => site)));
}

function resolverOf(index: TopologyIndex, type: AddressType, failed: readonly string[]): Resolver {
  const health = new Health(({ site }) => (failed.includes(site) ? "unhealthy" : "healthy"));
  return new Resolver(index, health, { type, place: placesFor([])[0]! });
}
