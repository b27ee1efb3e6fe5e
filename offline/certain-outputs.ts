import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import type { RecordedRegistration, WireProperties, WireValue } from "./recorded-run";

/**
 * The outputs that are certain before AWS is asked: inputs come back as they were given.
 *
 * Inputs with an inner structure are not certain. AWS adds to it (for instance the ARN of each
 * replica of a table), and which fields it adds is known to the provider only. What a remote
 * component puts out is up to its provider altogether.
 */
export function certainOutputs({ inputs, remote }: RecordedRegistration): WireProperties {
  return remote
    ? {}
    : Object.fromEntries(Object.entries(inputs).filter(([, value]) => isWithoutStructure(value)));
}

function isWithoutStructure(value: WireValue): boolean {
  if (typeof value !== "object" || value === null) {
    return true;
  }
  return Array.isArray(value)
    ? value.every(isWithoutStructure)
    : value[specialSigKey] === specialSecretSig && isWithoutStructure(value["value"] ?? null);
}
