import { parseUrn } from "../declared/urn";

/** What a stack's own settings say of where it is. */
export interface StackSettings {
  /** Which part of an environment the stack holds. @default the settings name none */
  scope: string | undefined;
  /** The failover chain. @default the settings name none */
  regions: readonly string[] | undefined;
  /** `aws:region`. @default the settings name none */
  ownRegion: string | undefined;
}

const noSettings: StackSettings = { scope: undefined, regions: undefined, ownRegion: undefined };

/**
 * @param config `PULUMI_CONFIG` as the engine gives it to a policy pack: a JSON object of texts. Lists
 *   are JSON in such a text.
 * @param urn Of any resource of the stack.
 */
export function readStackSettings(config: string | undefined, urn: string): StackSettings {
  const values = parsed(config);
  if (typeof values !== "object" || values === null) {
    return noSettings;
  }
  const { project = "" } = parseUrn(urn) ?? {};
  const text = (key: string): string | undefined => {
    const value = (values as Record<string, unknown>)[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const regions = parsed(text(`${project}:regions`));
  return {
    scope: text(`${project}:scope`),
    regions:
      Array.isArray(regions) && regions.every((region) => typeof region === "string")
        ? regions
        : undefined,
    ownRegion: text("aws:region"),
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
