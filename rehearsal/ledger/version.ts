/** How many writes of each Region a version of an item includes; a Region that is absent, none. */
export type Version = ReadonlyMap<string, bigint>;

/** How a version relates to another one: `before` means that the other one includes it. */
export type Order = "equal" | "before" | "after" | "concurrent";

export const emptyVersion: Version = new Map();

/** As in app/src/regional_app/versions.py, whose text this reads. */
const maximumTokenLength = 512;
const maximumCounter = 10n ** 18n;
const counterPattern = /^([a-z0-9]+(?:-[a-z0-9]+)*):([1-9][0-9]{0,18})$/;

/** Text that is not a version of the service. */
export class InvalidVersionError extends Error {
  constructor(readonly token: string) {
    super(
      `${JSON.stringify(token)} is not a version: Regions in alphabetical order with their counters,` +
        " as in us-east-1:3.us-west-2:1, or 0",
    );
    this.name = "InvalidVersionError";
  }
}

/**
 * Reads a token such as `us-east-1:3.us-west-2:1`, or `0` for the empty version.
 *
 * @throws {InvalidVersionError} for any other text; every version has exactly one spelling
 */
export function parseVersion(token: string): Version {
  if (token === "0") {
    return emptyVersion;
  }
  if (token.length > maximumTokenLength) {
    throw new InvalidVersionError(token);
  }
  const version = new Map<string, bigint>();
  let previous = "";
  for (const part of token.split(".")) {
    const [, region = "", digits = ""] = counterPattern.exec(part) ?? [];
    const counter = BigInt(digits);
    // No match leaves the Region empty, which nothing comes before.
    if (region <= previous || counter > maximumCounter) {
      throw new InvalidVersionError(token);
    }
    version.set(region, counter);
    previous = region;
  }
  return version;
}

/** Whether whoever has `version` has seen `other`. */
export function includes(version: Version, other: Version): boolean {
  for (const [region, counter] of other) {
    if (counterOf(version, region) < counter) {
      return false;
    }
  }
  return true;
}

export function compare(version: Version, other: Version): Order {
  const behind = !includes(version, other);
  const ahead = !includes(other, version);
  if (ahead && behind) {
    return "concurrent";
  }
  return ahead ? "after" : behind ? "before" : "equal";
}

/** The smallest version that includes both; `version` itself where that is it. */
export function merge(version: Version, other: Version): Version {
  if (includes(version, other)) {
    return version;
  }
  const merged = new Map(version);
  for (const [region, counter] of other) {
    if (counterOf(merged, region) < counter) {
      merged.set(region, counter);
    }
  }
  return merged;
}

export function counterOf(version: Version, region: string): bigint {
  return version.get(region) ?? 0n;
}
