import { distinct } from "./answer";
import { explainAnswer } from "./explain";
import type { SiteSet } from "./name-model";
import type { Counterexample } from "./judgement";
import { judgeObligation, type Obligation } from "./obligation";
import type { States } from "./states";
import type { Unknown } from "./topology";
import { answerInWords, withFailed } from "./wording";

/**
 * F1: the name has at least two sites, each of which some combination reaches, and while any site is
 * healthy it resolves to a healthy one.
 *
 * @param expectedSites sites that the name has to lead to besides those that it does
 */
export function proveReachable(states: States, expectedSites: readonly string[]): Obligation {
  const { model } = states;
  const own = model.ranks.flat();
  const missing = [
    ...tooFew(states, own),
    ...expectedSites
      .filter((site) => !own.includes(site))
      .map((site) => atRest(states, `no record of ${model.name} leads to ${site}`)),
  ];
  const { violated, undecided } = judgeStates(
    states,
    (failed) => states.healthy(failed),
    ({ someWithout }) => !someWithout,
  );
  const unknown = distinct([...undecided, ...(missing.length === 0 ? [] : model.unfollowed)]);
  // What is not followed may lead to the sites that are missing.
  const counterexamples = [...(model.unfollowed.length === 0 ? missing : []), ...violated];
  return judgeObligation(
    "F1",
    // What sends clients to a failed site is also why another one is never reached.
    counterexamples.length === 0 && unknown.length === 0 ? neverReached(states) : counterexamples,
    unknown,
  );
}

/** F2: the name resolves to the first healthy site in the order of its records. */
export function proveOrder(states: States): Obligation {
  const { violated, undecided } = judgeStates(
    states,
    (failed) => states.model.preferred(failed),
    () => true,
  );
  const order = states.model.ranks.map((rank) => answerInWords(rank)).join(", then ");
  return judgeObligation("F2", violated, undecided, `the order is ${order}`);
}

/** F3: with no site healthy, the answer is known. It is stated and not judged. */
export function proveLastResort(states: States): Obligation {
  const { model } = states;
  const hopeless = states.all.filter((failed) => states.healthy(failed) === 0);
  const undecided = hopeless.filter((failed) => !states.at(failed).settled);
  const everything = model.allSites;
  return judgeObligation(
    "F3",
    [],
    unknownsIn(states, undecided),
    undecided.includes(everything)
      ? undefined
      : `with no site healthy, ${model.name} leads to ${answerInWords(states.answer(everything))}`,
  );
}

/** What is not known in some states. */
export function unknownsIn(states: States, undecided: readonly SiteSet[]): Unknown[] {
  const { model } = states;
  return distinct(
    undecided.flatMap((failed) => {
      return model
        .resolvers(failed)
        .flatMap((resolver) => resolver.unknownsOf(resolver.resolve(model.name)));
    }),
  );
}

/**
 * Keeps the answer of every state with something healthy within the sites that are allowed there.
 * What is not settled is harmless where every possible answer is allowed.
 */
function judgeStates(
  states: States,
  allowedIn: (failed: SiteSet) => SiteSet,
  isGood: (answer: { someWithout: boolean }) => boolean,
): { violated: Counterexample[]; undecided: Unknown[] } {
  const violating: SiteSet[] = [];
  const undecided: SiteSet[] = [];
  for (const failed of states.all) {
    const allowed = allowedIn(failed);
    if (states.healthy(failed) === 0 || allowed === 0) {
      continue;
    }
    const answer = states.at(failed);
    const isAllowed = (answer.sites & ~allowed) === 0 && isGood(answer);
    if (!answer.settled && (answer.open || !isAllowed)) {
      undecided.push(failed);
    } else if (!isAllowed) {
      violating.push(failed);
    }
  }
  return {
    violated: smallest(states, violating).map((failed) => explained(states, failed)),
    undecided: unknownsIn(states, undecided),
  };
}

/** The states that no smaller one with the same answer already shows. */
export function smallest(states: States, violating: readonly SiteSet[]): SiteSet[] {
  const shown: SiteSet[] = [];
  for (const failed of violating) {
    if (!shown.some((less) => (less & ~failed) === 0 && states.isSame(less, failed))) {
      shown.push(failed);
    }
  }
  return shown;
}

function explained(states: States, failed: SiteSet): Counterexample {
  const { model } = states;
  const answer = states.answer(failed);
  const names = model.namesOf(failed);
  const consequence =
    answer === null ? "clients get no address" : `clients are sent to ${answerInWords(answer)}`;
  return {
    failed: names,
    answer,
    because: `${explainAnswer(model, failed)}: ${withFailed(names)}, ${consequence}`,
  };
}

function atRest(states: States, because: string): Counterexample {
  return { failed: [], answer: states.answer(0), because };
}

function tooFew(states: States, own: readonly string[]): Counterexample[] {
  if (own.length >= 2) {
    return [];
  }
  const { name } = states.model;
  const led = own.length === 0 ? "to no site" : `only to ${answerInWords(own)}`;
  return [atRest(states, `${name} leads ${led}, and there is nothing to fail over to`)];
}

function neverReached(states: States): Counterexample[] {
  const { model } = states;
  let reached: SiteSet = 0;
  for (const failed of states.all) {
    reached |= states.at(failed).sites;
  }
  return model
    .namesOf(model.ownSites & ~reached)
    .map((site) =>
      atRest(
        states,
        `whatever fails, ${model.name} never leads to ${site}, though it has a record for it`,
      ),
    );
}
