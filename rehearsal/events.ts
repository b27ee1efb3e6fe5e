import type { FaultKind } from "./faults";
import type {
  ArrivalRecord,
  HeldItem,
  JournalEntry,
  ReplayRecord,
  RequestRecord,
} from "./ledger/records";
import type { Injury } from "./plan";

/**
 * Everything that happens in a rehearsal, in the order in which it was noticed. `at` is in seconds since
 * the epoch.
 */
export type RehearsalEvent = { at: number } & Happening;

export type Happening =
  | {
      event: "started";
      stack: string;
      name: string;
      sites: string[];
      speed: number;
      seed: number;
      lagSeconds: number;
      /** What each resolver does, and the client processes behind them. */
      clients: { client: string; behaviour: string }[];
    }
  /** Everything is as it should be, and the clients are at work. */
  | { event: "ready" }
  | { event: "step"; step: number; action: "lose" | "return"; injuries: readonly Injury[] }
  /** A fault has begun, or ended, for certain. */
  | { event: "fault"; site: string; fault: FaultKind; begins: boolean }
  /** `/health` of a Region, asked through its load balancer, answers otherwise than before. */
  | { event: "health"; site: string; isHealthy: boolean; reasons: string[] }
  /** A checker of a health check has turned, or the whole check. */
  | {
      event: "check";
      check: string;
      site: string;
      isHealthy: boolean;
      healthyCheckers: number;
      checkers: number;
    }
  /** A load balancer's own check of its target has turned. */
  | { event: "target"; site: string; isHealthy: boolean }
  /** A name server, asked over DNS, answers otherwise than before. */
  | { event: "answer"; server: number; sites: string[] }
  /** A resolver has told clients otherwise than before. */
  | { event: "resolver"; client: string; sites: string[] }
  | ({ event: "request"; attemptStartedAt: number; address: string | null } & RequestRecord)
  /** An attempt that did not settle its request. */
  | {
      event: "failed-attempt";
      client: string;
      startedAt: number;
      address: string | null;
      error: string;
    }
  | ({ event: "replay"; client: string } & ReplayRecord)
  | ({ event: "arrival" } & ArrivalRecord)
  /** What replication holds back or has under way. */
  | { event: "pending"; changes: number }
  /** The journal of a Region has kept what was overwritten. */
  | { event: "journal"; site: string; kept: number }
  /** A service that says that something failed in it, or that answered with a status of 500 or more. */
  | { event: "service-error"; site: string; message: string; status: number | null }
  | { event: "step-ended"; step: number }
  | ({ event: "item" } & HeldItem)
  | ({ event: "conflict" } & JournalEntry);

export type EventOf<Kind extends Happening["event"]> = { at: number } & Extract<
  Happening,
  { event: Kind }
>;
