/** One checker: it turns after as many results in a row as its threshold says. */
export class Prober {
  isHealthy = true;
  private inARow = 0;

  /** @returns Whether the result turned it. */
  note(passed: boolean, threshold: number): boolean {
    this.inARow = passed === this.isHealthy ? 0 : this.inARow + 1;
    if (this.inARow < threshold) {
      return false;
    }
    this.isHealthy = passed;
    this.inARow = 0;
    return true;
  }
}

/** Whether enough checkers report healthy (`Assumptions.healthyShare`) for their check to be healthy. */
export function isHealthyShare(probers: readonly Prober[], healthyShare: number): boolean {
  const healthy = probers.filter((prober) => prober.isHealthy).length;
  return healthy > healthyShare * probers.length;
}
