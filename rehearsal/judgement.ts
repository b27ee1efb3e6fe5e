import { answerInWords, secondsInWords } from "../failover/wording";
import type { ClientGroup } from "./client-groups";
import { clientAllowanceSeconds } from "./client-limits";
import type { ClientMeasurement, Measurement } from "./measurement";
import type { Step } from "./plan";
import { injuriesInWords } from "./wording";
import type { Prediction } from "./prediction";

/** A step that was taken, with what was expected of it and what was seen. */
export interface TakenStep {
  step: Step;
  prediction: Prediction;
  measurement: Measurement;
}

/** How exactly times are measured: name servers and Regions are asked this often or oftener. */
export const measuringSeconds = 0.5;

/** What is wrong with a step, a sentence each; nothing where all is as predicted and good. */
export function judgeStep(taken: TakenStep, groups: readonly ClientGroup[]): string[] {
  const { step, prediction, measurement } = taken;
  const subject = injuriesInWords(step);
  return [
    ...judgeDetection(taken),
    ...judgeAnswer(prediction, measurement),
    ...groups
      .filter(({ isJudged }) => isJudged)
      .flatMap((group) => {
        const seen = measurement.clients.find(({ client }) => client === group.client);
        return seen === undefined ? [] : judgeClients(group, seen, prediction);
      }),
    ...judgeService(prediction, measurement, groups),
  ].map((finding) => `${subject}: ${finding}`);
}

function judgeDetection({ step, prediction, measurement }: TakenStep): string[] {
  if (measurement.from === undefined) {
    return [
      step.action === "lose"
        ? "the fault never began"
        : "the Region was not healthy again within the time of the step",
    ];
  }
  const { detection, checked } = prediction;
  if (detection === undefined || checked.length === 0) {
    return [];
  }
  return over("the health check turned", measurement.detectionSeconds, detection.worst);
}

/** Where nobody can be served, the answer is only stated (F3). */
function judgeAnswer(prediction: Prediction, { from, answerSeconds }: Measurement): string[] {
  const { recovery, after } = prediction;
  if (from === undefined) {
    return [];
  }
  if (answerSeconds === undefined) {
    return [
      `the name servers do not all answer ${answerInWords(after)}, as was predicted: the prediction is wrong`,
    ];
  }
  const worst =
    recovery === undefined
      ? 0
      : recovery.worst.detection.seconds + recovery.worst.propagation.seconds;
  return over(`the last name server answered ${answerInWords(after)}`, answerSeconds, worst);
}

function judgeClients(
  { behaviour }: ClientGroup,
  { newConnectionsSeconds, servedSeconds }: ClientMeasurement,
  { recovery, isServed, serving }: Prediction,
): string[] {
  if (serving.length === 0 || !isServed) {
    return [];
  }
  const worst = recovery?.worst.seconds ?? 0;
  return [
    ...over(`new connections went right (${behaviour})`, newConnectionsSeconds, worst),
    ...over(
      `all clients were served (${behaviour})`,
      servedSeconds,
      worst + clientAllowanceSeconds,
    ),
  ];
}

/** Where the name leads to something that does not serve although another site could. */
function judgeService(
  { serving, isServed, after }: Prediction,
  { clients }: Measurement,
  groups: readonly ClientGroup[],
): string[] {
  if (serving.length === 0 || isServed) {
    return [];
  }
  const judged = groups.filter(({ isJudged }) => isJudged).map(({ client }) => client);
  const served = clients.filter(
    ({ client, servedSeconds }) => judged.includes(client) && servedSeconds !== undefined,
  );
  const where = `the name leads to ${answerInWords(after)}, where nothing should be served, though ${answerInWords(serving)} could serve`;
  return [
    served.length === 0
      ? `${where}: rehearsal and prediction agree that this failover fails`
      : `${where}; clients were served all the same: the prediction is wrong`,
  ];
}

function over(what: string, measured: number | undefined, worstSeconds: number): string[] {
  if (measured === undefined) {
    return [`not seen: ${what}; predicted within ${secondsInWords(worstSeconds)}`];
  }
  return measured > worstSeconds + measuringSeconds
    ? [
        `${what} after ${secondsInWords(measured)}, beyond the predicted worst case of ${secondsInWords(worstSeconds)}`,
      ]
    : [];
}
