import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { type Assumptions, assumptions } from "../failover/constants";
import type { Blueprint } from "./blueprint";
import type { ClientGroup } from "./client-groups";
import { now, pause } from "./clock";
import type { EventLog } from "./event-log";
import type { EventOf } from "./events";
import { judgeStep, type TakenStep } from "./judgement";
import { drawUpLedger, type Ledger } from "./ledger/ledger";
import { ledgerInput } from "./ledger-input";
import { type Measurement, measure } from "./measurement";
import type { Network } from "./network";
import type { Injury, Step } from "./plan";
import { predict, type PredictionInput } from "./prediction";
import { Processes } from "./processes/processes";
import { preparePython } from "./processes/python";
import type { DynamoDbKind } from "./region";
import { speedUp, speedUpAssumptions } from "./scale";
import { isSettled, longestSeconds } from "./step-limits";
import { rpoSecondsAt } from "./timing";
import { World } from "./world";

export interface RehearsalInput {
  /** As declared. */
  blueprint: Blueprint;
  steps: readonly Step[];
  stack: string;
  /** A Region's environment of the service, as it is deployed. */
  serviceEnvironment: (site: string) => Record<string, string>;
  network: Network;
  dynamodb: DynamoDbKind;
  /** How many times as fast as real time. */
  speed: number;
  /** The same seed draws the same phases, delays and operations. */
  seed: number;
  /** Of replication, in real time. */
  lagSeconds: number;
  clientsPerGroup: number;
  /** What Route 53 is taken to do here. @default `assumptions` */
  assumed?: Assumptions;
  /** What the prediction takes it to do. @default what it does here */
  predicted?: Assumptions;
  log: EventLog;
  /** Breaks it off. */
  signal: AbortSignal;
}

export interface RehearsalResult {
  /** The processes of clients, in the order of `worstSecondsByManner`. */
  groups: readonly ClientGroup[];
  steps: TakenStep[];
  ledger: Ledger;
  /** A sentence each; none where everything was as predicted and no write is unaccounted for. */
  findings: string[];
}

/** How long clients are watched before the first step, in seconds of the rehearsed time. */
const warmUpSeconds = 15;
const finishLimitSeconds = 60;
/** Between two looks at how far a step has come. */
const lookSeconds = 0.25;

/**
 * Takes the steps with real processes, measures each and holds it against the prediction. Whatever
 * happens, no process and no file of it is left.
 *
 * @throws {NotRehearsableError | ProcessFailedError} or the signal's reason
 */
export async function rehearse(input: RehearsalInput): Promise<RehearsalResult> {
  const interpreter = await preparePython(input.signal);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "failover-rehearsal-"));
  const processes = new Processes(interpreter, input.signal);
  try {
    return await rehearseWith(input, processes, folder);
  } finally {
    await processes.stop();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function rehearseWith(
  input: RehearsalInput,
  processes: Processes,
  folder: string,
): Promise<RehearsalResult> {
  const { speed, signal } = input;
  const assumed = speedUpAssumptions(input.assumed ?? assumptions, speed);
  const topology = speedUp(input.blueprint.topology, speed);
  const world = new World({
    ...input,
    blueprint: { ...input.blueprint, topology },
    assumed,
    lagSeconds: input.lagSeconds / speed,
    processes,
    folder,
  });
  noteStart(input, world);
  try {
    await processes.orFailure(world.start());
    await processes.orFailure(world.startClients());
    await processes.orFailure(pause(warmUpSeconds / speed, signal));
    input.log.add({ event: "ready" });
    const prediction: PredictionInput = {
      topology,
      name: input.blueprint.name,
      assumed: input.predicted === undefined ? assumed : speedUpAssumptions(input.predicted, speed),
      manners: world.groups.map(({ manner }) => manner),
    };
    const steps = await takeSteps({ input, world, processes, prediction });
    const isSettledDown = await processes.orFailure(world.finish(finishLimitSeconds));
    return conclude(input, world, steps, isSettledDown);
  } finally {
    await world.stop();
  }
}

function conclude(
  { blueprint, log, speed }: RehearsalInput,
  { groups }: World,
  steps: TakenStep[],
  isSettledDown: boolean,
): RehearsalResult {
  const rpoSeconds = rpoSecondsAt(blueprint.objectives.rpoSeconds, speed);
  const ledger = drawUpLedger(ledgerInput(log, blueprint, rpoSeconds));
  return {
    groups,
    steps,
    ledger,
    findings: [
      ...steps.flatMap((step) => judgeStep(step, groups)),
      ...(isSettledDown
        ? []
        : ["replication did not come to its end, although nothing holds it back any more"]),
      ...ledger.findings,
    ],
  };
}

function noteStart(
  { blueprint, log, stack, speed, seed, lagSeconds }: RehearsalInput,
  world: World,
): void {
  log.add({
    event: "started",
    stack,
    name: blueprint.name,
    sites: blueprint.sites,
    speed,
    seed,
    lagSeconds,
    clients: world.groups.map(({ client, behaviour }) => ({ client, behaviour })),
  });
}

interface Surroundings {
  input: RehearsalInput;
  world: World;
  processes: Processes;
  prediction: PredictionInput;
}

async function takeSteps(surroundings: Surroundings): Promise<TakenStep[]> {
  const steps: TakenStep[] = [];
  let before: readonly Injury[] = [];
  for (const [number, step] of surroundings.input.steps.entries()) {
    steps.push(await takeStep(number, step, before, surroundings));
    before = step.condition;
  }
  return steps;
}

async function takeStep(
  number: number,
  step: Step,
  before: readonly Injury[],
  { input, world, processes, prediction: predictionInput }: Surroundings,
): Promise<TakenStep> {
  const { log, signal, clientsPerGroup } = input;
  const prediction = predict(predictionInput, step, before);
  const answersBefore = lastAnswers(log);
  const first = log.all.length;
  log.add({ event: "step", step: number, action: step.action, injuries: step.injuries });
  const begun = log.all[first] as EventOf<"step">;
  const look = (): Measurement =>
    measure({
      events: log.all.slice(first),
      step: begun,
      checked: prediction.checked,
      expected: prediction.after === null ? [] : [prediction.after].flat(),
      serving: prediction.serving,
      answersBefore,
      siteOf: (address) => world.siteOf(address),
      clients: world.groups.map(({ client }) => ({ client, count: clientsPerGroup })),
    });
  await processes.orFailure(world.change(before, step.condition));
  const { stepTimes, groups } = world;
  const isReturn = step.action === "return";
  const limit = now() + longestSeconds(prediction, isReturn, stepTimes);
  let measurement = look();
  let settledAt: number | undefined;
  while (now() < limit) {
    await processes.orFailure(pause(lookSeconds, signal));
    measurement = look();
    const elapsedSeconds = now() - (measurement.from ?? now());
    settledAt = isSettled(measurement, prediction, groups, { elapsedSeconds, isReturn })
      ? (settledAt ?? now())
      : undefined;
    if (settledAt !== undefined && now() >= settledAt + stepTimes.holdSeconds) {
      break;
    }
  }
  log.add({ event: "step-ended", step: number });
  return { step, prediction, measurement };
}

function lastAnswers(log: EventLog): Map<number, readonly string[]> {
  return new Map(log.of("answer").map(({ server, sites }) => [server, sites]));
}
