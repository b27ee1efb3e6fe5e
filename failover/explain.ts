import type { Resolver } from "./answer";
import type { NameModel, SiteSet } from "./name-model";
import type { Preference } from "./preference";
import type { IndexedCheck } from "./signals";
import type { Group, IndexedRecord } from "./topology-index";
import { inWords } from "./wording";

/**
 * Why a name does not answer as its records prefer, in a sentence without its end: the first decision
 * on the way that goes wrong, and what Route 53 goes by there.
 */
export function explainAnswer(model: NameModel, failed: SiteSet): string {
  for (const [position, resolver] of model.resolvers(failed).entries()) {
    const type = model.clients[position]?.type ?? "A";
    const preference = model.preferences.get(type) as Preference;
    const because = new Explanation(model, failed, resolver, preference).of();
    if (because !== undefined) {
      return because;
    }
  }
  return `no record of ${model.name} decides by the health of what it leads to`;
}

class Explanation {
  constructor(
    private readonly model: NameModel,
    private readonly failed: SiteSet,
    private readonly resolver: Resolver,
    private readonly preference: Preference,
  ) {}

  of(): string | undefined {
    const isHealthy = (site: string) => !this.model.has(this.failed, site);
    const { questions, someWithout } = this.resolver.resolve(this.model.name);
    const groups = new Set(questions.keys());
    for (const group of groups) {
      const { records, someWithout } = this.resolver.choose(group);
      if (someWithout) {
        return `the geolocation records ${group.name} have no default, and clients elsewhere get no answer`;
      }
      const preferred = this.preference.records(group, isHealthy);
      for (const record of preferred.length === 0 ? [] : records) {
        if (!preferred.includes(record)) {
          return this.ofDecision(group, record, preferred[0] as IndexedRecord);
        }
        const gone = record.endpoints.find(({ site }) => !isHealthy(site));
        if (gone !== undefined) {
          return `${record.label} gives the addresses of ${inWords(record.endpoints.map(({ label }) => label))} together, and no check takes single ones out`;
        }
        if (record.aliased !== undefined) {
          groups.add(record.aliased);
        }
      }
    }
    return someWithout ? `the records of ${this.model.name} lead in a circle` : undefined;
  }

  private ofDecision(group: Group, chosen: IndexedRecord, better: IndexedRecord): string {
    const isHealthy = (record: IndexedRecord) =>
      this.resolver.health.ofRecord(record) === "healthy";
    if (!isHealthy(chosen)) {
      return `no record of ${group.name} counts as healthy, so that all are answered as if they were, and ${this.whyUnhealthy(better)}`;
    }
    if (!isHealthy(better)) {
      return this.whyUnhealthy(better);
    }
    return this.whyHealthy(chosen);
  }

  /** Why a record counts as healthy though nothing that it leads to is. */
  private whyHealthy(record: IndexedRecord, depth = 0): string {
    const { label, check, evaluatesTargetHealth, aliased } = record;
    const next =
      evaluatesTargetHealth && depth < 10
        ? aliased?.records.find((one) => this.resolver.health.ofRecord(one) === "healthy")
        : undefined;
    if (next !== undefined) {
      return `${label} goes by the records ${aliased?.name ?? ""}, of which ${this.whyHealthy(next, depth + 1)}`;
    }
    if (check === undefined) {
      return `${label} has no health check${
        record.target.kind.startsWith("alias") ? " and does not evaluate its target's health" : ""
      }, and so always counts as healthy`;
    }
    return guardedInWords(record, check, this.preference);
  }

  /** Why a record counts as unhealthy though something that it leads to is healthy. */
  private whyUnhealthy(record: IndexedRecord, depth = 0): string {
    const { label, check, aliased, evaluatesTargetHealth } = record;
    if (check !== undefined && this.resolver.health.ofCheck(check) === "unhealthy") {
      return guardedInWords(record, check, this.preference);
    }
    const next = evaluatesTargetHealth && depth < 10 ? aliased?.records[0] : undefined;
    return next === undefined
      ? `${label} counts as unhealthy`
      : `${label} goes by the records ${aliased?.name ?? ""}, of which none counts as healthy: ${this.whyUnhealthy(next, depth + 1)}`;
  }
}

function guardedInWords(record: IndexedRecord, check: IndexedCheck, preference: Preference) {
  return `${record.label} leads to ${inWords([...preference.sitesOf(record)])} and is guarded by ${guardInWords(check)}`;
}

/** What a guard goes by. */
function guardInWords(check: IndexedCheck): string {
  const { label } = check;
  switch (check.kind) {
    case "signal":
      return check.inverted
        ? `${label}, which is inverted and so healthy only while ${check.signal.site} is not`
        : `${label}, which watches ${check.signal.site}`;
    case "calculated": {
      const { children, healthThreshold, inverted } = check;
      const names = children.map((child) => child.label);
      return `${label}, which is ${inverted ? "unhealthy" : "healthy"} while at least ${healthThreshold} of ${names.length} are healthy: ${inWords(names)}`;
    }
    case "fixed":
      return `${label}, which ${check.because}`;
    case "unknown":
      return label;
  }
}
