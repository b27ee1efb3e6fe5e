import { asObject, asOptionalList, isObject, type JsonObject } from "./json-shape";
import type { PreviewStep } from "./preview-json";
import { UnreadableDeclarationError } from "./unreadable-declaration";
import { isDefaultProvider } from "./urn";

const remedy = "Make it again with: pulumi preview --json --show-sames";

/** @throws {UnreadableDeclarationError} when the preview did not come to a good end. */
export function refuseFailedPreview(document: JsonObject): void {
  const errors = asOptionalList(document["diagnostics"], "diagnostics")
    .filter((diagnostic): diagnostic is JsonObject => isObject(diagnostic))
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => String(message).split("\n")[0]);
  if (errors.length > 0) {
    throw new UnreadableDeclarationError(
      `The preview failed, so that it may not show everything: ${errors.join("; ")}`,
    );
  }
  if (document["changeSummary"] === undefined) {
    throw new UnreadableDeclarationError(
      "The preview has no changeSummary: it ended before everything was seen.",
    );
  }
}

/** @throws {UnreadableDeclarationError} when resources of the stack are not shown. */
export function refusePartialPreview(document: JsonObject, steps: readonly PreviewStep[]): void {
  const reason =
    findHiddenSames(asObject(document["changeSummary"], "changeSummary"), steps) ??
    findSkipped(steps) ??
    findUndecided(steps) ??
    findMissing(steps);
  if (reason !== undefined) {
    throw new UnreadableDeclarationError(`The preview leaves resources out: ${reason}. ${remedy}`);
  }
}

/** The summary counts every unchanged resource, and the stack itself is shown in any case. */
function findHiddenSames(
  changeSummary: JsonObject,
  steps: readonly PreviewStep[],
): string | undefined {
  const counted = changeSummary["same"] ?? 0;
  const shown = steps.filter(({ op }) => op === "same").length;
  return counted === shown
    ? undefined
    : `${JSON.stringify(counted)} are unchanged, and only ${shown} of these are shown`;
}

/** With --target or --exclude, a new resource is 'same' although it would not exist: it has no id. */
function findSkipped(steps: readonly PreviewStep[]): string | undefined {
  const skipped = steps.find(
    ({ op, oldState, newState }) =>
      op === "same" && newState?.resource.custom === true && oldState?.["id"] === undefined,
  );
  return skipped && `${skipped.urn} would not be created, as with --target or --exclude`;
}

function findUndecided(steps: readonly PreviewStep[]): string | undefined {
  const decided = new Set(steps.filter(({ op }) => op !== "refresh").map(({ urn }) => urn));
  const undecided = steps.find(({ urn }) => !decided.has(urn));
  return undecided && `${undecided.urn} is only refreshed`;
}

function findMissing(steps: readonly PreviewStep[]): string | undefined {
  const shown = new Set(steps.map(({ urn }) => urn));
  for (const { newState } of steps) {
    const missing = newState && namedBy(newState.resource).find((urn) => !shown.has(urn));
    if (newState !== undefined && missing !== undefined) {
      return `${newState.resource.urn} names ${missing}, which is not shown`;
    }
  }
  return undefined;
}

/** The resources that a resource cannot be without. Default providers are never shown. */
function namedBy({
  parent,
  provider,
  dependencies,
  propertyDependencies,
}: NonNullable<PreviewStep["newState"]>["resource"]): string[] {
  const providerUrn = provider.slice(0, Math.max(0, provider.lastIndexOf("::")));
  return [
    ...(parent === undefined ? [] : [parent]),
    ...(providerUrn === "" || isDefaultProvider(providerUrn) ? [] : [providerUrn]),
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
  ];
}
