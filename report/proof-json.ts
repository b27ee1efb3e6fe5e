import type { Obligation } from "../failover/obligation";
import type { Case, Proof } from "../failover/proof";

/** A proof as `--json` prints it. Times are seconds, from all healthy to exactly these sites failing at once. */
export function proofToJson({ proven, name, sites, obligations, cases }: Proof): object {
  return {
    proven,
    name,
    sites,
    obligations: obligations.map(obligationToJson),
    cases: cases.map(caseToJson),
  };
}

function obligationToJson({ id, holds, reason, unknown, counterexamples }: Obligation): object {
  return {
    id,
    holds,
    ...(reason === undefined ? {} : { reason }),
    unknown: unknown.map(({ subject, reason }) => `${subject}: ${reason}`),
    counterexamples: counterexamples.map(({ failed, answer, because }) => ({
      failed,
      answer,
      because,
    })),
  };
}

function caseToJson({ failed, answer, recovery }: Case): object {
  const recoverySeconds =
    recovery === null
      ? null
      : { mean: rounded(recovery.mean.seconds), worst: rounded(recovery.worst.seconds) };
  return { failed, answer, recoverySeconds };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
