/** One thing that is wrong with what a user wrote, in the user's own names. */
export interface Fault {
  /** Where: a setting (`regions[1]`) or a place in the contract (`contract.json: tables[0].hashKey`). */
  path: string;
  /** What is wrong, the value found, what is allowed and what to change. */
  reason: string;
}

/** Everything that is wrong with settings and contract, in one error. */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";

  constructor(readonly faults: readonly Fault[]) {
    super(
      [
        `${faults.length === 1 ? "1 fault" : `${faults.length} faults`} in settings and contract:`,
        ...faults.map(({ path, reason }) => `  ${path}: ${reason}`),
      ].join("\n"),
    );
  }
}
