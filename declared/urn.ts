/** The parts of `urn:pulumi:STACK::PROJECT::PARENT_TYPE$TYPE::NAME`; a name may hold `::` itself. */
export interface UrnParts {
  stack: string;
  project: string;
  type: string;
  name: string;
}

const prefix = "urn:pulumi:";

/** `undefined` if the text is not a URN. */
export function parseUrn(urn: string): UrnParts | undefined {
  const [stack, project, qualifiedType, ...name] = urn.slice(prefix.length).split("::");
  if (
    !urn.startsWith(prefix) ||
    stack === undefined ||
    project === undefined ||
    qualifiedType === undefined ||
    name.length === 0
  ) {
    return undefined;
  }
  return { stack, project, type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}

/** Pulumi names its default providers `default` or `default_7_48_0`, and leaves them out of previews. */
export function isDefaultProvider(urn: string): boolean {
  const parts = parseUrn(urn);
  return parts !== undefined && /^default(_|$)/.test(parts.name);
}
