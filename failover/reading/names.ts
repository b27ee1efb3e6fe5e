import type { DeclaredResource } from "../../declared/declared-resource";
import { parentsOf } from "../dns-names";
import type { RecordType } from "../topology";
import type { HostedZone } from "./zones";

/** A record whose name and type are known. */
export interface NamedRecord {
  resource: DeclaredResource;
  zone: HostedZone;
  /** In canonical form. */
  name: string;
  type: RecordType;
}

/** The names that records are declared for. */
export class DeclaredNames {
  private readonly typesOf = new Map<string, Set<RecordType>>();
  /** Domains in which a name that is not declared here may be declared elsewhere. */
  private readonly domains: ReadonlySet<string>;

  /** @param isComplete Whether no record can have a name that is not seen. */
  constructor(
    records: readonly NamedRecord[],
    private readonly isComplete: boolean,
  ) {
    for (const { name, type } of records) {
      this.typesOf.set(name, (this.typesOf.get(name) ?? new Set()).add(type));
    }
    this.domains = new Set(records.map(({ zone, name }) => zone.name ?? lastTwoLabels(name)));
  }

  has(name: string, type: RecordType): boolean {
    return this.typesOf.get(name)?.has(type) === true;
  }

  /** The name itself, or the wildcard that answers for it; `undefined` where nothing declared does. */
  answering(name: string): string | undefined {
    if (this.typesOf.has(name)) {
      return name;
    }
    return this.isComplete ? this.wildcardFor(name) : undefined;
  }

  /** Whether the name lies in a domain that the records here belong to. */
  isOwn(name: string): boolean {
    return [name, ...parentsOf(name)].some((domain) => this.domains.has(domain));
  }

  /** Of the wildcards above a name only the closest counts, and none above a name that exists (RFC 4592). */
  private wildcardFor(name: string): string | undefined {
    for (const parent of parentsOf(name)) {
      const wildcard = `*.${parent}`;
      if (this.typesOf.has(wildcard) || this.typesOf.has(parent)) {
        return this.typesOf.has(wildcard) ? wildcard : undefined;
      }
    }
    return undefined;
  }
}

function lastTwoLabels(name: string): string {
  return name.split(".").slice(-2).join(".");
}
