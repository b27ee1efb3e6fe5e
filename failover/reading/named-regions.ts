import { UnknownValue } from "../../declared/declared-resource";
import { regionOfAwsHost } from "./hosts";
import type { Declared } from "./values";

/** `arn:PARTITION:SERVICE:REGION:...` (IAM user guide); services without Regions leave that part empty. */
const arns = /\barn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]+):[^\s"',\\]*/g;
/** At most as long as a name of DNS, and only whole: a hostile text must not take long to search. */
const hosts =
  /(?<![a-z0-9.-])[a-z0-9.-]{1,253}\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|on\.aws)\b/gi;

/** Something in a text that belongs to a Region. */
export interface NamedRegion {
  /** For instance an ARN. */
  text: string;
  region: string;
}

/** The ARNs and the hosts of AWS in all texts of a value, with their Regions; each once. */
export function regionsNamedIn(value: Declared): NamedRegion[] {
  const found = new Map<string, NamedRegion>();
  for (const text of textsIn(value)) {
    for (const [arn, region] of text.matchAll(arns)) {
      found.set(arn, { text: arn, region: region as string });
    }
    for (const [host] of text.matchAll(hosts)) {
      const region = regionOfAwsHost(host.toLowerCase());
      if (region !== undefined) {
        found.set(host, { text: host, region });
      }
    }
  }
  return [...found.values()];
}

/** Every text in a value, at any depth. */
export function textsIn(value: Declared): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return isCompound(value) ? Object.values(value).flatMap((part: Declared) => textsIn(part)) : [];
}

export function containsUnknown(value: Declared): boolean {
  return (
    value instanceof UnknownValue ||
    (isCompound(value) && Object.values(value).some((part: Declared) => containsUnknown(part)))
  );
}

function isCompound(value: Declared): value is Exclude<Declared & object, UnknownValue> {
  return typeof value === "object" && value !== null && !(value instanceof UnknownValue);
}
