import type { Contract } from "../contract/contract";
import { type Fault, InvalidInputError } from "../contract/faults";
import { readContract } from "../contract/read-contract";
import { checkTogether } from "./check-together";
import type { RawSettings } from "./raw-settings";
import { readSettings } from "./read-settings";
import type { Settings } from "./settings";
import { warnTogether } from "./warnings";

/** Where and how big, and what must be equal everywhere: all that the program is given. */
export interface Environment {
  settings: Settings;
  contract: Contract;
  /** What AWS accepts, but failover suffers from. */
  warnings: readonly Fault[];
}

/**
 * Reads the settings of a stack and the text of `contract.json`.
 *
 * @throws InvalidInputError with every fault of both, and of both together as far as each is readable.
 */
export function readEnvironment(raw: RawSettings, contractText: string): Environment {
  const { settings, readable, faults: settingsFaults } = readSettings(raw);
  const { contract, faults: contractFaults } = readContract(contractText);
  const faults = [
    ...settingsFaults,
    ...contractFaults,
    ...(contract === undefined ? [] : checkTogether(readable, contract)),
  ];
  if (settings === undefined || contract === undefined || faults.length > 0) {
    throw new InvalidInputError(faults);
  }
  return { settings, contract, warnings: warnTogether(settings, contract) };
}
