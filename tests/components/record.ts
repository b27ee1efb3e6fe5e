import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import type { TableContract } from "../../contract/contract";
import type { RecordedRegistration, WireProperties } from "../../offline/recorded-run";
import { DefaultProviders } from "../../offline/default-providers";
import { RecordingMonitor } from "../../offline/recording-monitor";

/** What a recorded input is when only AWS can know it. */
export const unknown = unknownValue;

/** What a piece of a program registered, for tests to look things up in. */
export class Recording {
  constructor(readonly registrations: readonly RecordedRegistration[]) {}

  /** The one resource of that type and logical name. */
  resource(type: string, name: string): RecordedRegistration {
    const found = this.ofType(type).filter((registration) => registration.name === name);
    assert.equal(found.length, 1, `${type} ${name} among: ${this.names(type).join(", ")}`);
    return found[0]!;
  }

  ofType(type: string): RecordedRegistration[] {
    return this.registrations.filter((registration) => registration.type === type);
  }

  /** Logical names of all resources of a type, sorted. */
  names(type: string): string[] {
    return this.ofType(type)
      .map(({ name }) => name)
      .sort();
  }

  /** Type tokens with how many of each there are, without the stack and the providers. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of this.registrations) {
      if (type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:")) {
        counts[type] = (counts[type] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** The Region that the provider of a resource gives it. */
  regionOf({ provider }: RecordedRegistration): unknown {
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    const found = this.registrations.find((registration) => registration.urn === urn);
    return found?.inputs.region;
  }

  /** Logical names and types that an input's value comes from, as `Type name`. */
  sourcesOf(registration: RecordedRegistration, property: string): string[] {
    return (registration.propertyDependencies[property] ?? [])
      .map((urn) => {
        const source = this.registrations.find((candidate) => candidate.urn === urn)!;
        return `${source.type.split(":").at(-1)} ${source.name}`;
      })
      .sort();
  }
}

/** Runs a piece of a program against the recorder that `failover preview` uses. */
export async function record(program: () => unknown): Promise<Recording> {
  // As in every stack file: what would fall back to a default provider's Region is refused.
  const noDefaults = new DefaultProviders({ "pulumi:disable-default-providers": '["aws"]' });
  const monitor = new RecordingMonitor("test", "components", noDefaults, (warning) => {
    throw new Error(`A component leads to a warning: ${warning}`);
  });
  pulumi.runtime.setMockOptions(monitor, "test", "components", true);
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  await pulumi.runtime.disconnect();
  return new Recording(monitor.registrations);
}

export function parsed(inputs: WireProperties, property: string): unknown {
  return JSON.parse(inputs[property] as string);
}

/** Differs from every default, so that a value that is not passed on shows. */
export const exampleTable: TableContract = {
  name: "Orders",
  hashKey: "customer",
  rangeKey: "order",
  attributes: { customer: "S", order: "N", state: "S" },
  globalSecondaryIndexes: [
    {
      name: "by-state",
      hashKey: "state",
      rangeKey: "order",
      projectionType: "INCLUDE",
      nonKeyAttributes: ["total"],
    },
  ],
  timeToLiveAttribute: "expires",
  billingMode: "PAY_PER_REQUEST",
  encryption: "AWS_MANAGED_KEY",
  consistency: "EVENTUAL",
  pointInTimeRecovery: true,
  deletionProtection: true,
  minimumRegions: 2,
  tags: { "data-class": "orders" },
};
