import { flag, property } from "../../contract/declared-fields";
import type { DeclaredResource } from "../../declared/declared-resource";
import type { Links, LinkTarget } from "../../declared/links";
import type { Observed, Target } from "../topology";
import { canonicalName } from "../dns-names";
import { readAddress } from "./hosts";
import { leafTypes } from "./leaf-types";
import { ambiguous, type Leaves } from "./leaves";
import type { DeclaredNames, NamedRecord } from "./names";
import { type Declared, input, isUnknown, onlyBlock, whyUnknown, untilUpdate } from "./values";

export const recordType = "aws:route53/record:Record";
/** What an address or a name can come from. */
const sources: LinkTarget = { types: [...leafTypes.keys(), recordType], namedBy: [] };

const giveItsFile = "give the file of the stack that declares it too";

type Place =
  | { kind: "endpoint"; endpoint: string }
  | { kind: "name"; name: string }
  /** Of nothing that is declared. */
  | { kind: "address"; address: string }
  | Unfollowed;
interface Unfollowed {
  kind: "unknown";
  reason: string;
}

/** Follows what records and checks are aimed at. */
export class TargetReader {
  constructor(
    private readonly links: Links,
    private readonly leaves: Leaves,
    private readonly names: DeclaredNames,
    private readonly nameOf: ReadonlyMap<string, NamedRecord>,
  ) {}

  ofRecord(record: NamedRecord): Target {
    const [alias, values] = [
      onlyBlock(record.resource, "aliases"),
      input(record.resource, "records"),
    ];
    if (alias !== undefined && values !== undefined) {
      return unknown("it has both an alias and values");
    }
    if (alias !== undefined) {
      return this.ofAlias(record, alias);
    }
    if (values === undefined) {
      return unknown("it has neither an alias nor values");
    }
    return record.type === "CNAME"
      ? this.ofCname(record.resource, values)
      : this.ofAddresses(record.resource, values);
  }

  /**
   * Of a check that Route 53's checkers make: by address if it has one, else by name. A host that is
   * not declared is observed only where records lead to the very same; read records first.
   */
  ofCheck(check: DeclaredResource): Observed {
    const address = input(check, "ipAddress");
    const property_ = address === undefined ? "fqdn" : "ipAddress";
    const place = this.follow(check, property_, input(check, property_));
    if (place.kind === "endpoint" || place.kind === "unknown") {
      return place;
    }
    const host = place.kind === "name" ? place.name : place.address;
    const answering = place.kind === "name" ? this.names.answering(host) : undefined;
    if (answering !== undefined) {
      return { kind: "name", name: answering };
    }
    return host in this.leaves.endpoints
      ? { kind: "endpoint", endpoint: host }
      : unknown(`it watches ${host}, which none of the given files declares: ${giveItsFile}`);
  }

  private ofAlias(record: NamedRecord, alias: Declared): Target {
    const evaluateTargetHealth = flag(property(alias, "evaluateTargetHealth"), false);
    if (typeof evaluateTargetHealth !== "boolean") {
      return unknown(`whether it evaluates target health is ${untilUpdate}`);
    }
    const place = this.follow(record.resource, "aliases", property(alias, "name"));
    switch (place.kind) {
      case "endpoint":
        return { kind: "aliasEndpoint", endpoint: place.endpoint, evaluateTargetHealth };
      case "unknown":
        return place;
      case "name": {
        const { name } = place;
        return this.names.has(name, record.type)
          ? { kind: "alias", name, type: record.type, evaluateTargetHealth }
          : unknown(
              `it is an alias of ${name}, for which none of the given files declares a record of ` +
                `type ${record.type}: ${giveItsFile}`,
            );
      }
      case "address":
        return unknown(`it is an alias of an address, ${place.address}`);
    }
  }

  private ofCname(record: DeclaredResource, values: Declared): Target {
    const [value, ...others] = Array.isArray(values) ? values : [values];
    if (others.length > 0) {
      return unknown("it is a CNAME with several values");
    }
    const place = this.follow(record, "records", value);
    switch (place.kind) {
      case "endpoint":
        return { kind: "values", endpoints: [place.endpoint] };
      case "unknown":
        return place;
      case "name":
        return this.ofName(place.name);
      case "address":
        return unknown(`it is a CNAME to an address, ${place.address}`);
    }
  }

  private ofName(name: string): Target {
    const answering = this.names.answering(name);
    if (answering !== undefined) {
      return { kind: "cname", name: answering };
    }
    return this.names.isOwn(name)
      ? unknown(`it leads to ${name}, which none of the given files declares: ${giveItsFile}`)
      : { kind: "values", endpoints: [this.leaves.outside(name)] };
  }

  private ofAddresses(record: DeclaredResource, values: Declared): Target {
    const list = Array.isArray(values) ? values : [values];
    const endpoints: string[] = [];
    for (const value of list.filter((item) => typeof item === "string")) {
      const place = this.followText(value);
      if (readAddress(value) === undefined || place.kind === "name") {
        return unknown(`its value ${value.slice(0, 80)} is not an address`);
      }
      if (place.kind === "unknown") {
        return place;
      }
      endpoints.push(
        place.kind === "endpoint" ? place.endpoint : this.leaves.outside(place.address),
      );
    }
    const hidden = list.filter((item) => typeof item !== "string");
    if (hidden.length > 0) {
      const found = this.leaves
        .among(this.links.sourcesOf(record, "records", sources))
        .map((leaf) => this.leaves.ofResource(leaf))
        .filter((endpoint) => !endpoints.includes(endpoint));
      // Each value comes from one of them. With more of them than values, not all are used.
      if (found.length === 0 || (Array.isArray(values) && found.length > hidden.length)) {
        return unknown(this.whyUnfollowed(record, "records", hidden[0]));
      }
      endpoints.push(...found);
    }
    return { kind: "values", endpoints: [...new Set(endpoints)] };
  }

  /** Where a property with one host leads: by its text, or where that is hidden by what it comes from. */
  private follow(from: DeclaredResource, property_: string, value: Declared): Place {
    if (typeof value === "string") {
      return this.followText(value);
    }
    const found = this.links.sourcesOf(from, property_, sources);
    const records = found.filter(({ type }) => type === recordType);
    const leaves = this.leaves.among(found);
    const [record, leaf] = [records[0], leaves[0]];
    if (records.length === 1 && leaves.length === 0 && record !== undefined) {
      return this.followRecord(record);
    }
    const failAsOne =
      leaf?.region !== undefined && leaves.every(({ region }) => region === leaf.region);
    if (records.length === 0 && leaf !== undefined && (leaves.length === 1 || failAsOne)) {
      return { kind: "endpoint", endpoint: this.leaves.ofResource(leaf) };
    }
    return unknown(this.whyUnfollowed(from, property_, value));
  }

  private followText(text: string): Place {
    const address = readAddress(text);
    const name = canonicalName(text);
    if (address === undefined && this.names.answering(name) !== undefined) {
      return { kind: "name", name };
    }
    const found = address === undefined ? this.leaves.ofName(name) : this.leaves.ofAddress(address);
    if (found === ambiguous) {
      return unknown(`resources of several Regions have the address ${text}`);
    }
    if (found !== undefined) {
      return { kind: "endpoint", endpoint: found };
    }
    return address === undefined ? { kind: "name", name } : { kind: "address", address };
  }

  private followRecord(record: DeclaredResource): Place {
    const named = this.nameOf.get(record.urn);
    return named === undefined
      ? unknown(`it comes from the record ${record.name}, whose name cannot be seen`)
      : { kind: "name", name: named.name };
  }

  private whyUnfollowed(from: DeclaredResource, property_: string, value: Declared): string {
    if (value === undefined) {
      return `it has no ${property_}`;
    }
    const why = isUnknown(value) ? whyUnknown(value) : "is not a text";
    const count = this.links.sourcesOf(from, property_, sources).length;
    return count === 0
      ? `its ${property_} ${why}, and it comes from nothing that an address or a name can come from`
      : `its ${property_} ${why}, and it may come from any of ${count} resources`;
  }
}

function unknown(reason: string): Unfollowed {
  return { kind: "unknown", reason };
}
