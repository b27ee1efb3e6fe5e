import type { ConsistencyMode } from "../../contract/contract";
import { countReplays, countUnknownWrites, type Replays, type UnknownWrites } from "./other-writes";
import { judgeReads, type ReadLedger } from "./reads";
import type { ReplayRecord } from "./records";
import { type TimeWindow, type WindowLedger, windowLedger } from "./windows";
import { findFates, judgeWrites, type WriteLedger, type WriteRecords } from "./writes";

/** Everything that the processes of a rehearsal have reported, and what was promised. */
export interface LedgerInput extends WriteRecords {
  consistency: ConsistencyMode;
  replays: readonly ReplayRecord[];
  /** Parts of the time that are counted by themselves as well. */
  windows: readonly TimeWindow[];
}

/** What a rehearsal did to data; plain enough for JSON. */
export interface Ledger {
  writes: WriteLedger;
  unknownWrites: UnknownWrites;
  replays: Replays;
  reads: ReadLedger;
  /** Of each window, in their order. */
  windows: WindowLedger[];
  /** In plain words, one for each Region and reason; empty where nothing speaks against the service. */
  findings: string[];
  /** Why nothing is judged, only counted; `null` where it is judged. */
  notJudged: string | null;
}

/** @throws {InvalidVersionError} for a malformed token */
export function drawUpLedger(input: LedgerInput): Ledger {
  const { requests, held, replays, consistency } = input;
  const fates = findFates(input);
  const writes = judgeWrites(fates, input);
  const reads = judgeReads(requests, fates);
  const counted = {
    unknownWrites: countUnknownWrites(requests, held),
    replays: countReplays(replays),
    windows: input.windows.map((window) => windowLedger(requests, fates, window)),
  };
  if (consistency === "STRONG") {
    return {
      ...counted,
      writes: { ...writes, findings: [] },
      reads: { ...reads, findings: [] },
      findings: [],
      notJudged: "a STRONG table replicates before it acknowledges; the rehearsal does so after",
    };
  }
  return {
    ...counted,
    writes,
    reads,
    findings: [...writes.findings, ...reads.findings],
    notJudged: null,
  };
}
