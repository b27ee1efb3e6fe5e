import type { ClientGroup } from "./client-groups";
import { clientAllowanceSeconds, requestLimitSeconds } from "./client-limits";
import type { Measurement } from "./measurement";
import type { Prediction } from "./prediction";

/** Longer than a Region that returns is kept away from clients, as a part of what it may take. */
const startSeconds = 30;

export interface StepTimes {
  /** How long a Region that returns may keep clients away (`FAILBACK_MAXIMUM_SECONDS`). */
  failbackSeconds: number;
  /** How long all has to stay right before it is taken for settled. */
  holdSeconds: number;
}

/** Whether there is nothing more to see of a step: everything that is expected has come. */
export function isSettled(
  measurement: Measurement,
  prediction: Prediction,
  groups: readonly ClientGroup[],
  { elapsedSeconds, isReturn }: { elapsedSeconds: number; isReturn: boolean },
): boolean {
  const { detectionSeconds, answerSeconds } = measurement;
  const { checked, recovery, serving, isServed } = prediction;
  if (measurement.from === undefined || answerSeconds === undefined) {
    return false;
  }
  if (checked.length > 0 && detectionSeconds === undefined) {
    return false;
  }
  if (!isReturn && elapsedSeconds < quietSeconds(measurement, prediction)) {
    return false;
  }
  if (serving.length === 0 || !isServed) {
    return true;
  }
  const followed = groups.filter(({ dns }) => dns === "honour" || recovery === undefined);
  return followed.every(({ client }) => {
    const seen = measurement.clients.find((each) => each.client === client);
    return seen?.newConnectionsSeconds !== undefined && seen.servedSeconds !== undefined;
  });
}

/** Of a loss: where the answer stays, that has to be watched as long as a change could have taken. */
function quietSeconds(
  { detectionSeconds = 0 }: Measurement,
  { recovery, detection, watchSeconds, serving, isServed }: Prediction,
): number {
  if (recovery !== undefined && (isServed || serving.length === 0)) {
    return 0;
  }
  return detection === undefined
    ? watchSeconds
    : detectionSeconds + Math.max(0, watchSeconds - detection.worst);
}

/** When a step is given up, from its faults on, however little has been seen of it. */
export function longestSeconds(
  prediction: Prediction,
  isReturn: boolean,
  { failbackSeconds, holdSeconds }: StepTimes,
): number {
  const { watchSeconds, recovery, worstSecondsByManner } = prediction;
  const longest = Math.max(watchSeconds, recovery?.worst.seconds ?? 0, ...worstSecondsByManner);
  return (
    longest +
    clientAllowanceSeconds +
    requestLimitSeconds +
    2 * holdSeconds +
    (isReturn ? failbackSeconds + startSeconds : 0)
  );
}
