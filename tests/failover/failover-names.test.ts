import assert from "node:assert/strict";
import { findFailoverNames, wholenessOf } from "../../failover/failover-names";
import { aliasChain, cnameChain, name, record, topologyOf } from "./example-topology";

describe("failover names", () => {
  it("are those that nothing leads to and that have a policy below them", () => {
    assert.deepEqual(findFailoverNames(cnameChain()), [name]);
    assert.deepEqual(findFailoverNames(topologyOf([record("alone", "alone.example.com")])), []);
  });
});

describe("how much of a failover is declared", () => {
  it("is the whole for a chain, of CNAMEs or of aliases", () => {
    assert.equal(wholenessOf(cnameChain(), name), "whole");
    assert.equal(wholenessOf(aliasChain(), name), "whole");
  });

  it("is a part without any one of its records", () => {
    for (const topology of [cnameChain(), aliasChain()]) {
      for (const missing of topology.recordSets) {
        const recordSets = topology.recordSets.filter((record) => record !== missing);
        assert.equal(wholenessOf({ ...topology, recordSets }, name), "partial", missing.label);
      }
    }
  });

  it("is no failover where records only share load", () => {
    const routing = { kind: "weighted", weight: 1 } as const;
    const topology = topologyOf([record("a", name, { routing }), record("b", name, { routing })]);
    assert.equal(wholenessOf(topology, name), "without failover records");
  });
});
