import { distinct } from "./answer";
import { explainAnswer } from "./explain";
import type { SiteSet } from "./name-model";
import type { Counterexample } from "./judgement";
import { judgeObligation, type Obligation } from "./obligation";
import { unknownsIn } from "./prove-answers";
import type { Visible } from "./recovery";
import { size, type States, subsetsOf } from "./states";
import type { Unknown } from "./topology";
import { inWords, secondsInWords, withFailed } from "./wording";

/**
 * F4: every loss and simultaneous loss is visible to new connections within `rtoSeconds`, worst case.
 * A return counts only where nothing healthy answered before.
 *
 * Not every transition is timed. The more sites change at once, the more of what is kept may be
 * wrong and the later the last of it is settled; so the loss of all failed sites at once bounds every
 * loss that ends in a state, and the return of all healthy ones bounds every return. Single
 * transitions are timed only where that bound is over the objective.
 */
export function proveTime(states: States, rtoSeconds: number): Obligation {
  const counterexamples: Counterexample[] = [];
  const unseen: SiteSet[] = [];
  const settled = states.all.filter((after) => states.at(after).settled);
  for (const after of settled) {
    const loss = unseenLoss(states, after, unseen);
    if (loss !== undefined) {
      unseen.push(after);
      counterexamples.push(loss);
    }
  }
  const late = new LateChanges(states, rtoSeconds);
  for (const direction of [losses, returns]) {
    for (const after of settled) {
      late.judge(direction, after);
    }
  }
  const undecided = states.all.filter((after) => !states.at(after).settled);
  return judgeObligation(
    "F4",
    [...counterexamples, ...late.counterexamples],
    distinct([...late.unknown, ...unknownsIn(states, undecided)]),
  );
}

interface Direction {
  kind: "loss" | "return";
  counts: (states: States, before: SiteSet, after: SiteSet) => boolean;
  /** Everything that changes at once on the way to a state, at most. */
  most: (states: States, after: SiteSet) => SiteSet;
}

const losses: Direction = {
  kind: "loss",
  counts: () => true,
  most: (_states, after) => after,
};

const returns: Direction = {
  kind: "return",
  counts: (states, before) => (states.at(before).sites & states.healthy(before)) === 0,
  most: ({ model }, after) => model.allSites & ~after,
};

/** Changes that are visible too late, each cause once. */
class LateChanges {
  readonly counterexamples: Counterexample[] = [];
  readonly unknown: Unknown[] = [];
  private readonly causes = new Set<string>();

  constructor(
    private readonly states: States,
    private readonly rtoSeconds: number,
  ) {}

  judge(direction: Direction, after: SiteSet): void {
    const most = direction.most(this.states, after);
    if (this.isInTime(after ^ most, after)) {
      return;
    }
    let isFound = false;
    for (const changed of [most, ...singlesOf(most)]) {
      isFound = this.time(direction, changed, after) || isFound;
    }
    for (const changed of isFound ? [] : subsetsOf(most)) {
      if (this.time(direction, changed, after)) {
        return;
      }
    }
  }

  /** Whether this one change counts and is late. */
  private time(direction: Direction, changed: SiteSet, after: SiteSet): boolean {
    const before = after ^ changed;
    const counts =
      this.states.at(before).settled &&
      !this.states.isSame(before, after) &&
      direction.counts(this.states, before, after);
    if (!counts || this.isInTime(before, after)) {
      return false;
    }
    const result = this.states.recovery(before, after);
    if (result.kind === "unknown") {
      this.unknown.push(...result.unknown);
      return true;
    }
    const { worst } = result.recovery;
    // A check that is late once is late on every way that waits for it.
    const cause = worst.detection.by;
    if (!this.causes.has(cause)) {
      this.causes.add(cause);
      this.counterexamples.push(
        tooLate(this.states, direction.kind, before, after, worst, this.rtoSeconds),
      );
    }
    return true;
  }

  private isInTime(before: SiteSet, after: SiteSet): boolean {
    return this.states.worstSeconds(before, after) <= this.rtoSeconds;
  }
}

function singlesOf(set: SiteSet): SiteSet[] {
  const singles: SiteSet[] = [];
  for (let bit = 1; bit <= set; bit *= 2) {
    if ((set & bit) !== 0) {
      singles.push(bit);
    }
  }
  return singles;
}

/** A loss after which new connections still go to what was lost, though something is healthy. */
function unseenLoss(
  states: States,
  after: SiteSet,
  shown: readonly SiteSet[],
): Counterexample | undefined {
  const { model } = states;
  const dead = states.at(after).sites & after;
  const isShown = shown.some((less) => (less & ~after) === 0 && states.isSame(less, after));
  if (dead === 0 || states.healthy(after) === 0 || isShown) {
    return undefined;
  }
  for (const before of subsetsOf(after)) {
    const lost = after & ~before;
    if (states.at(before).settled && states.isSame(before, after) && (dead & lost) !== 0) {
      const { names, beside } = eventInWords(states, before, after, lost);
      return {
        failed: model.namesOf(after),
        answer: states.answer(after),
        because: `${explainAnswer(model, after)}: the loss of ${names}${beside} is never seen, and clients stay on ${inWords(model.namesOf(dead & lost))}`,
      };
    }
  }
  return undefined;
}

function tooLate(
  states: States,
  kind: Direction["kind"],
  before: SiteSet,
  after: SiteSet,
  { seconds, detection, propagation, cached }: Visible,
  rtoSeconds: number,
): Counterexample {
  const changed = kind === "loss" ? after & ~before : before & ~after;
  const { names, beside } = eventInWords(states, before, after, changed);
  const parts = [
    `${secondsInWords(detection.seconds)} until ${detection.by} turns`,
    `${secondsInWords(propagation.seconds)} until all of Route 53's servers answer by it`,
    `${secondsInWords(cached.seconds)} while resolvers keep ${cached.record}`,
  ];
  return {
    failed: states.model.namesOf(after),
    answer: states.answer(after),
    because: `the ${kind} of ${names}${beside} is visible to all new connections only after up to ${secondsInWords(seconds)}, over the objective of ${secondsInWords(rtoSeconds)}: ${inWords(parts)}`,
  };
}

function eventInWords(states: States, before: SiteSet, after: SiteSet, changed: SiteSet) {
  const others = states.model.namesOf(before & after);
  const atOnce = size(changed) > 1 ? " at once" : "";
  return {
    names: `${inWords(states.model.namesOf(changed))}${atOnce}`,
    beside: others.length === 0 ? "" : `, ${withFailed(others)},`,
  };
}
