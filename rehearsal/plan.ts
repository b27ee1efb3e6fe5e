import { type FaultEffects, type FaultKind, faults } from "./faults";

/** What happens to one site. */
export interface Injury {
  site: string;
  fault: FaultKind;
}

/** One step of a rehearsal: faults that begin at once, or sites that are all right again at once. */
export interface Step {
  action: "lose" | "return";
  /** Of a return: the faults that end. */
  injuries: readonly Injury[];
  /** All that is wrong from now on. */
  condition: readonly Injury[];
}

/** What a user asks for; see `planSteps`. */
export interface Wish {
  /** Faults that begin at once, one group after the other. Empty: each site in turn. */
  lose: readonly (readonly Injury[])[];
  /** Whether everything is put right again afterwards, last things first. */
  returns: boolean;
}

/**
 * The steps of a rehearsal.
 *
 * Without a wish for certain sites the chain is lost from its head, one site after the other, as long
 * as there is one to fail over to; they return in reverse order, and then the last site is lost and
 * returns by itself. So each site is lost and returns once.
 *
 * @param chain The sites, first choice first; two or more.
 * @param fault What happens to sites where the wish does not say.
 */
export function planSteps(chain: readonly string[], wish: Wish, fault: FaultKind): Step[] {
  if (wish.lose.length > 0) {
    return stepsOf(wish.lose, wish.returns);
  }
  const each = chain.map((site) => [{ site, fault }]);
  return [...stepsOf(each.slice(0, -1), true), ...stepsOf(each.slice(-1), true)];
}

function stepsOf(losses: readonly (readonly Injury[])[], returns: boolean): Step[] {
  const steps: Step[] = [];
  const conditions: (readonly Injury[])[] = [[]];
  for (const injuries of losses) {
    const condition = [...(conditions.at(-1) ?? []), ...injuries];
    conditions.push(condition);
    steps.push({ action: "lose", injuries, condition });
  }
  if (returns) {
    for (const [index, injuries] of [...losses.entries()].reverse()) {
      steps.push({ action: "return", injuries, condition: conditions[index] ?? [] });
    }
  }
  return steps;
}

/** The sites for which something is wrong that has this effect, each once. */
export function sitesWith(
  condition: readonly Injury[],
  effect: Exclude<keyof FaultEffects, "summary">,
): string[] {
  return [
    ...new Set(condition.filter(({ fault }) => faults[fault][effect]).map(({ site }) => site)),
  ];
}
