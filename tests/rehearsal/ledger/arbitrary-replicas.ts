import * as fc from "fast-check";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";
import { input } from "./example-records";
import { Replicas } from "./replicas";

export interface RunOptions {
  regions: number;
  /** Whether clients carry what they have seen from Region to Region, and clocks differ. */
  isSimple: boolean;
  /** Whether replication has brought everything to the Regions that are left. */
  settles: boolean;
  journal: "everything" | "nothing" | "some";
}

export interface Run {
  replicas: Replicas;
  input: LedgerInput;
  /** The Regions that are left. */
  left: string[];
}

type Step =
  | { kind: "write" | "read"; region: number; client: string }
  | { kind: "deliver"; from: number; to: number; changes: number };

/** What clients and replication do to one item, with at most one Region that goes away for good. */
export function anyRun(options: RunOptions): fc.Arbitrary<Run> {
  const region = fc.nat(options.regions - 1);
  const step = fc.oneof(
    fc.record({
      kind: fc.constantFrom("write", "write", "read"),
      region,
      client: fc.constantFrom("one", "other"),
    }),
    fc.record({
      kind: fc.constant("deliver" as const),
      from: region,
      to: region,
      changes: fc.integer({ min: 1, max: 4 }),
    }),
  ) as fc.Arbitrary<Step>;
  return fc
    .record({
      steps: fc.array(step, { maxLength: 30, size: "max" }),
      skew: fc.array(options.isSimple ? fc.constant(0) : fc.integer({ min: -3, max: 3 }), {
        minLength: options.regions,
        maxLength: options.regions,
      }),
      away: fc.option(fc.record({ region, from: fc.nat(30) })),
      recentRequests: fc.constantFrom(1, 2, 16),
    })
    .map(({ steps, skew, away, recentRequests }) => {
      const regions = ["a", "b", "c"].slice(0, options.regions);
      const replicas = new Replicas({
        regions,
        skew,
        recentRequests,
        keeps: (number) =>
          options.journal === "everything" || (options.journal === "some" && number % 2 === 0),
      });
      for (const [index, each] of steps.entries()) {
        const isAway = (region: number) => region === away?.region && index >= away.from;
        take(each, replicas, regions, isAway, options.isSimple);
      }
      const left = regions.filter((_, index) => index !== away?.region);
      if (options.settles) {
        settle(replicas, left);
      }
      return { replicas, left, input: inputOf(replicas, regions, left) };
    });
}

function take(
  step: Step,
  replicas: Replicas,
  regions: string[],
  isAway: (region: number) => boolean,
  isSimple: boolean,
): void {
  if (step.kind === "deliver") {
    const { from, to, changes } = step;
    for (
      let count = 0;
      count < changes && from !== to && !isAway(from) && !isAway(to);
      count += 1
    ) {
      replicas.deliver(regions[from]!, regions[to]!);
    }
  } else if (!isAway(step.region)) {
    const region = regions[step.region]!;
    if (step.kind === "write") {
      replicas.write(region, isSimple ? undefined : step.client);
    } else {
      replicas.read(region, step.client);
    }
  }
}

function settle(replicas: Replicas, left: string[]): void {
  for (const from of left) {
    for (const to of left.filter((region) => region !== from)) {
      while (replicas.deliver(from, to));
    }
  }
}

function inputOf(replicas: Replicas, regions: string[], left: string[]): LedgerInput {
  return input({
    regions,
    requests: replicas.requests,
    arrivals: replicas.arrivals,
    held: replicas.held,
    journal: replicas.journal,
    absences: regions
      .filter((region) => !left.includes(region))
      .map((region) => ({ region, from: 0, until: undefined })),
  });
}
