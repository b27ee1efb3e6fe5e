import { reporters } from "mocha";

/** Mocha's usual report, and below it one line of totals that other tools can read. */
class TotalsReporter extends reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

export = TotalsReporter;
