import assert from "node:assert/strict";
import * as fc from "fast-check";
import { prove } from "../../failover/proof";
import { topologyParts } from "../../failover/topology-parts";
import { anyBrokenTopology } from "./arbitrary-breakage";
import { anyTopology } from "./arbitrary-topology";
import { aliasChain, name, record } from "./example-topology";

const limits = { maxSites: 3, maxNames: 6, unknowns: true };

describe("the part of a topology that a name depends on", () => {
  it("is proved or refuted like the whole", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyTopology(limits), anyBrokenTopology(limits)),
        ({ topology, names }) => {
          const partOf = topologyParts(topology);
          for (const name of names) {
            assert.deepEqual(
              prove({ topology: partOf(name), name, rtoSeconds: 90 }),
              prove({ topology, name, rtoSeconds: 90 }),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("has none of the other names' records", () => {
    const chain = aliasChain();
    const topology = { ...chain, recordSets: [...chain.recordSets, record("x", "x.example.com")] };
    assert.deepEqual(new Set(topologyParts(topology)(name).recordSets), new Set(chain.recordSets));
  });
});
