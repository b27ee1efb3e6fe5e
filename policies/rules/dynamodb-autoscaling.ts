import { property } from "../../contract/declared-fields";
import { UnknownValue } from "../../declared/declared-resource";
import { tableReader, tablesOf } from "../declared-tables";
import { toScaledTable } from "../link-targets";
import { type Finding, stackRule, unseen, violation } from "../rule";
import { nothing } from "../slice";
import type { StackView } from "../stack-view";
import * as types from "../types";

/** Application Auto Scaling API, ScalableDimension. */
const writeCapacity = "dynamodb:table:WriteCapacityUnits";

export const dynamodbAutoscaling = stackRule({
  name: "dynamodb-autoscaling",
  level: "mandatory",
  appliesTo: [types.table],
  description: "A table with provisioned capacity and replicas scales its write capacity.",
  why: "AWS requires it of a global table: replicas take each other's writes, and one that throttles falls behind without limit.",
  fix: "Declare an appautoscaling Target and Policy for the table's write capacity, or use PAY_PER_REQUEST.",
  reach: "everywhere",
  slice: nothing,
  judge: (stack) => {
    const read = tableReader(stack);
    const scaling = scaledTables(stack);
    return tablesOf(stack).flatMap((table): Finding[] => {
      const { billingMode, replicas } = read(table);
      const hasReplicas = replicas instanceof UnknownValue || replicas.length > 0;
      if (!hasReplicas || !(billingMode === "PROVISIONED" || billingMode instanceof UnknownValue)) {
        return [];
      }
      if (scaling.urns.has(table.urn)) {
        return [];
      }
      if (billingMode instanceof UnknownValue || replicas instanceof UnknownValue) {
        return [unseen("billingMode and replicas", table.urn)];
      }
      return scaling.isUnclear
        ? [unseen("which table a scaling target of write capacity belongs to", table.urn)]
        : [violation("billingMode: PROVISIONED, with replicas and without autoscaling", table.urn)];
    });
  },
});

/** Tables whose write capacity is scaled by a target. */
function scaledTables({ links }: StackView): { urns: ReadonlySet<string>; isUnclear: boolean } {
  const targets = links
    .ofType(types.scalingTarget)
    .filter(({ inputs }) => property(inputs, "scalableDimension") === writeCapacity)
    .map((target) =>
      links.follow(target, "resourceId", property(target.inputs, "resourceId"), toScaledTable),
    );
  return {
    urns: new Set(
      targets.flatMap((link) => (link.leadsTo === "resource" ? [link.resource.urn] : [])),
    ),
    isUnclear: targets.some(({ leadsTo }) => leadsTo === "unknown" || leadsTo === "several"),
  };
}
