import { arrival, entry, held, put } from "./example-records";
import { type FateExample, goneForGood, superseded } from "./fate-example";

/** Writes that were overwritten unseen. */
export const overwrittenExamples: FateExample[] = [
  {
    title: "overwritten by a concurrent version, and kept",
    end: { held: [held("a", "b:1"), held("b", "b:1")], journal: [entry("a:2", "b:1")] },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: true },
  },
  {
    title: "overwritten, and kept by its key",
    write: superseded,
    end: {
      held: [held("a", "b:1"), held("b", "b:1")],
      journal: [entry("a:1", "b:1", { recentRequests: ["k"] })],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: true },
  },
  {
    title: "overwritten in one Region, and not kept by other entries",
    end: {
      held: [held("a", "a:1"), held("b", "b:1")],
      journal: [entry("b:2", "a:1"), entry("a:1", "b:1", { id: "j" })],
    },
    fate: { kind: "overwritten", regions: ["b"], journalled: false },
  },
  {
    title: "overwritten, where only a Region that is gone has kept it",
    end: {
      regions: ["a", "b", "c"],
      held: [held("a", "b:1"), held("b", "b:1")],
      journal: [entry("a:1", "b:1", { region: "c" })],
      absences: [goneForGood("c")],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: false },
  },
  {
    title: "overwritten, though its Region's next write seems to include it",
    end: {
      held: [held("a", "a:9.b:1"), held("b", "a:9.b:1")],
      arrivals: [arrival("b:1", { from: "b", to: "a", outcome: "overwrote", lostVersion: "a:1" })],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: false },
  },
  {
    title: "overwritten, and kept only in an entry for a version that seems to include it",
    end: {
      held: [held("a", "b:5"), held("b", "b:5")],
      arrivals: [arrival("b:1", { from: "b", to: "a", outcome: "overwrote", lostVersion: "a:1" })],
      journal: [entry("a:9.b:1", "b:5")],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: false },
  },
  {
    title: "overwritten, and kept in such an entry, as its key shows",
    end: {
      held: [held("a", "b:5"), held("b", "b:5")],
      arrivals: [arrival("b:1", { from: "b", to: "a", outcome: "overwrote", lostVersion: "a:1" })],
      journal: [entry("a:9.b:1", "b:5", { recentRequests: ["x", "key a:1"] })],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: true },
  },
  {
    title: "overwritten by way of a version that was overwritten itself",
    end: {
      held: [held("a", "a:9.c:1"), held("b", "a:9.c:1")],
      journal: [entry("a:1", "b:1"), entry("b:1", "c:1")],
    },
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: true },
  },
  {
    title: "overwritten by an older version that came later by the clocks",
    end: { held: [held("a", "b:1"), held("b", "b:1")], journal: [entry("a:1.b:1", "b:1")] },
    write: put("a:1.b:1"),
    fate: { kind: "overwritten", regions: ["a", "b"], journalled: true },
  },
];
