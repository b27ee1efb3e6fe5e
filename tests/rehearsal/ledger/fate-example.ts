import type { Fate } from "../../../rehearsal/ledger/fate";
import type { LedgerInput } from "../../../rehearsal/ledger/ledger";
import type { Absence, RequestRecord } from "../../../rehearsal/ledger/records";
import { noon, put } from "./example-records";

export interface FateExample {
  title: string;
  /** @default put("a:1") */
  write?: RequestRecord;
  end: Partial<LedgerInput>;
  fate: Fate;
}

export const unknownVersion = put(null, { idempotencyKey: "k" });
export const superseded = put(null, { idempotencyKey: "k", supersededBy: "a:2" });

export function goneForGood(region: string): Absence {
  return { region, from: noon, until: undefined };
}
