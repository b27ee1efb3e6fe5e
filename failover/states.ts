import { recoveryTime, type RecoveryResult, worstSeconds } from "./recovery";
import type { NameModel, SiteSet, StateAnswer } from "./name-model";

/** Every combination of failed sites of a name, with its answer. */
export class States {
  /** From nothing failed to everything, by the number of failed sites. */
  readonly all: readonly SiteSet[];
  private readonly answers: StateAnswer[] = [];

  constructor(readonly model: NameModel) {
    for (let failed = 0; failed <= model.allSites; failed += 1) {
      this.answers.push(model.answerIn(failed));
    }
    this.all = [...this.answers.keys()].sort(
      (one, other) => size(one) - size(other) || one - other,
    );
  }

  at(failed: SiteSet): StateAnswer {
    return this.answers[failed] as StateAnswer;
  }

  /** The name's own sites that are healthy. */
  healthy(failed: SiteSet): SiteSet {
    return this.model.ownSites & ~failed;
  }

  /** In the form of `Answer.answer`. */
  answer(failed: SiteSet): string | string[] | null {
    const { sites, settled } = this.at(failed);
    const [only, ...others] = settled ? this.model.namesOf(sites).sort() : [];
    return only === undefined ? null : others.length === 0 ? only : [only, ...others];
  }

  isSame(one: SiteSet, other: SiteSet): boolean {
    const [first, second] = [this.at(one), this.at(other)];
    return first.sites === second.sites && first.someWithout === second.someWithout;
  }

  recovery(before: SiteSet, after: SiteSet): RecoveryResult {
    return recoveryTime(this.model, before, after);
  }

  worstSeconds(before: SiteSet, after: SiteSet): number {
    return worstSeconds(this.model, before, after);
  }
}

export function size(set: SiteSet): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    count += 1;
  }
  return count;
}

/** Every subset, the empty one first. */
export function* subsetsOf(set: SiteSet): Generator<SiteSet> {
  let subset = 0;
  do {
    yield subset;
    subset = (subset - set) & set;
  } while (subset !== 0);
}
