import { held, noon, put } from "./example-records";
import { type FateExample, goneForGood, unknownVersion } from "./fate-example";

/** Writes that are not where they should be, or that nobody can say. */
export const goneExamples: FateExample[] = [
  {
    title: "missing in a Region that holds only what is older",
    end: { held: [held("a", "a:2.b:1"), held("b", "b:1")] },
    write: put("a:2.b:1"),
    fate: { kind: "missing", regions: ["b"] },
  },
  {
    title: "missing in a Region without the item, and overwritten in another",
    end: { held: [held("a", "b:1")] },
    fate: { kind: "missing", regions: ["b"] },
  },
  {
    title: "missing in a Region that was away and has come back",
    end: { held: [held("a", "a:1")], absences: [{ region: "b", from: noon, until: noon + 1 }] },
    fate: { kind: "missing", regions: ["b"] },
  },
  {
    title: "lost, where there is no such item",
    end: {},
    fate: { kind: "lost" },
  },
  {
    title: "lost, where every Region holds what is older",
    end: { held: [held("a", "a:1"), held("b", "a:1")] },
    write: put("a:2"),
    fate: { kind: "lost" },
  },
  {
    title: "lost, where only a Region that is gone holds it",
    end: { held: [held("a", "a:1")], absences: [goneForGood("a")] },
    fate: { kind: "lost" },
  },
  {
    title: "lost, where no Region is left",
    end: { held: [held("a", "a:1")], absences: [goneForGood("a"), goneForGood("b")] },
    fate: { kind: "lost" },
  },
  {
    title: "lost, where only a Region that is gone remembers the key of one without a version",
    write: unknownVersion,
    end: {
      held: [held("a", "a:9", ["k"]), held("b", "a:8")],
      absences: [goneForGood("a")],
    },
    fate: { kind: "lost" },
  },
  {
    title: "untraceable without a version and with a key that is forgotten",
    write: unknownVersion,
    end: { held: [held("a", "a:1", ["x"]), held("b", "a:1", ["k"], "j")] },
    fate: { kind: "untraceable" },
  },
  {
    title: "untraceable without version and key",
    write: put(null, { idempotencyKey: null }),
    end: { held: [held("a", "a:1")] },
    fate: { kind: "untraceable" },
  },
];
