import { items, property } from "../../contract/declared-fields";
import type { Declared } from "../../contract/difference";
import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { aliasTarget, hasFailoverPolicy, isGiven } from "../declared-record";
import { canonicalName } from "../../failover/dns-names";
import { advice, type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import { isOneRegionOnly, type StackView } from "../stack-view";
import * as types from "../types";

export const route53RecordTarget = stackRule({
  name: "route53-record-target",
  level: "mandatory",
  appliesTo: [types.record],
  description:
    "A failover record that leads to a name of its own service leads to one that exists.",
  why: "Clients that are moved to a name without records get no answer at all; an alias to one is refused by AWS.",
  fix: "Declare the record that it leads to, or correct the name.",
  slice: nothing,
  judge: (stack) => {
    const records = stack.links.ofType(types.record);
    const names = records.map(({ inputs }) => property(inputs, "name"));
    const declared = new Set(names.filter((name) => typeof name === "string").map(canonicalName));
    const failoverNames = new Set(
      records
        .filter(hasFailoverPolicy)
        .map(({ inputs }) => property(inputs, "name"))
        .filter((name) => typeof name === "string")
        .map(canonicalName),
    );
    const isUnclear = records.some((record) => mayHaveAnyName(record, stack));
    const whereElse = isOneRegionOnly(stack) ? advice : violation;

    return records.filter(hasFailoverPolicy).flatMap((record): Finding[] => {
      const hidden = hiddenTarget(record);
      if (hidden !== undefined) {
        return [unseen(`${hidden}: which name it leads to`, record.urn)];
      }
      const target = targetName(record, failoverNames);
      if (target === undefined || isDeclared(target, declared)) {
        return [];
      }
      return isUnclear
        ? [unseen("whether one of the records without a known name is its target", record.urn)]
        : [whereElse("no record of this stack has the name that it leads to", record.urn)];
    });
  },
});

/** The name that a record leads to, if it is one that its own service has to declare. */
function targetName(
  record: DeclaredResource,
  failoverNames: ReadonlySet<string>,
): string | undefined {
  const { inputs } = record;
  const alias = aliasTarget(record);
  const aliasName = property(alias, "name");
  if (typeof aliasName === "string") {
    const zone = property(alias, "zoneId");
    const isInOwnZone = typeof zone === "string" && zone === inputs["zoneId"];
    return isInOwnZone || isBelow(aliasName, failoverNames) ? canonicalName(aliasName) : undefined;
  }
  const values = items(property(inputs, "records"));
  const [value] = values instanceof UnknownValue ? [] : values;
  return property(inputs, "type") === "CNAME" &&
    typeof value === "string" &&
    isBelow(value, failoverNames)
    ? canonicalName(value)
    : undefined;
}

/** The property of which neither the value nor where it comes from can be seen. */
function hiddenTarget(record: DeclaredResource): "aliases" | "records" | undefined {
  const alias = aliasTarget(record);
  if (isGiven(alias)) {
    return hiddenIn(property(alias, "name"), record, "aliases");
  }
  const values = items(property(record.inputs, "records"));
  return property(record.inputs, "type") === "CNAME"
    ? hiddenIn(values instanceof UnknownValue ? values : values[0], record, "records")
    : undefined;
}

function hiddenIn<Name extends string>(
  value: Declared,
  { propertyDependencies }: DeclaredResource,
  name: Name,
): Name | undefined {
  const comesFromElsewhere = (propertyDependencies[name] ?? []).length > 0;
  return value instanceof UnknownValue && !comesFromElsewhere ? name : undefined;
}

function isBelow(name: string, failoverNames: ReadonlySet<string>): boolean {
  const labels = canonicalName(name).split(".");
  return labels.some(
    (_label, index) => index > 0 && failoverNames.has(labels.slice(index).join(".")),
  );
}

/** A record whose name begins with `*` answers for every name below the rest. */
function isDeclared(name: string, declared: ReadonlySet<string>): boolean {
  const labels = name.split(".");
  return (
    declared.has(name) ||
    labels.some((_label, index) => declared.has(["*", ...labels.slice(index + 1)].join(".")))
  );
}

/** The names of a certificate's validation records are unknown at first, but none that clients use. */
function mayHaveAnyName(record: DeclaredResource, { links }: StackView): boolean {
  const sources = record.propertyDependencies["name"] ?? [];
  const isValidation =
    sources.length > 0 && links.ofType(types.certificate).some(({ urn }) => sources.includes(urn));
  return property(record.inputs, "name") instanceof UnknownValue && !isValidation;
}
