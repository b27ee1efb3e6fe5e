import { strict as assert } from "node:assert";
import { computed, type DeclaredInputs } from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import { recordSets } from "../../policies/record-sets";
import { resource } from "../contract/declared-examples";

const zones = ["public", "private"].map((name) => resource("aws:route53/zone:Zone", name, {}));
const [publicZone, privateZone] = zones.map(({ urn }) => urn);

/** @param zone Where its zone comes from, if that can be seen. */
function record(name: string, inputs: DeclaredInputs, zone: string[] = []) {
  return {
    ...resource("aws:route53/record:Record", name, {
      name: "app.example.com",
      type: "A",
      zoneId: computed,
      ...inputs,
    }),
    propertyDependencies: { zoneId: zone },
  };
}

function sets(...records: ReturnType<typeof record>[]) {
  return recordSets(records, new Links([...zones, ...records])).map((set) => ({
    names: set.records.map(({ name }) => name),
    isUnclear: set.isUnclear,
  }));
}

describe("records that answer the same question", () => {
  it("have the same name, in whatever spelling, and the same type", () => {
    assert.deepEqual(
      sets(
        record("a", {}),
        record("b", { name: "APP.example.com." }),
        record("c", { name: "api.example.com" }),
        record("d", { type: "AAAA" }),
      ),
      [
        { names: ["a", "b"], isUnclear: false },
        { names: ["c"], isUnclear: false },
        { names: ["d"], isUnclear: false },
      ],
    );
  });

  it("are in the same zone, which can be told before the zone exists", () => {
    assert.deepEqual(
      sets(
        record("a", {}, [publicZone!]),
        record("b", {}, [privateZone!]),
        record("c", {}, [publicZone!]),
      ),
      [
        { names: ["a", "c"], isUnclear: false },
        { names: ["b"], isUnclear: false },
      ],
    );
  });

  it("are not told apart while one zone is hidden and another is not", () => {
    assert.deepEqual(sets(record("a", {}), record("b", { zoneId: "Z1" })), [
      { names: ["a", "b"], isUnclear: true },
    ]);
  });

  it("do not include one whose name or type cannot be seen", () => {
    assert.deepEqual(sets(record("a", { name: computed }), record("b", { type: computed })), []);
  });
});
