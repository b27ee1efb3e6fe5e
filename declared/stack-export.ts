import type { DeclaredStack } from "./declared-stack";
import { asObject, asOptionalList, type JsonObject } from "./json-shape";
import { placeResources } from "./regions";
import { readResourceState } from "./resource-state";
import { nameStack } from "./stack-name";
import { UnreadableDeclarationError } from "./unreadable-declaration";

/** Both hold the same resources; 4 is written when a stack uses newer features of the engine. */
const readableVersions: readonly unknown[] = [3, 4];

/**
 * What a stack holds, from `pulumi stack export`. Left out are resources that wait to be deleted,
 * that have been deleted and wait to be created again, and that the stack merely reads.
 *
 * @throws {UnreadableDeclarationError}
 */
export function readStackExport(document: JsonObject): DeclaredStack {
  const { version } = document;
  if (!readableVersions.includes(version)) {
    throw new UnreadableDeclarationError(
      `The exported stack has version ${JSON.stringify(version)}, and only versions ` +
        `${readableVersions.join(" and ")} can be read. Export it again with a current Pulumi CLI.`,
    );
  }
  const deployment = asObject(document["deployment"], "deployment");
  const resources = asOptionalList(deployment["resources"], "deployment.resources")
    .map((state, index) => readResourceState(state, `deployment.resources[${index}]`))
    .filter(({ isGone, isExternal }) => !isGone && !isExternal)
    .map(({ resource }) => resource);
  return {
    ...nameStack(resources, "The exported stack"),
    config: {},
    resources: placeResources(resources, undefined),
  };
}
