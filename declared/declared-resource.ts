/**
 * A value that cannot be seen: `computed` is decided by AWS at update, `secret` is hidden. In JSON it
 * is `{ "$unknown": "computed" }`.
 */
export class UnknownValue {
  constructor(readonly why: "computed" | "secret") {}

  toJSON(): { $unknown: string } {
    return { $unknown: this.why };
  }
}

export const computed = new UnknownValue("computed");
export const secret = new UnknownValue("secret");

export type DeclaredValue =
  | string
  | number
  | boolean
  | null
  | UnknownValue
  | DeclaredValue[]
  | { [key: string]: DeclaredValue };

export type DeclaredInputs = Record<string, DeclaredValue>;

/** One resource of a Pulumi program, whichever source it was read from. */
export interface DeclaredResource {
  urn: string;
  /** Pulumi type token, for instance `aws:dynamodb/table:Table`. */
  type: string;
  /** Logical name. */
  name: string;
  /** URN; absent for the stack itself. */
  parent: string | undefined;
  /** `false` for components. */
  custom: boolean;
  /**
   * The AWS Region that the resource lives in: its own `region`, else its provider's, else the
   * stack's. Absent for components of no single Region, for services without Regions (Route 53, IAM)
   * and where it is not known.
   */
  region: string | undefined;
  inputs: DeclaredInputs;
  /** What AWS reported, `id` included; only from an exported stack or a preview of an existing one. */
  outputs: DeclaredInputs;
  /** URNs of everything that it waits for. */
  dependencies: string[];
  /** Input property to the URNs that its value comes from. */
  propertyDependencies: Record<string, string[]>;
}
