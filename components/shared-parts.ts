import * as pulumi from "@pulumi/pulumi";
import type { TableContract } from "../contract/contract";
import type { Settings } from "../settings/settings";
import type { GlobalTable } from "./global-table";

/** What a Region takes from the part that Regions share, as Region to value: each takes its own only. */
export interface SharedParts {
  /** Empty where the tables belong to another stack. */
  tables: GlobalTable[];
  tableArns: Record<string, pulumi.Output<string>>;
  /** Empty unless the service's table is encrypted with a customer managed key. */
  tableKeyArns: Record<string, pulumi.Output<string>>;
  repositoryUrls: Record<string, pulumi.Output<string>>;
  imageDigest: pulumi.Output<string>;
  /** Empty where the alarms belong to another stack, and without EVENTUAL tables. */
  alarmTopicArns: Record<string, pulumi.Output<string>>;
}

/**
 * The shared parts of a Region that has a stack of its own: the outputs of the global stack.
 * A digest in the settings comes before the shared one, so that Regions can be updated one by one.
 */
export function readGlobalStack(settings: Settings, serviceTable: TableContract): SharedParts {
  const { globalStack, imageDigest, ownRegion } = settings;
  if (globalStack === undefined || ownRegion === undefined) {
    throw new Error("A stack of scope region has a globalStack and a Region of its own.");
  }
  const stack = new pulumi.StackReference(globalStack);
  const ownValueOf = (output: string) => ({
    [ownRegion]: stack.requireOutput(output).apply((values: Record<string, string>) => {
      const value = values[ownRegion];
      if (value === undefined) {
        throw new pulumi.RunError(
          `globalStack: the output ${output} of ${globalStack} has no ${ownRegion}, only ` +
            `${Object.keys(values).join(", ")}. Update that stack with the same regions first.`,
        );
      }
      return value;
    }),
  });
  return {
    tables: [],
    tableArns: ownValueOf("tableArns"),
    tableKeyArns:
      serviceTable.encryption === "CUSTOMER_MANAGED_KEY" ? ownValueOf("tableKeyArns") : {},
    repositoryUrls: ownValueOf("repositoryUrls"),
    imageDigest: imageDigest === undefined ? sharedImageDigest(stack) : pulumi.output(imageDigest),
    alarmTopicArns: {},
  };
}

function sharedImageDigest(stack: pulumi.StackReference): pulumi.Output<string> {
  return stack.getOutput("imageDigest").apply((digest: unknown) => {
    if (typeof digest !== "string") {
      throw new pulumi.RunError(
        "imageDigest: neither this stack nor its globalStack gives an image. Update that stack first.",
      );
    }
    return digest;
  });
}
