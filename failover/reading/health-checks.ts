import { numeric } from "../../contract/declared-fields";
import { shown } from "../../contract/wording";
import { asksEndpoint, readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import type { EndpointCheck, HealthCheck } from "../topology";
import type { AlarmReader } from "./alarms";
import type { TargetReader } from "./targets";
import { type Declared, input, isUnknown, whyUnknown, untilUpdate } from "./values";

const checks: LinkTarget = { types: ["aws:route53/healthCheck:HealthCheck"], namedBy: ["id"] };

/** Reads the checks that records name, and those that these checks are calculated from. */
export class HealthCheckReader {
  /** By identifier. */
  readonly healthChecks: Record<string, HealthCheck> = {};

  constructor(
    private readonly links: Links,
    private readonly targets: TargetReader,
    private readonly alarms: AlarmReader,
  ) {}

  /** @returns The identifier of the record's check, `undefined` where it has none. */
  ofRecord(record: DeclaredResource): string | undefined {
    const link = this.links.follow(record, "healthCheckId", input(record, "healthCheckId"), checks);
    switch (link.leadsTo) {
      case "resource":
        return this.read(link.resource);
      case "nothing":
        return undefined;
      case "several":
        return this.unread(record, "which of several checks guards it is not known");
      case "elsewhere":
        return this.unread(record, "none of the given files declares its check");
      case "unknown":
        return this.unread(record, `its healthCheckId ${whyUnknown(link.why)}`);
    }
  }

  private read(check: DeclaredResource): string {
    const { urn } = check;
    if (!(urn in this.healthChecks)) {
      // Before its children, which in a broken declaration may lead back here.
      this.healthChecks[urn] = { kind: "unknown", label: check.name, reason: "it is being read" };
      this.healthChecks[urn] = this.toHealthCheck(check);
    }
    return urn;
  }

  private unread(record: DeclaredResource, reason: string): string {
    const id = `check of ${record.urn}`;
    this.healthChecks[id] = { kind: "unknown", label: `the check of ${record.name}`, reason };
    return id;
  }

  private toHealthCheck(check: DeclaredResource): HealthCheck {
    const label = check.name;
    const { type, disabled, inverted, ...declared } = readDeclaredHealthCheck(check);
    const unknown = (reason: string): HealthCheck => ({ kind: "unknown", label, reason });
    if (isUnknown(type)) {
      return unknown(`its type ${whyUnknown(type)}`);
    }
    if (typeof disabled !== "boolean" || typeof inverted !== "boolean") {
      return unknown(`whether it is disabled or inverted is ${untilUpdate}`);
    }
    const settings = { label, disabled, inverted };
    if (asksEndpoint(type)) {
      if (isUnknown(declared.checkerRegions)) {
        return unknown(`the Regions of its checkers are ${untilUpdate}`);
      }
      return {
        kind: "endpoint",
        ...settings,
        protocol: type as EndpointCheck["protocol"],
        intervalSeconds: number(declared.intervalSeconds),
        failureThreshold: number(declared.failureThreshold),
        checkerRegions: declared.checkerRegions as string[] | undefined,
        observes: this.targets.ofCheck(check),
      };
    }
    if (type === "CALCULATED") {
      return this.toCalculated(check, settings, number(declared.childHealthThreshold));
    }
    if (type === "CLOUDWATCH_METRIC") {
      return { kind: "alarm", ...settings, ...this.alarms.read(check) };
    }
    if (type === "RECOVERY_CONTROL") {
      return { kind: "routingControl", ...settings, state: undefined };
    }
    return unknown(`the model has no checks of type ${shown(type)}`);
  }

  private toCalculated(
    check: DeclaredResource,
    settings: { label: string; disabled: boolean; inverted: boolean },
    healthThreshold: number | undefined,
  ): HealthCheck {
    const children = this.childrenOf(check);
    if (typeof children !== "string" && healthThreshold !== undefined) {
      return { kind: "calculated", ...settings, children, healthThreshold };
    }
    const reason =
      typeof children === "string"
        ? children
        : "how many of its children must be healthy is not declared";
    return { kind: "unknown", label: settings.label, reason };
  }

  /** @returns Why they are not known, as a text. */
  private childrenOf(check: DeclaredResource): string[] | string {
    const children = input(check, "childHealthchecks") ?? [];
    const sources = this.links.sourcesOf(check, "childHealthchecks", checks);
    if (!Array.isArray(children)) {
      return sources.length > 0
        ? sources.map((source) => this.read(source))
        : `which checks it is calculated from is ${untilUpdate}`;
    }
    const hidden = children.filter((child) => child instanceof UnknownValue);
    const found = new Set<string>();
    for (const child of children.filter((each) => typeof each === "string")) {
      const link = this.links.follow(check, "childHealthchecks", child, checks);
      if (link.leadsTo !== "resource") {
        return `its child ${child} is not declared in any of the given files`;
      }
      found.add(this.read(link.resource));
    }
    const others = sources.filter(({ urn }) => !found.has(urn));
    // Each hidden id is that of another check.
    return others.length === hidden.length
      ? [...found, ...others.map((source) => this.read(source))]
      : `which checks it is calculated from is ${untilUpdate}`;
  }
}

function number(value: Declared): number | undefined {
  const read = numeric(value);
  return typeof read === "number" ? read : undefined;
}
