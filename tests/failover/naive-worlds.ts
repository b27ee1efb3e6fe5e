/** What a question may lead to: a site, or one of the ends below. */
export type Outcome = string | symbol;
export type Outcomes = Set<Outcome>;

export const noAnswer = Symbol("no answer");
export const unknown = Symbol("unknown");
/** The name exists and has nothing of the family asked for: such clients use the other family. */
export const otherFamily = Symbol("other family");

/** Answers a question that nothing declared answers. */
export type Guess = (question: string) => boolean;

/** Runs `evaluate` once for each way in which the questions that it asks may be answered. */
export function inEveryWorld(evaluate: (guess: Guess) => Outcomes): Outcomes[] {
  const results: Outcomes[] = [];
  const worlds = [new Map<string, boolean>()];
  for (let world = worlds.pop(); world !== undefined; world = worlds.pop()) {
    const answers = world;
    try {
      results.push(
        evaluate((question) => {
          const answer = answers.get(question);
          if (answer === undefined) {
            throw new OpenQuestion(question);
          }
          return answer;
        }),
      );
    } catch (thrown) {
      if (thrown instanceof OpenQuestion) {
        worlds.push(new Map(answers).set(thrown.question, true));
        worlds.push(new Map(answers).set(thrown.question, false));
      } else {
        throw thrown;
      }
    }
  }
  return results;
}

class OpenQuestion extends Error {
  constructor(readonly question: string) {
    super(question);
  }
}

export function union(sets: Outcomes[]): Outcomes {
  return new Set(sets.flatMap((set) => [...set]));
}

export function allEqual([first, ...others]: Outcomes[]): boolean {
  return others.every(
    (set) => set.size === first!.size && [...set].every((outcome) => first!.has(outcome)),
  );
}

/** All subsets, by counting in binary. */
export function subsets<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, index) => Math.floor(bits / 2 ** index) % 2 === 1),
  );
}
