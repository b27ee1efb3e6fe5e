import type { RehearsalResult } from "../rehearsal/rehearsal";
import type { RehearsedSubject } from "./terminal/rehearsal/result";

/** A rehearsal as `--json` prints it. Times are seconds; `null` is what was not seen, or does not change. */
export function rehearsalToJson(
  { steps, ledger, findings, groups }: RehearsalResult,
  subject: RehearsedSubject,
  eventFile: string,
): object {
  return {
    asPredicted: findings.length === 0,
    ...subject,
    steps: steps.map(({ step, prediction, measurement }, number) => ({
      action: step.action,
      injuries: step.injuries,
      answer: { before: prediction.before, after: prediction.after },
      predicted: {
        detectionSeconds: prediction.detection ?? null,
        recoverySeconds:
          prediction.recovery === undefined
            ? null
            : {
                mean: prediction.recovery.mean.seconds,
                worst: prediction.recovery.worst.seconds,
              },
      },
      measured: {
        readySeconds: measurement.readySeconds ?? null,
        detectionSeconds: measurement.detectionSeconds ?? null,
        answerSeconds: measurement.answerSeconds ?? null,
        serviceErrors: measurement.serviceErrors,
        clients: groups.map(({ client, behaviour, dns, isJudged }, index) => {
          const seen = measurement.clients.find((each) => each.client === client);
          return {
            client,
            behaviour,
            isJudged,
            predictedWorstSeconds:
              dns === "never-again" ? null : (prediction.worstSecondsByManner[index] ?? null),
            newConnectionsSeconds: seen?.newConnectionsSeconds ?? null,
            servedSeconds: seen?.servedSeconds ?? null,
            requests: seen?.requests ?? 0,
            succeeded: seen?.succeeded ?? 0,
          };
        }),
      },
      writes: ledger.windows[number] ?? null,
    })),
    ledger,
    findings,
    eventFile,
  };
}
