import { arrival, entry, held } from "./example-records";
import { type FateExample, goneForGood, superseded, unknownVersion } from "./fate-example";

/** Writes that every Region has at the end. */
export const heldExamples: FateExample[] = [
  {
    title: "everywhere, as it was or within a later version",
    end: { held: [held("a", "a:1"), held("b", "a:1.b:7")], arrivals: [arrival("a:1")] },
    fate: { kind: "everywhere" },
  },
  {
    title: "everywhere in the Regions that are left",
    end: { held: [held("a", "a:1")], absences: [goneForGood("b")] },
    fate: { kind: "everywhere" },
  },
  {
    title: "everywhere by its key, where newer writes followed before it was acknowledged",
    write: superseded,
    end: { held: [held("a", "a:1.b:1", ["x", "k"]), held("b", "a:2")] },
    fate: { kind: "everywhere" },
  },
  {
    title: "everywhere, where only one Region remembers the key of a write without a version",
    write: unknownVersion,
    end: { held: [held("a", "a:9"), held("b", "a:8", ["k"])] },
    fate: { kind: "everywhere" },
  },
  {
    title: "late by the slowest replication beyond the RPO",
    end: {
      regions: ["a", "b", "c"],
      held: [held("a", "a:1"), held("b", "a:1"), held("c", "a:1")],
      arrivals: [
        arrival("a:1", { seconds: 6 }),
        arrival("a:1", { to: "c", seconds: 8, outcome: "discarded" }),
      ],
    },
    fate: { kind: "late", region: "c", bySeconds: 3 },
  },
  {
    title: "not late where a Region that is gone had waited",
    end: {
      held: [held("a", "a:1")],
      arrivals: [arrival("a:1", { seconds: 6 })],
      absences: [goneForGood("b")],
    },
    fate: { kind: "everywhere" },
  },
  {
    title: "not late within exactly the RPO, nor by another item's write with the same key",
    end: {
      held: [held("a", "a:1"), held("b", "a:1")],
      arrivals: [arrival("a:1", { seconds: 5 }), arrival("a:1", { id: "j", seconds: 9 })],
    },
    fate: { kind: "everywhere" },
  },
  {
    title: "everywhere, where the version that had overwritten it did not last",
    end: {
      held: [held("a", "a:1.c:1"), held("b", "a:1.c:1")],
      journal: [entry("a:1", "b:1"), entry("b:1", "a:1.c:1")],
    },
    fate: { kind: "everywhere" },
  },
  {
    title: "everywhere, where the last writes remember it in spite of an overwriting",
    end: {
      held: [held("a", "a:9.b:1", ["key a:1"]), held("b", "a:9.b:1", ["key a:1"])],
      journal: [entry("a:1", "b:1")],
    },
    fate: { kind: "everywhere" },
  },
];
