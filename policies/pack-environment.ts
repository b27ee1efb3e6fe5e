import type { Contract } from "../contract/contract";
import type { Rule } from "./rule";
import type { RuleSettings } from "./rule-settings";

/** What the pack is given from outside, besides its configuration. */
export interface PackEnvironment {
  /** The contract in the pack, for rules whose configuration gives none. */
  contract: Contract;
  /** `PULUMI_CONFIG`: the stack's own settings, as JSON. */
  config: string | undefined;
  /** In UTC, for instance `2026-12-31`. */
  today: () => string;
  journal: BundledContractJournal;
}

/** Which rules have judged by the contract in the pack, since the last whole stack. */
export class BundledContractJournal {
  private readonly names = new Set<string>();

  note(rule: Rule, { isBundled }: RuleSettings): void {
    if (isBundled) {
      this.names.add(rule.name);
    }
  }

  rules(): readonly string[] {
    return [...this.names];
  }

  clear(): void {
    this.names.clear();
  }
}
