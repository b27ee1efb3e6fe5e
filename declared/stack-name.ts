import type { DeclaredStack } from "./declared-stack";
import type { UnplacedResource } from "./regions";
import { UnreadableDeclarationError } from "./unreadable-declaration";
import { parseUrn } from "./urn";

/**
 * Project and stack that resources belong to, as their URNs say.
 *
 * @throws {UnreadableDeclarationError} when there are none, several, or a URN comes twice.
 */
export function nameStack(
  resources: readonly UnplacedResource[],
  source: string,
): Pick<DeclaredStack, "project" | "stack"> {
  const urns = new Set<string>();
  const names = new Map<string, Pick<DeclaredStack, "project" | "stack">>();
  for (const { urn } of resources) {
    if (urns.has(urn)) {
      throw new UnreadableDeclarationError(`${source} has ${urn} twice.`);
    }
    urns.add(urn);
    const { project = "", stack = "" } = parseUrn(urn) ?? {};
    names.set(`${project}/${stack}`, { project, stack });
  }
  const [name, ...others] = names.values();
  if (name === undefined) {
    throw new UnreadableDeclarationError(`${source} declares nothing.`);
  }
  if (others.length > 0) {
    throw new UnreadableDeclarationError(
      `${source} mixes resources of several stacks: ${[...names.keys()].join(", ")}.`,
    );
  }
  return name;
}
