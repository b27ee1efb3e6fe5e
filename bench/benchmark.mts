import { Command, InvalidArgumentError } from "commander";

export interface Benchmark {
  /** The npm script. */
  name: string;
  description: string;
  /** What one round is, for the help. */
  round: string;
  /** @default of `--rounds` */
  rounds: number;
  /** Prints what it measures, and returns the limits that are exceeded, in words. */
  run: (rounds: number) => Promise<string[]>;
}

/** Exit code 1: over a limit. 2: wrong usage, or something could not be measured. */
export async function runBenchmark({
  name,
  description,
  round,
  rounds: usual,
  run,
}: Benchmark): Promise<void> {
  const { rounds } = new Command(name)
    .description(`${description} Exit code 1: over a limit; 2: it could not be measured.`)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .option("--rounds <number>", round, readRounds, usual)
    .parse()
    .opts<{ rounds: number }>();
  try {
    const exceeded = await run(rounds);
    for (const limit of exceeded) {
      console.log(`over the limit: ${limit}`);
    }
    process.exitCode = exceeded.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error) || isMistakeHere(error)) {
      throw error;
    }
    console.error(`${name}: nothing is measured. ${error.message}`);
    process.exitCode = 2;
  }
}

/** It keeps its stack. */
function isMistakeHere(error: Error): boolean {
  return [TypeError, ReferenceError, RangeError].some((mistake) => error instanceof mistake);
}

function readRounds(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  }
  return Number(text);
}
