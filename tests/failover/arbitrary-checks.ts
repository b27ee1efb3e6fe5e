import * as fc from "fast-check";
import type { HealthCheck, Observed } from "../../failover/topology";

/** Makes a check once it is known what there is to watch. */
export type RawCheck = (context: CheckContext) => HealthCheck;

interface CheckContext {
  label: string;
  endpoints: string[];
  names: string[];
  /** The checks that a calculated one may watch. */
  children: string[];
}

/** A number that chooses from a list once its length is known: see `at`. */
export const pick = fc.nat(1000);
export const usually = fc.oneof(
  { weight: 5, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
export const rarely = usually.map((yes) => !yes);

export function at<T>(items: readonly T[], pickedNumber: number): T {
  return items[pickedNumber % items.length] as T;
}

/** Every kind of check, most of them of an endpoint; with `unknowns` also what cannot be read. */
export function rawCheck(unknowns: boolean): fc.Arbitrary<RawCheck> {
  const settings = unknowns
    ? fc.record({ disabled: rarely, inverted: rarely })
    : fc.constantFrom(
        { disabled: false, inverted: false },
        { disabled: false, inverted: false },
        { disabled: false, inverted: false },
        { disabled: false, inverted: true },
        { disabled: true, inverted: false },
      );
  const observed = (
    byName: boolean,
    number: number,
    { endpoints, names }: CheckContext,
  ): Observed =>
    byName
      ? { kind: "name", name: at(names, number) }
      : { kind: "endpoint", endpoint: at(endpoints, number) };
  const endpointCheck = fc
    .record({
      settings,
      protocol: fc.constantFrom(
        "HTTP" as const,
        "HTTPS" as const,
        "HTTP_STR_MATCH" as const,
        "HTTPS_STR_MATCH" as const,
        "TCP" as const,
      ),
      intervalSeconds: fc.constantFrom(10, 30),
      failureThreshold: fc.integer({ min: 1, max: 10 }),
      checkerRegions: fc.constantFrom<(string[] | undefined)[]>(undefined, [
        "us-east-1",
        "eu-west-1",
        "sa-east-1",
      ]),
      byName: rarely,
      number: pick,
    })
    .map(({ settings: flags, byName, number, ...probing }): RawCheck => (context) => ({
      kind: "endpoint",
      label: context.label,
      ...flags,
      ...probing,
      observes: observed(byName, number, context),
    }));
  const calculated = fc
    .record({
      settings,
      picks: fc.uniqueArray(pick, { maxLength: 4 }),
      healthThreshold: fc.nat(4),
    })
    .map(({ settings: flags, picks, healthThreshold }): RawCheck => ({ label, children }) => ({
      kind: "calculated",
      label,
      ...flags,
      children:
        children.length === 0 ? [] : [...new Set(picks.map((number) => at(children, number)))],
      healthThreshold,
    }));
  const alarm = fc
    .record({
      settings,
      observed: pick,
      periodSeconds: fc.constantFrom(10, 60),
      dataPoints: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ settings: flags, observed, ...timing }): RawCheck => ({ label, endpoints }) => ({
      kind: "alarm",
      label,
      ...flags,
      ...timing,
      observes: { kind: "endpoint", endpoint: at(endpoints, observed) },
    }));
  const routingControl = fc
    .record({
      settings,
      state: unknowns
        ? fc.constantFrom(undefined, "ON" as const, "OFF" as const)
        : fc.constantFrom("ON" as const, "OFF" as const),
    })
    .map(({ settings: flags, state }): RawCheck => ({ label }) => ({
      kind: "routingControl",
      label,
      ...flags,
      state,
    }));
  const unreadable = fc.constantFrom<"all" | "observed">("all", "observed").map(
    (what): RawCheck =>
      ({ label }) =>
        what === "all"
          ? { kind: "unknown", label, reason: "it is declared elsewhere" }
          : {
              kind: "endpoint",
              label,
              disabled: false,
              inverted: false,
              protocol: "HTTPS",
              intervalSeconds: undefined,
              failureThreshold: undefined,
              checkerRegions: undefined,
              observes: { kind: "unknown", reason: "its address is not declared" },
            },
  );
  return fc.oneof(
    { weight: 12, arbitrary: endpointCheck },
    { weight: 3, arbitrary: calculated },
    { weight: 1, arbitrary: alarm },
    { weight: 1, arbitrary: routingControl },
    ...(unknowns ? [{ weight: 1, arbitrary: unreadable }] : []),
  );
}

/** By identifier; a calculated check watches checks that come before it. */
export function buildChecks(
  checks: RawCheck[],
  endpoints: string[],
  names: string[],
): Record<string, HealthCheck> {
  const built: Record<string, HealthCheck> = {};
  for (const [index, check] of checks.entries()) {
    const id = `check-${index}`;
    const children = Object.keys(built).filter((child) => built[child]?.kind !== "calculated");
    built[id] = check({ label: id, endpoints, names, children });
  }
  return built;
}
