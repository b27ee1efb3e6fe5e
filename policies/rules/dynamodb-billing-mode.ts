import { compareBillingMode } from "../../contract/compare-table";
import { tableRule } from "../contracted-table";

export const dynamodbBillingMode = tableRule({
  name: "dynamodb-billing-mode",
  description: "A contracted table has the contract's billing mode.",
  why: "With provisioned capacity a replica that suddenly takes the whole load throttles until it has scaled.",
  fix: "Set billingMode as the contract says; undeclared it is PROVISIONED.",
  fields: ["billingMode"],
  compare: compareBillingMode,
});
