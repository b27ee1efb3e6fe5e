import type { IndexedCheck, Signal } from "./signals";
import type { Unknown } from "./topology";
import type { Group, IndexedRecord } from "./topology-index";

/** `undecided`: not known, or just changing and not yet certain to have changed. */
export type Status = "healthy" | "unhealthy" | "undecided";

/** What a signal says of its site. */
export type SignalStatus = (signal: Signal) => Status;

/** How deep records may lead into each other before they are given up as not known. */
export const maximumDepth = 200;

/**
 * Route 53's view of every check and record in one state of the signals. Undecided signals make
 * undecided only what depends on them (Kleene's three-valued logic).
 */
export class Health {
  private readonly records: (Status | undefined)[] = [];
  private readonly groups: (Status | undefined)[] = [];
  private depth = 0;

  constructor(private readonly signalStatus: SignalStatus) {}

  ofCheck(check: IndexedCheck): Status {
    switch (check.kind) {
      case "unknown":
        return "undecided";
      case "fixed":
        return check.healthy ? "healthy" : "unhealthy";
      case "signal":
        return invertedIf(check.inverted, this.signalStatus(check.signal));
      case "calculated":
        return invertedIf(check.inverted, this.ofCalculated(check));
    }
  }

  /**
   * Both must pass, the check and the target's health, where the record has them; a record with
   * neither is always healthy (Developer Guide, "How Route 53 chooses records when health checking is
   * configured" and "How health checks work in complex configurations").
   */
  ofRecord(record: IndexedRecord): Status {
    return (this.records[record.index] ??= this.evaluateRecord(record));
  }

  /** What an alias that evaluates its target's health goes by: at least one healthy record. */
  ofGroup(group: Group): Status {
    const known = this.groups[group.index];
    if (known !== undefined) {
      return known;
    }
    // Met again on its own way, the group leads in a circle: nothing decides it.
    this.groups[group.index] = "undecided";
    return (this.groups[group.index] = this.evaluateGroup(group));
  }

  /** What would have to be known to decide the health of a record. */
  unknownsOf(record: IndexedRecord): Unknown[] {
    const unknowns: Unknown[] = [];
    const pending = new Set(this.ofRecord(record) === "undecided" ? [record] : []);
    for (const { check, evaluatesTargetHealth, aliased, fault, targetHealthFault } of pending) {
      if (check !== undefined) {
        unknowns.push(...this.unknownsOfCheck(check));
      }
      if (!evaluatesTargetHealth) {
        continue;
      }
      const targetFault = fault ?? targetHealthFault ?? aliased?.fault;
      if (targetFault !== undefined) {
        unknowns.push(targetFault);
      }
      for (const next of aliased?.records ?? []) {
        if (this.ofRecord(next) === "undecided") {
          pending.add(next);
        }
      }
    }
    return unknowns.length === 0 && pending.size > 0 ? [circularHealth(record)] : unknowns;
  }

  private evaluateRecord(record: IndexedRecord): Status {
    const guard = record.check === undefined ? "healthy" : this.ofCheck(record.check);
    if (guard === "unhealthy" || !record.evaluatesTargetHealth) {
      return guard;
    }
    const target = this.ofTarget(record);
    return target === "healthy" ? guard : target;
  }

  private ofTarget({ aliased, targetSignal }: IndexedRecord): Status {
    if (aliased !== undefined) {
      return this.ofGroup(aliased);
    }
    return targetSignal === undefined ? "undecided" : this.signalStatus(targetSignal);
  }

  private evaluateGroup({ fault, records }: Group): Status {
    if (fault !== undefined || this.depth >= maximumDepth) {
      return "undecided";
    }
    this.depth += 1;
    let status: Status = "unhealthy";
    for (const record of records) {
      const one = this.ofRecord(record);
      if (one === "healthy") {
        status = one;
        break;
      }
      status = one === "undecided" ? one : status;
    }
    this.depth -= 1;
    return status;
  }

  private ofCalculated(check: IndexedCheck & { kind: "calculated" }): Status {
    let healthy = 0;
    let undecided = 0;
    for (const child of check.children) {
      const status = this.ofCheck(child);
      healthy += status === "healthy" ? 1 : 0;
      undecided += status === "undecided" ? 1 : 0;
    }
    if (healthy >= check.healthThreshold) {
      return "healthy";
    }
    return healthy + undecided < check.healthThreshold ? "unhealthy" : "undecided";
  }

  private unknownsOfCheck(check: IndexedCheck): Unknown[] {
    if (check.kind === "unknown") {
      return [check.unknown];
    }
    return check.kind === "calculated" && this.ofCheck(check) === "undecided"
      ? check.children.flatMap((child) => this.unknownsOfCheck(child))
      : [];
  }
}

function circularHealth({ label }: IndexedRecord): Unknown {
  return {
    subject: label,
    reason: `its target's health leads in a circle, or through more than ${maximumDepth} records`,
  };
}

function invertedIf(inverted: boolean, status: Status): Status {
  if (!inverted || status === "undecided") {
    return status;
  }
  return status === "healthy" ? "unhealthy" : "healthy";
}
